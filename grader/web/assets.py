"""The style sheet, in three colour schemes, and the script: our own files, nothing fetched."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from starlette.requests import Request
from starlette.responses import Response

from grader.web.refusals import RefusedError

SCHEMES = ("auto", "light", "dark")
_DARK = "@media (prefers-color-scheme: dark)"
_FORCED = {"auto": _DARK, "light": "@media not all", "dark": "@media screen"}
_FOREVER = {"cache-control": "public, max-age=31536000, immutable"}


@cache
def style(scheme: str) -> str:
    """The sheets of the reports and our own; `scheme` overrules what the system prefers."""
    shared = resources.files("reports") / "static"
    own = resources.files("grader.web") / "static"
    sheets = (shared / "report.css", shared / "document.css", own / "web.css")
    text = "\n".join(sheet.read_text("utf-8") for sheet in sheets)
    forced = text.replace(_DARK, _FORCED[scheme])
    return forced if scheme == "auto" else forced.replace("light dark", scheme, 1)


@cache
def script() -> str:
    """The script of the reports, which lights up points and their words, and our own."""
    shared = (resources.files("reports") / "static" / "report.js").read_text("utf-8")
    return shared + (resources.files("grader.web") / "static" / "web.js").read_text("utf-8")


@cache
def address(name: str) -> str:
    """The URL of a file, with a hash of what is in it: browsers may keep it for ever."""
    digest = hashlib.sha256(_text(name).encode()).hexdigest()[:12]
    return f"/static/{digest}/{name}"


def serve(request: Request) -> Response:
    """One of the files; any hash will do."""
    name = request.path_params["name"]
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    return Response(_text(name), media_type=kind, headers=_FOREVER)


def _text(name: str) -> str:
    stem, _, suffix = name.partition(".")
    if suffix == "css" and stem in SCHEMES:
        return style(stem)
    if name == "web.js":
        return script()
    raise RefusedError(404, "no-page")
