"""A model asked over real HTTP: each question as often as wished, and never twice for the same."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from grader.answers.collection import Request, collect
from questions.errors import InputError
from questions.markdown import parse_bank
from tests.grader.cli.running import run as run_program
from tests.grader.runs.material import BANK, lines, write_bank

QUESTIONS = parse_bank(BANK, "bank.md")[0].questions


@contextmanager
def endpoint(
    statuses: dict[int, int] | None = None, text: str | None = "答案"
) -> Iterator[tuple[str, list[Any]]]:
    """A chat endpoint; `statuses` says which calls (from 1) fail and how."""
    calls: list[Any] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                calls.append(body)
                status = (statuses or {}).get(len(calls), 200)
            message = {
                "role": "assistant",
                "content": text and f"<think>…</think>\n{text}：{body['messages'][-1]['content']}",
            }
            reply = {
                "id": "x", "object": "chat.completion", "created": 1, "model": body["model"],
                "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
                "usage": {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150},
            }  # fmt: skip
            data = json.dumps(reply if status == 200 else {"error": {"message": "no"}}).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.send_header("retry-after-ms", "1")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", calls
    finally:
        server.shutdown()
        server.server_close()


def silent(done: int, wanted: int) -> None:
    pass


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_every_question_so_many_times_in_the_banks_order(tmp_path: Path) -> None:
    with endpoint() as (url, calls):
        request = Request(
            "m", url, repeats=2, temperature=0.5, system="简短", input_price=1.0, output_price=2.0
        )
        found = read(collect(QUESTIONS, request, tmp_path, silent))
    assert [(r["question"], r["repeat"]) for r in found] == [
        (q.id, n) for q in QUESTIONS for n in (1, 2)
    ]
    assert found[0]["answer"] == f"答案：{QUESTIONS[0].title}"
    assert found[0]["cost"] == pytest.approx((100 * 1 + 50 * 2) / 1e6)
    assert found[0]["output_tokens"] == 50
    assert calls[0]["temperature"] == 0.5
    assert calls[0]["messages"][0] == {"role": "system", "content": "简短"}


def test_what_was_answered_is_not_asked_again(tmp_path: Path) -> None:
    with endpoint() as (url, calls):
        path = collect(QUESTIONS, Request("m", url), tmp_path, silent)
        whole = path.read_bytes()
        first_line = whole[: whole.index(b"\n") + 1]
        path.write_bytes(first_line + b'{"question": "torn')
        collect(QUESTIONS, Request("m", url), tmp_path, silent)
        assert len(calls) == 3 + 2
        assert [r["question"] for r in read(path)] == [q.id for q in QUESTIONS]
        assert path.read_bytes().startswith(first_line)
        collect(QUESTIONS, Request("m", url, repeats=2), tmp_path, silent)
        assert len(calls) == 3 + 2 + 3


def test_other_settings_are_not_mixed_in(tmp_path: Path) -> None:
    with endpoint() as (url, _):
        collect(QUESTIONS, Request("m", url), tmp_path, silent)
        with pytest.raises(InputError, match="collected with another temperature"):
            collect(QUESTIONS, Request("m", url, temperature=1.0), tmp_path, silent)


def test_a_busy_server_is_asked_again(tmp_path: Path) -> None:
    with endpoint({1: 429, 2: 500, 3: 503}) as (url, calls):
        found = read(collect(QUESTIONS, Request("m", url, concurrency=1), tmp_path, silent))
    assert all("answer" in r for r in found)
    assert len(calls) == 6


def test_a_call_that_fails_is_kept_as_such_and_asked_again_on_request(tmp_path: Path) -> None:
    with endpoint({2: 400}) as (url, calls):
        request = Request("m", url, concurrency=1)
        found = read(collect(QUESTIONS, request, tmp_path, silent))
        assert ["error" in r for r in found] == [False, True, False]
        assert "BadRequestError" in found[1]["error"]
        collect(QUESTIONS, request, tmp_path, silent)
        assert len(calls) == 3
        found = read(collect(QUESTIONS, request, tmp_path, silent, again=True))
        assert len(calls) == 4
        assert all("answer" in r for r in found)


def test_a_reply_without_text_is_no_empty_answer(tmp_path: Path) -> None:
    with endpoint(text=None) as (url, _):
        found = read(collect(QUESTIONS[:1], Request("m", url), tmp_path, silent))
    assert found[0]["error"] == "the reply holds no text (finish_reason stop)"


def test_a_wrong_key_stops_at_once(tmp_path: Path) -> None:
    with (
        endpoint(dict.fromkeys(range(1, 99), 401)) as (url, calls),
        pytest.raises(
            InputError, match=r"127.0.0.1 refuses the call: AuthenticationError \(check --model"
        ),
    ):
        collect(QUESTIONS, Request("m", url, concurrency=1), tmp_path, silent)
    assert len(calls) == 1


def test_collected_and_graded_in_one_command(tmp_path: Path) -> None:
    write_bank(tmp_path)
    with endpoint({2: 400}) as (url, calls):
        command = [
            "eval",
            "--bank",
            "bank.md",
            "--model",
            "m",
            "--base-url",
            url,
            "--out",
            "run",
            "--tier",
            "words",
        ]
        options = ["--concurrency", "1", "--no-cache"]
        done = run_program(*command, *options, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        kinds = [line["failure"] and line["failure"]["kind"] for line in lines(tmp_path / "run")]
        assert kinds == [None, "unreadable-answer", None]
        done = run_program(*command, *options, "--retry-failures", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert [line["failure"] for line in lines(tmp_path / "run")] == [None] * 3
        assert len(calls) == 4
