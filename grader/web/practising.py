"""Practice: what is due, a round of questions, and how the round went."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from grader.practice.drawing import Wish
from grader.store.attempts import Attempt, list_attempts
from grader.web.browsing import DIFFICULTIES, counted, form_filter
from grader.web.endpoints import taking_form
from grader.web.forms import Form
from grader.web.rendering import render, site_of
from grader.web.rounds import Round, read_round
from grader.web.site import Site
from questions.search import Filter

_RECENT = 10
_MOST = 50


@dataclass(frozen=True, slots=True)
class Answered:
    """A line of a list: an answer with its question's title."""

    attempt: Attempt
    title: str


def show_practice(request: Request) -> Response:
    """What waits, a form for a round, and the latest answers."""
    return _practice_page(request, nothing=False)


def _practice_page(request: Request, *, nothing: bool) -> Response:
    site = site_of(request)
    everything = site.desk.bank.questions
    drawn = site.trainer.draw(Filter(), Wish(number=None))
    attempts = list_attempts(site.store, site.person.id)[::-1]
    return render(
        request,
        "practice.html",
        waiting=Tally(draw.why for draw in drawn),
        nothing=nothing,
        recent=_lines(site, attempts[:_RECENT]),
        tags=counted((tag for q in everything for tag in q.tags), 40),
        companies=counted(q.company for q in everything),
        rounds=counted(q.round for q in everything),
        difficulties=DIFFICULTIES,
    )


def _lines(site: Site, attempts: tuple[Attempt, ...]) -> list[Answered]:
    titles = {q.id: q.title for q in site.desk.bank.questions}
    return [Answered(a, titles.get(a.question_id, a.question_id)) for a in attempts]


@taking_form
def start_round(request: Request, form: Form) -> Response:
    """Draw the questions and lead to the first; say so when none fits."""
    site = site_of(request)
    ahead = form.line("ahead") == "yes"
    number = form.number("number", 1, _MOST, 5)
    minutes = form.number("minutes", 0, 600, 0)
    wish = Wish(number=number, minutes=float(minutes) if minutes else None, ahead=ahead)
    drawn = site.trainer.draw(form_filter(form), wish)
    if not drawn:
        return _practice_page(request, nothing=True)
    around = Round(tuple(draw.question.id for draw in drawn))
    return RedirectResponse(around.address(f"/questions/{around.ids[0]}"), status_code=303)


def show_end(request: Request) -> Response:
    """The newest answer to each question of a round; one that was passed over has none."""
    site = site_of(request)
    around = read_round(site, request.query_params.get("round", ""))
    newest = {a.question_id: a for a in list_attempts(site.store, site.person.id)}
    rows = [(site.questions[name], newest.get(name)) for name in around.ids]
    scores = [a.sheet.score for _, a in rows if a is not None and a.sheet.score is not None]
    return render(
        request,
        "round.html",
        rows=rows,
        round=around,
        mean=sum(scores) / len(scores) if scores else None,
        scored=len(scores),
    )


ROUTES = (
    Route("/practice", show_practice),
    Route("/practice/rounds", start_round, methods=["POST"]),
    Route("/practice/done", show_end),
)
