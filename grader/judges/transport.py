"""Carry one request to an OpenAI-compatible server and back: retries, limits, time.

The HTTP client is the one that the `openai` package ships. Its resource layer is left out: it
spends about a millisecond a call on checking what `replies` checks anyway, and the plain body is
what is cached (`benchmarks/judge_speed.py` prints both).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz
from functools import partial
from importlib import import_module
from time import time
from types import ModuleType
from typing import TYPE_CHECKING, Any

from grader.judges.ballots import Usage
from grader.judges.endpoints import Endpoint
from grader.judges.pacing import Pace, Pacer
from questions.errors import InputError
from rubrics.blocks import UnreadableReplyError
from rubrics.marks import Failure

if TYPE_CHECKING:
    from openai import DefaultAsyncHttpxClient

_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
_BLOCKED = (
    "content_filter",
    "content filter",
    "data_inspection",
    "inappropriate",
    "moderation",
    "content_policy",
)
_NO_MODEL = (
    "model not exist",
    "model_not_found",
    "does not exist",
    "unknown model",
    "no such model",
)
_BROKE = ("insufficient_quota", "insufficient balance", "exceeded your current quota", "arrearage")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model wrote. `finish` is the server's reason for ending ("length": cut off)."""

    text: str
    finish: str
    usage: Usage


class RefusedError(Exception):
    """A 400: the server does not take the request as it is put. The message is the server's."""


class CallError(Exception):
    """The call failed for good; `failure` says how."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class _TryAgainError(Exception):
    """This attempt failed; another may not. `after` is the server's wish in seconds."""

    def __init__(self, failure: Failure, after: float | None = None, *, busy: bool = False) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.after = after
        self.busy = busy


class Transport:
    """Sends requests to one endpoint within one event loop. `sent` counts attempts."""

    def __init__(self, endpoint: Endpoint, pacer: Pacer) -> None:
        self._endpoint = endpoint
        self._pacer = pacer
        self._lines: Lines | None = None
        self._fatal: InputError | None = None
        self.sent = 0

    async def close(self) -> None:
        """Close the connections."""
        if self._lines is not None:
            await self._lines.close()

    async def send(self, body: dict[str, Any], tokens: int) -> Reply:
        """The reply, after at most `pace.attempts` attempts.

        Raises InputError for what no other call would survive (a wrong key, an unknown model),
        RefusedError for a request that must be put otherwise, UnreadableReplyError for a body that
        is no completion, CallError for all else.
        """
        content = json.dumps(body, ensure_ascii=False).encode()
        attempt = 1
        while True:
            try:
                return await self._attempt(content, tokens)
            except _TryAgainError as error:
                wait = self._pacer.pace.wait(attempt, error.after)
                if error.busy:
                    self._pacer.slow_down(wait)
                if (
                    attempt >= self._pacer.pace.attempts
                    or (error.after or 0) > self._pacer.pace.patience
                ):
                    raise CallError(error.failure) from None
                attempt += 1
                await asyncio.sleep(wait)

    async def _attempt(self, content: bytes, tokens: int) -> Reply:
        """One request in its turn and within its time."""
        pace = self._pacer.pace
        await self._pacer.enter(tokens)
        succeeded = False
        try:
            if self._fatal is not None:
                raise self._fatal
            async with asyncio.timeout(pace.total):
                status, headers, data = await self._post(content)
            succeeded = status < 400
        except TimeoutError:
            failure = Failure("judge-timeout", f"no full reply within {pace.total:g} s")
            raise _TryAgainError(failure) from None
        finally:
            self._pacer.leave(succeeded=succeeded)
        if succeeded:
            await asyncio.sleep(0)  # whoever waits is sent before this reply is read
        try:
            return _read(status, headers, data, self._endpoint)
        except InputError as error:
            self._fatal = error
            raise

    async def _post(self, content: bytes) -> tuple[int, Mapping[str, str], bytes]:
        self.sent += 1
        if self._lines is None:
            self._lines = Lines(self._endpoint, self._pacer.pace)
        try:
            return await self._lines.post(content)
        except self._lines.error as error:
            raise _TryAgainError(_network_failure(error, self._endpoint)) from None


