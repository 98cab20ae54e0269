"""The application: which address is which page, and what happens when one cannot be shown."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from grader.web import (
    answering,
    assets,
    browsing,
    interviewing,
    practising,
    progressing,
    reviewing,
    running,
    settings,
)
from grader.web.complaints import say_error
from grader.web.gate import Gate
from grader.web.refusals import MESSAGES, RefusedError
from grader.web.rendering import reader, render
from grader.web.site import Site
from questions.errors import InputError


def build_app(site: Site) -> Starlette:
    """All pages of a site, behind the gate."""
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Gate, keys=site.keys, show=show_refusal)],
        exception_handlers={
            RefusedError: show_refusal,  # type: ignore[dict-item]  # starlette types handlers by Exception
            InputError: _show_input_error,  # type: ignore[dict-item]  # as above
            HTTPException: _show_http_error,  # type: ignore[dict-item]  # as above
        },
    )
    app.state.site = site
    return app


def _routes() -> list[BaseRoute]:
    return [
        Route("/", _home),
        Route("/static/{hash}/{name}", assets.serve),
        Route("/favicon.ico", _no_icon),
        Route("/settings", settings.change, methods=["POST"]),
        *browsing.ROUTES,
        *answering.ROUTES,
        *practising.ROUTES,
        *interviewing.ROUTES,
        *reviewing.ROUTES,
        *progressing.ROUTES,
        *running.ROUTES,
    ]


def _home(_request: Request) -> Response:
    return RedirectResponse("/practice", status_code=303)


def _no_icon(_request: Request) -> Response:
    return Response(status_code=204)


def show_refusal(request: Request, refusal: RefusedError) -> Response:
    """A page that says what was not done, why, and what to do."""
    say = reader(request).words.say
    message, hint = (say(text) if text else "" for text in MESSAGES[refusal.kind])
    details = ""
    if refusal.error is not None:
        place = refusal.error.place
        details = f"{place}: {refusal.error.message}" if place else refusal.error.message
        hint = refusal.error.hint or hint
    values = {"message": message, "details": details, "hint": hint}
    return render(request, "refusal.html", refusal.status, **values)


def _show_input_error(request: Request, error: InputError) -> Response:
    said = say_error(error, reader(request).words)
    return show_refusal(request, RefusedError(400, "input", said))


def _show_http_error(request: Request, error: HTTPException) -> Response:
    kind = "no-method" if error.status_code == 405 else "no-page"
    return show_refusal(request, RefusedError(error.status_code, kind))
