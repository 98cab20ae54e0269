"""How handlers are called: forms are read first, and nothing slow is done on the event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from grader.web.forms import Form, read_form
from grader.web.rendering import site_of

Handler = Callable[[Request, Form], Response]


def taking_form(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Give the handler the form that was sent, in a thread. What is no form of ours is refused."""

    @wraps(handler)
    async def endpoint(request: Request) -> Response:
        form = await read_form(request, site_of(request).keys)
        return await run_in_threadpool(handler, request, form)

    return endpoint