class Lines:
    """Connections, each with a client of its own: a client looks through all its connections at
    every call, which at fifty of them costs more than the call. For the same reason address,
    headers and timeouts are put together once, and certificates (80 ms) are read only where they
    are needed. `error` is what they raise.
    """

    def __init__(self, endpoint: Endpoint, pace: Pace) -> None:
        from openai import DefaultAsyncHttpxClient, Timeout

        library = _library(DefaultAsyncHttpxClient)
        self.error: type[Exception] = library.HTTPError
        self._kind = DefaultAsyncHttpxClient
        self._timeout = Timeout(pace.read, connect=pace.connect)
        self._request = partial(
            library.Request,
            "POST",
            library.URL(f"{endpoint.url}/chat/completions"),
            headers=_headers(endpoint),
            extensions={"timeout": self._timeout.as_dict()},
        )
        self._is_safe = endpoint.url.startswith("https:")
        self._verify = library.create_ssl_context() if self._is_safe else False
        self._all: list[DefaultAsyncHttpxClient] = []
        self._idle: list[DefaultAsyncHttpxClient] = []

    async def post(self, content: bytes) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body. Raises `error`."""
        client = self._idle.pop() if self._idle else self._open()
        try:
            response = await client.send(self._request(content=content))
        finally:
            self._idle.append(client)
        return response.status_code, response.headers, response.content

    async def close(self) -> None:
        """Close them all."""
        for client in self._all:
            await client.aclose()

    def _open(self) -> DefaultAsyncHttpxClient:
        client: DefaultAsyncHttpxClient = self._kind(
            timeout=self._timeout,
            verify=self._verify,
            follow_redirects=self._is_safe,  # nothing unchecked is led to another server
        )
        self._all.append(client)
        return client


def _headers(endpoint: Endpoint) -> dict[str, str]:
    key = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    return {
        "Accept": "application/json",
        "Accept-Encoding": "gzip, deflate",
        "Content-Type": "application/json",
        "User-Agent": "kaoguan",
        **key,
    }


def _library(client: type) -> ModuleType:
    """What the client stands on: httpx2 for openai 3, httpx for older ones."""
    return import_module(client.__mro__[1].__module__.partition(".")[0])


def _network_failure(error: Exception, endpoint: Endpoint) -> Failure:
    name = type(error).__name__
    if "Timeout" in name:
        return Failure("judge-timeout", f"{endpoint.name} did not reply in time ({name})")
    hint = "is the server running?" if "Connect" in name else ""
    return Failure("judge-unreachable", f"no connection to {endpoint.name} ({name})", hint)


def _read(status: int, headers: Mapping[str, str], data: bytes, endpoint: Endpoint) -> Reply:
    """The reply of a 2xx; every other status becomes the error that fits."""
    if 200 <= status < 300:
        return _read_reply(data)
    said = _message(data)
    low = said.lower()
    if status in (401, 402, 403) or (status == 429 and any(w in low for w in _BROKE)):
        raise _fatal(status, said, endpoint)
    if status == 404 or (status in (400, 422) and any(w in low for w in _NO_MODEL)):
        raise _fatal(404, said, endpoint)
    if any(word in low for word in _BLOCKED):
        raise CallError(Failure("judge-blocked", f"{endpoint.name} refuses this text: {said}"))
    if status in (400, 413, 422):
        raise RefusedError(said)
    failure = Failure("judge-error", f"{endpoint.name} answered {status}: {said}")
    if status in _AGAIN:
        raise _TryAgainError(failure, _retry_after(headers), busy=status in (429, 503, 529))
    raise CallError(failure)


def _fatal(status: int, said: str, endpoint: Endpoint) -> InputError:
    hints = {
        401: "check the key",
        402: "top up the account",
        403: "the key may not use this model",
        404: "check the model's name and the base URL",
        429: "top up the account",
    }
    return InputError(f"{status}: {said}", place=f"judge {endpoint.name}", hint=hints[status])


def _read_reply(data: bytes) -> Reply:
    """The first choice. Raises UnreadableReplyError for a body that is no chat completion."""
    try:
        body = json.loads(data)
        choices = body["choices"]
        message = choices[0]["message"]
        text = _join(message.get("content"))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise UnreadableReplyError("the reply is no chat completion") from None
    usage = body.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    return Reply(
        text,
        str(choices[0].get("finish_reason") or ""),
        Usage(_count(counts.get("prompt_tokens")), _count(counts.get("completion_tokens"))),
    )


def _join(content: object) -> str:
    """The text of a message; some servers send it in parts. Halves of characters, which could be
    neither kept nor written, become "?".
    """
    if isinstance(content, list):
        content = "".join(str(p.get("text") or "") for p in content if isinstance(p, dict))
    return content.encode("utf-8", "replace").decode() if isinstance(content, str) else ""


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _message(data: bytes) -> str:
    """What an error body says, on one line of at most 200 characters."""
    text = data[:4000].decode("utf-8", "replace")
    try:
        body = json.loads(data[:20_000])
        error = body.get("error", body) if isinstance(body, dict) else body
        text = str(error.get("message", error)) if isinstance(error, dict) else str(error)
    except (ValueError, RecursionError):
        pass
    return (
        " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200] or "no message"
    )


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait, from a number or a date; None when it does not say."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name)
        if value is None:
            continue
        try:
            seconds = float(value) * scale
        except ValueError:
            date = parsedate_tz(value)
            seconds = mktime_tz(date) - time() if date else -1.0
        if 0 <= seconds < float("inf"):
            return seconds
    return None
