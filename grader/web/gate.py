"""The gate in front of every page: who may ask, from where, and what the answer may do.

A browser is full of other people's pages. Each of them can send requests to 127.0.0.1, so a
request counts only when it names this machine (no DNS rebinding), does not come from another site
and shows the cookie that only the URL with the token sets. Headers then forbid the page to load,
run or be framed by anything but itself.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grader.web.keys import Keys
from grader.web.refusals import RefusedError
from reports.clean import one_line

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_OPEN = ("/static/", "/favicon.ico")
"""What is the same for everybody and says nothing."""
_LOG = logging.getLogger("kaoguan.web")
_SAFE = ("GET", "HEAD")
_OWN = ("same-origin", "none")
"""Sec-Fetch-Site of a request by our own page, or by the person at the browser."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "private, no-cache",
}
"""Written where a page has not set its own. The referrer stays inside: with "no-referrer" browsers
send forms with the origin "null", which would look like a stranger's."""

Show = Callable[[Request, RefusedError], Response]


@dataclass(frozen=True)
class Gate:
    """Lets requests through to `app`, or answers with a refusal that `show` makes a page of."""

    app: ASGIApp
    keys: Keys
    show: Show

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request, guarded = Request(scope, receive), _Answer(send)
        try:
            await (self._answer(request) or self.app)(scope, receive, guarded)
        except Exception as error:  # noqa: BLE001  # the last place where a bug can become a page
            _LOG.error("%s", _describe(scope["path"], error))
            if not guarded.begun:
                await self.show(request, RefusedError(500, "broken"))(scope, receive, guarded)

    def _answer(self, request: Request) -> Response | None:
        """What to say instead of the page; None when the page may be shown."""
        try:
            check_host(request.headers)
            if given := request.query_params.get("token"):
                return self._enter(request, given)
            if not request.url.path.startswith(_OPEN):
                check_origin(request.method, request.headers)
                self._check_cookie(request)
        except RefusedError as refusal:
            return self.show(request, refusal)
        return None

    def _enter(self, request: Request, given: str) -> Response:
        """Take the token out of the URL and put a cookie in its place."""
        if request.method not in _SAFE or not self.keys.opens(given):
            raise RefusedError(403, "wrong-token")
        response = RedirectResponse(_without_token(request), status_code=303)
        name = cookie_name(request.headers)
        response.set_cookie(name, self.keys.cookie, httponly=True, samesite="lax", path="/")
        return response

    def _check_cookie(self, request: Request) -> None:
        shown = request.cookies.get(cookie_name(request.headers), "")
        if not self.keys.knows(shown):
            raise RefusedError(403, "no-cookie")


def check_host(headers: Headers) -> None:
    """Only names of this machine, whatever the port (a tunnel has its own). Raises RefusedError."""
    host, _ = _split_host(headers.get("host", ""))
    if host not in LOOPBACK:
        raise RefusedError(421, "wrong-host")


def check_origin(method: str, headers: Headers) -> None:
    """No request of another site, but for following a link to a page. Raises RefusedError."""
    site = headers.get("sec-fetch-site", "none")
    visits = method in _SAFE and headers.get("sec-fetch-mode") == "navigate"
    if site not in _OWN and not visits:
        raise RefusedError(403, "wrong-origin")
    if method in _SAFE:
        return
    host = headers.get("host", "")
    if headers.get("origin", "").lower() not in {
        f"http://{host}".lower(),
        f"https://{host}".lower(),
    }:
        raise RefusedError(403, "wrong-origin")


def cookie_name(headers: Headers) -> str:
    """Cookies do not know ports: two servers on one machine need two names."""
    return f"kaoguan-{_split_host(headers.get('host', ''))[1] or '80'}"


def _split_host(host: str) -> tuple[str, str]:
    name, colon, port = host.lower().rpartition(":")
    if not colon or not (port.isascii() and port.isdigit()):
        return host.lower(), ""
    return name, port


def _without_token(request: Request) -> str:
    """The path and the rest of the query. One slash in front: `//evil` would be another host."""
    rest = [(k, v) for k, v in parse_qsl(request.url.query, keep_blank_values=True) if k != "token"]
    path = "/" + request.url.path.lstrip("/\\")
    return path + (f"?{urlencode(rest)}" if rest else "")


class _Answer:
    """Sends an answer on with the headers it lacks; knows whether it has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def _describe(path: str, error: Exception) -> str:
    """One line for the terminal: which page, what, and where in the code."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    what = one_line(f"{path}: {type(error).__name__}: {error}", 500)
    return f"{what} ({place.filename.rpartition('/')[2]}:{place.lineno})"
