"""The review of interviews: evidence beside answers, verdicts with author and reason, cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from grader.interview.review import (
    STATES,
    Ruling,
    Word,
    blind_queue,
    notes_of,
    rule_point,
    rule_score,
    rulings,
    write_note,
)
from grader.interview.scorecards import make_scorecard
from grader.store.plans import find_plan
from grader.store.sittings import Sitting, list_sittings, list_turns
from grader.web.documents import hand_out, show_document
from grader.web.endpoints import taking_form
from grader.web.forms import Form
from grader.web.interviewing import sitting_of
from grader.web.refusals import RefusedError
from grader.web.rendering import reader, render, site_of
from grader.web.settings import own_path
from questions.errors import InputError
from reports.documents.parts import Document
from reports.interviews import build_comparison, build_scorecard
from reports.page import build_page

_AUTHOR = "kaoguan-author"
_WHOLE = "score"
"""Stands for the score where a point could stand."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One answer under review: who gave it (or an alias), and where it stands in a row of them."""

    sitting: Sitting
    ruling: Ruling
    name: str
    number: int
    count: int
    address: str


def show_review(request: Request) -> Response:
    """The answers of one sitting, one at a time."""
    sitting = sitting_of(request)
    found = rulings(site_of(request).store, sitting)
    number = _number(request, len(found))
    if not found:
        raise InputError(reader(request).words.say("Nothing was answered yet."))
    address = f"/interviews/sittings/{sitting.id}/review"
    return _review_page(
        request,
        Desk(sitting, found[number - 1], sitting.candidate, number, len(found), address),
    )


def show_blind(request: Request) -> Response:
    """The answers of all candidates of a plan, question by question, without names."""
    store = site_of(request).store
    plan = find_plan(store, request.path_params["plan"])
    queue = blind_queue(store, plan.id)
    number = _number(request, len(queue))
    if not queue:
        raise InputError(reader(request).words.say("Nothing was answered yet."))
    alias, sitting, turn = queue[number - 1]
    ruling = next(r for r in rulings(store, sitting) if r.turn.id == turn.id)
    address = f"/interviews/plans/{plan.id}/blind"
    return _review_page(request, Desk(sitting, ruling, alias, number, len(queue), address))


def _number(request: Request, most: int) -> int:
    text = request.query_params.get("at", "1")[:6]
    return min(most, max(1, int(text))) if text.isascii() and text.isdigit() else 1


def _review_page(request: Request, desk: Desk) -> Response:
    site, ruling = site_of(request), desk.ruling
    sheet = replace(ruling.sheet, author=desk.name, answer_id="")
    question, rubric = ruling.snapshot.question, ruling.snapshot.rubric
    notes = [n for n in notes_of(site.store, desk.sitting) if n.turn == ruling.turn.id]
    return render(
        request,
        "review.html",
        desk=desk,
        ruling=ruling,
        page=build_page(sheet, question, rubric, reader(request).lang),
        notes=notes,
        texts={mark.point: mark.text for mark in ruling.original.marks},
        states=STATES,
        author=unquote(request.cookies.get(_AUTHOR, ""))[:200],
        here_at=f"{desk.address}?at={desk.number}",
    )


@taking_form
def decide(request: Request, form: Form) -> Response:
    """Add a verdict or a note, and lead back. What is missing for one is said."""
    site, sitting = site_of(request), sitting_of(request)
    turns = list_turns(site.store, sitting.id)
    turn = next((t for t in turns if t.id == request.path_params["turn"]), None)
    if turn is None or turn.sheet is None:
        raise RefusedError(404, "no-page")
    author, reason = form.line("author", 200), form.line("reason", 2000)
    what, state = form.line("what"), form.line("state")
    if not author or not (reason or form.line("note", 2000)):
        say = reader(request).words.say
        raise InputError(say("A verdict needs a name and a reason; a note, a name."))
    if form.line("note", 2000):
        write_note(site.store, sitting, author, form.line("note", 2000), turn)
    elif what == _WHOLE:
        rule_score(site.store, turn, _score(request, form, state), Word(author, reason))
    else:
        rule_point(site.store, turn, what, state, Word(author, reason))
    response = RedirectResponse(own_path(form.line("back", 300)), status_code=303)
    response.set_cookie(_AUTHOR, quote(author), httponly=True, samesite="lax")
    return response


def _score(request: Request, form: Form, state: str) -> float | None:
    """The score of the form; None to take earlier ones back. Raises InputError."""
    if state == "retracted":
        return None
    try:
        return float(form.line("score", 20))
    except ValueError:
        say = reader(request).words.say
        raise InputError(say("A score is a number from 0 to 100.")) from None


def show_scorecard(request: Request) -> Response:
    """The scorecard of one candidate."""
    sitting = sitting_of(request)
    files = f"/interviews/sittings/{sitting.id}/files/scorecard"
    return show_document(request, _scorecard(request, sitting), files=files)


def take_scorecard(request: Request) -> Response:
    """The scorecard as a file."""
    sitting = sitting_of(request)
    return hand_out(_scorecard(request, sitting), sitting.candidate, request.path_params["form"])


def _scorecard(request: Request, sitting: Sitting) -> Document:
    card = make_scorecard(site_of(request).store, sitting)
    return build_scorecard(card, reader(request).lang)


def show_candidates(request: Request) -> Response:
    """All candidates of a plan, side by side."""
    plan = find_plan(site_of(request).store, request.path_params["plan"])
    files = f"/interviews/plans/{plan.id}/files/candidates"
    return show_document(request, _candidates(request, plan.id), files=files)


def take_candidates(request: Request) -> Response:
    """The comparison as a file."""
    plan = find_plan(site_of(request).store, request.path_params["plan"])
    return hand_out(_candidates(request, plan.id), plan.name, request.path_params["form"])


def _candidates(request: Request, plan: str) -> Document:
    store = site_of(request).store
    seats: Sequence[Sitting] = list_sittings(store, plan)
    if not seats:
        raise InputError(reader(request).words.say("Nothing was answered yet."))
    cards = [make_scorecard(store, seat) for seat in seats]
    return build_comparison(cards, reader(request).lang)


ROUTES = (
    Route("/interviews/sittings/{sitting}/review", show_review),
    Route("/interviews/sittings/{sitting}/turns/{turn}/verdicts", decide, methods=["POST"]),
    Route("/interviews/sittings/{sitting}/scorecard", show_scorecard),
    Route("/interviews/sittings/{sitting}/files/scorecard.{form}", take_scorecard),
    Route("/interviews/plans/{plan}/blind", show_blind),
    Route("/interviews/plans/{plan}/candidates", show_candidates),
    Route("/interviews/plans/{plan}/files/candidates.{form}", take_candidates),
)
