"""Language and colours, kept by the browser."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from grader.web.assets import SCHEMES
from grader.web.endpoints import taking_form
from grader.web.forms import Form
from reports.words import LANGUAGES

_YEAR = 365 * 24 * 3600
_CHOICES = {"lang": LANGUAGES, "scheme": SCHEMES}


@taking_form
def change(_request: Request, form: Form) -> Response:
    """Set what was chosen, and go back to where the form stood."""
    response = RedirectResponse(own_path(form.line("back", 2000)), status_code=303)
    for name, choices in _CHOICES.items():
        if form.line(name) in choices:
            response.set_cookie(
                f"kaoguan-{name}", form.line(name), max_age=_YEAR, httponly=True, samesite="lax"
            )
    return response


def own_path(path: str) -> str:
    """A path of this site; the first page for anything that could lead elsewhere."""
    fine = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if fine else "/"
