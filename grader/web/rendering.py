"""Templates filled in for one reader: language, colours, and the secret of the forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from grader.web import assets
from grader.web.site import Site
from reports.clean import one_line, visible
from reports.documents.figures import show_mean
from reports.figures import show_score
from reports.hypertext import LANGUAGE_TAGS, make_environment
from reports.words import LANGUAGES, Language, Words
from rubrics.marks import Scoresheet

_BAND_TONES = {"excellent": "good", "good": "good", "fair": "fair", "weak": "bad", "poor": "bad"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a page: what the cookies of the browser say."""

    lang: Language
    scheme: str

    @property
    def words(self) -> Words:
        """The language of the pages."""
        return Words(self.lang, "grader.web")


def reader(request: Request) -> Reader:
    """What this browser chose; the language of the command line and the system's colours if not."""
    lang = request.cookies.get("kaoguan-lang")
    scheme = request.cookies.get("kaoguan-scheme", "auto")
    return Reader(
        lang if lang in LANGUAGES else site_of(request).lang,
        scheme if scheme in assets.SCHEMES else "auto",
    )


def site_of(request: Request) -> Site:
    """What is served."""
    site: Site = request.app.state.site
    return site


def render(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Fill in a template. Everything in it is escaped; `values` come before what all pages have."""
    who, site = reader(request), site_of(request)
    common: dict[str, object] = {
        "reader": who,
        "lang": LANGUAGE_TAGS[who.lang],
        "say": who.words.say,
        "say_many": who.words.say_many,
        "style": assets.address(f"{who.scheme}.css"),
        "script": assets.address("web.js"),
        "form_key": site.keys.form,
        "site": site,
        "here": request.url.path,
        "back": _address(request),
    }
    text = environment().get_template(template).render(common | values)
    return HTMLResponse(text.encode("utf-8", "replace"), status_code=status)


def _address(request: Request) -> str:
    """Where a form leads back to: this page, or the first one where this page was sent."""
    query = f"?{request.url.query}" if request.url.query else ""
    return request.url.path + query if request.method == "GET" else "/"


def _day(moment: datetime) -> str:
    """Day and minute at this machine."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _figure(sheet: Scoresheet) -> str:
    return show_score(sheet.score) or "?"


def _delta(gain: float) -> str:
    """A difference of scores in whole points, with its sign."""
    return f"{round(gain):+d}".replace("-", "−")


def _tone(sheet: Scoresheet) -> str:
    return _BAND_TONES.get(sheet.band, "unscored")


@cache
def environment() -> Environment:
    """Our templates, with the parts of the reports beside them."""
    made = make_environment("grader.web", "reports")
    made.filters |= {
        "line": one_line,
        "day": _day,
        "figure": _figure,
        "mean": show_mean,
        "delta": _delta,
        "tone": _tone,
        "visible": visible,
    }
    return made
