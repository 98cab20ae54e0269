"""A real HTTP server on loopback that speaks the chat API, and fails as it is told to."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

_POINT = re.compile(r'^\{"id": "(p\d+)", "text": (".*")\}$', re.MULTILINE)
_FENCE = re.compile(r"^(=====[0-9a-f]{16}=====)\n(.*)\n\1$", re.MULTILINE)
_CANARY = re.compile(r"registration code|考场登记码")


@dataclass
class Asked:
    """A request as a model would read it. `points` are texts by the prompt's ids."""

    body: Mapping[str, Any]
    headers: Mapping[str, str]
    number: int

    @cached_property
    def text(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])

    @cached_property
    def points(self) -> dict[str, str]:
        return {name: json.loads(text) for name, text in _POINT.findall(self.text)}

    @cached_property
    def canary(self) -> str:
        return next(name for name, text in self.points.items() if _CANARY.search(text))

    @cached_property
    def answer(self) -> str:
        found = _FENCE.search(self.text)
        assert found, self.text
        answer: str = json.loads(found[2])
        return answer


@dataclass(frozen=True)
class Told:
    """What to send back. `fault` is "reset", "hang" or "trickle" for replies that never arrive."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    fault: str = ""


Script = Callable[[Asked], Told]


def says(content: object, finish: str = "stop", **more: Any) -> Told:
    """A completion with this content; anything but text is written as JSON."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": 900, "completion_tokens": 100}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return Told({"object": "chat.completion", "choices": [choice], "usage": usage}, **more)


def refuses(message: str, status: int = 400, **headers: str) -> Told:
    """An error as OpenAI writes it."""
    body = {"error": {"message": message, "type": "invalid_request_error"}}
    return Told(body, status, {k.replace("_", "-"): v for k, v in headers.items()})


def verdicts(asked: Asked, state: str = "covered", quote: str | None = None) -> dict[str, Any]:
    """The same state for every point but the canary, with the answer's first words as the quote."""
    words = asked.answer.strip()[:12] if quote is None else quote
    items = [
        {"id": name, "reason": "so it says", "state": "missing", "quotes": []}
        if name == asked.canary or state == "missing"
        else {"id": name, "reason": "so it says", "state": state, "quotes": [words]}
        for name in asked.points
    ]
    return {"verdicts": items, "bonus": ""}


def honest(asked: Asked) -> Told:
    """Every point covered, the canary missing."""
    return says(verdicts(asked))


class Server:
    """Runs a script in a thread of its own. `asked` are the requests so far, in order."""

    def __init__(self, script: Script = honest) -> None:
        self.script = script
        self.asked: list[Asked] = []
        self.peak = 0
        self._active = 0
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._exchange(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:])}
        body = json.loads(await reader.readexactly(int(headers["content-length"])))
        asked = Asked(body, headers, len(self.asked))
        self.asked.append(asked)
        self._active += 1
        self.peak = max(self.peak, self._active)
        try:
            told = self.script(asked)
            await asyncio.sleep(told.delay)
            return await _reply(told, writer)
        finally:
            self._active -= 1


async def _reply(told: Told, writer: asyncio.StreamWriter) -> bool:
    """Whether the connection stays usable."""
    if told.fault == "reset":
        writer.transport.abort()
        return False
    if told.fault == "hang":
        await asyncio.sleep(3600)
    data = told.body if isinstance(told.body, bytes) else json.dumps(told.body).encode()
    headers = {"Content-Type": "application/json", "Content-Length": len(data), **told.headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"HTTP/1.1 {told.status} X\r\n{lines}\r\n".encode())
    if told.fault == "trickle":
        for byte in data:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)
    writer.write(data)
    await writer.drain()
    return True
