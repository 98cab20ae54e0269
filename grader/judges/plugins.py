"""Judges of other packages: they stand where a server would, and are believed as little.

Prompt, fence, control point and the check of every quotation are the same; such a judge only turns
messages into a text.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from grader.judges.ballots import NO_USAGE
from grader.judges.endpoints import Endpoint
from grader.judges.pacing import Pacer
from grader.judges.responders import SCHEME, Responder, load_responder
from grader.judges.transport import CallError, Reply
from grader.plugins import broken
from questions.errors import InputError
from rubrics.blocks import UnreadableReplyError
from rubrics.marks import Failure


class PluginTransport:
    """What `Transport` is to a server. `sent` counts calls."""

    def __init__(self, endpoint: Endpoint, pacer: Pacer) -> None:
        self._name = endpoint.name
        self._responder: Responder = load_responder(unquote(endpoint.url.removeprefix(SCHEME))).made
        self._pacer = pacer
        self.sent = 0

    async def close(self) -> None:
        """Nothing is open."""

    async def send(self, body: dict[str, Any], tokens: int) -> Reply:
        """The reply. Raises CallError, and UnreadableReplyError for what is no text."""
        await self._pacer.enter(tokens)
        succeeded = False
        try:
            text = await self._ask(body)
            succeeded = True
        finally:
            self._pacer.leave(succeeded=succeeded)
        if not isinstance(text, str):
            raise UnreadableReplyError("the reply is no text")
        return Reply(text, "", NO_USAGE)

    async def _ask(self, body: dict[str, Any]) -> object:
        self.sent += 1
        most = body.get("max_tokens") or body.get("max_completion_tokens") or 0
        pace = self._pacer.pace
        try:
            async with asyncio.timeout(pace.total):
                return await _in_thread(
                    lambda: self._responder.reply(
                        body["messages"], body.get("temperature", 0.0), most
                    )
                )
        except TimeoutError:
            message = f"{self._name} did not reply within {pace.total:g} s"
            raise CallError(Failure("judge-timeout", message)) from None
        except InputError:
            raise
        except Exception as error:  # other people's code: anything may come out of it
            told = broken("judge", self._name, error)
            raise CallError(Failure("judge-error", told.message, told.hint)) from error


async def _in_thread(call: Callable[[], object]) -> object:
    """The call's result, out of a thread that the end of the program does not wait for."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[tuple[object, Exception | None]] = loop.create_future()

    def settle(outcome: tuple[object, Exception | None]) -> None:
        if not future.done():
            future.set_result(outcome)

    def work() -> None:
        try:
            outcome: tuple[object, Exception | None] = (call(), None)
        except Exception as error:  # noqa: BLE001  # goes on in the caller
            outcome = (None, error)
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, outcome)

    threading.Thread(target=work, daemon=True).start()
    result, error = await future
    if error is not None:
        raise error
    return result
