"""A model words the follow-up; it is told nothing else, and its failures cost nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from grader.followups import propose
from grader.interview.rephrasing import make_rephrase
from rubrics.marks import State
from tests.grader.test_followups import QUESTION, RUBRIC, sheet


class Model(BaseHTTPRequestHandler):
    """Answers every request with `status` and `said`, and remembers what it was sent."""

    status: ClassVar[int] = 200
    said: ClassVar[str] = ""
    seen: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.seen.append(json.loads(self.rfile.read(length)))
        reply = {
            "id": "1", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": self.said}}],
        }  # fmt: skip
        data = json.dumps(reply).encode()
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Model.seen.clear()
    yield f"m@http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "said", "source"),
    [
        (200, "那 GQA 呢，还能再说说吗？", "model"),
        (200, "是不是组内共享 K、V？", "rubric"),
        (400, "", "rubric"),
    ],
)
def test_what_a_model_says_is_asked_only_if_it_tells_nothing(
    address: str, monkeypatch: pytest.MonkeyPatch, status: int, said: str, source: str
) -> None:
    monkeypatch.setattr(Model, "status", status)
    monkeypatch.setattr(Model, "said", said)
    missing = sheet(State.MISSING, State.COVERED)
    chosen = propose(QUESTION, RUBRIC, missing, rephrase=make_rephrase(address))
    assert chosen is not None
    assert chosen.source == source
    (sent,) = Model.seen
    assert all(
        term not in json.dumps(sent, ensure_ascii=False) for term in ("分组", "共享", "显存")
    )
