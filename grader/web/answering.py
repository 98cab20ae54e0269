"""An answer to a question: typed, saved while it is typed, graded, kept, shown and rated."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from grader.grading import LONGEST_ANSWER
from grader.practice.ratings import suggest
from grader.practice.trainer import Effort, Outcome, compare
from grader.store.attempts import WHOLE, Attempt, find_attempt, list_cards
from grader.store.snapshots import Snapshot, load_snapshot
from grader.web.browsing import Box, question_of, question_page
from grader.web.endpoints import taking_form
from grader.web.forms import Form
from grader.web.refusals import RefusedError
from grader.web.rendering import reader, render, site_of
from grader.web.rounds import read_round
from grader.web.site import Site
from questions.errors import InputError
from questions.model import Question
from reports.page import build_page
from rubrics.marks import Scoresheet

LONGEST_TIME = 24 * 3600
RATINGS = (1, 2, 3, 4)
"""FSRS's again, hard, good and easy."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as its page needs it."""

    attempt: Attempt
    snapshot: Snapshot
    earlier: Attempt | None

    @property
    def outcome(self) -> Outcome:
        """As the trainer gave it when it was graded."""
        change = compare(self.earlier.sheet, self.attempt.sheet) if self.earlier else None
        suggestion = suggest(self.attempt.sheet, self.attempt.hints)
        return Outcome(self.attempt, self.snapshot, suggestion, change)

    @property
    def needs_rating(self) -> bool:
        """Whether its author has to say how well it went."""
        return self.attempt.rating is None and self.earlier is None


@taking_form
def take_answer(request: Request, form: Form) -> Response:
    """Grade what was typed, once for each form, and lead to the page of it."""
    site, question = site_of(request), question_of(request)
    text, around = form.text("answer"), read_round(site, form.line("round", 8000))
    if (problem := too_long(request, text)) is not None:
        return question_page(
            request, question, around, Box(text, problem, form.line("earlier", 40))
        )
    hints = form.number("hints", 0, 100, 0)
    effort = Effort(seconds_spent(form), hints)
    earlier = _own(site, form.line("earlier", 40), question)

    def grade() -> str:
        outcome = site.counter.call(site.trainer.submit, question, text, effort, earlier)
        return around.address(f"/answers/{outcome.attempt.id}")

    return RedirectResponse(site.shelf.once(form.line("key", 40), grade), status_code=303)


@taking_form
def save_draft(request: Request, form: Form) -> Response:
    """Keep what stands in the box; the script sends it every second while somebody types."""
    site, question = site_of(request), question_of(request)
    text = form.text("answer")
    if len(text) > LONGEST_ANSWER:
        return Response(status_code=413)
    site.trainer.save_draft(question, text, seconds_spent(form))
    return Response(status_code=204)


@taking_form
def take_hint(request: Request, form: Form) -> Response:
    """Show one hint more; what stands in the box is kept."""
    site, question = site_of(request), question_of(request)
    if len(form.text("answer")) <= LONGEST_ANSWER:
        site.trainer.save_draft(question, form.text("answer"), seconds_spent(form))
    around = read_round(site, form.line("round", 8000))
    hints = str(form.number("hints", 0, 99, 0) + 1)
    path = f"/questions/{question.id}"
    where = around.address(path, hints=hints, earlier=form.line("earlier", 40))
    return RedirectResponse(where, status_code=303)


def seconds_spent(form: Form) -> float:
    """What the script counted; without a script, the time since the page was made."""
    counted = form.number("seconds", -1, LONGEST_TIME, -1)
    if counted >= 0:
        return float(counted)
    opened = form.number("opened", 0, 2**40, int(time.time()))
    used = form.number("used", 0, LONGEST_TIME, 0)
    return float(used + min(LONGEST_TIME, max(0, int(time.time()) - opened)))


def too_long(request: Request, text: str) -> InputError | None:
    """What to say about an answer that nobody could have spoken."""
    if len(text) <= LONGEST_ANSWER:
        return None
    say = reader(request).words.say
    length, longest = f"{len(text):,}", f"{LONGEST_ANSWER:,}"
    return InputError(
        say(
            "The answer has {length} characters; {longest} is the most.",
            length=length,
            longest=longest,
        ),
        hint=say("Nothing is lost: it stands in the box. Shorten it and send it once more."),
    )


def show_answer(request: Request) -> Response:
    """The feedback on an answer."""
    site, shown = site_of(request), shown_of(request)
    outcome, question = shown.outcome, shown.snapshot.question
    around = read_round(site, request.query_params.get("round", ""))
    return render(
        request,
        "feedback.html",
        page=build_page(
            unnamed(outcome.sheet), question, shown.snapshot.rubric, reader(request).lang
        ),
        attempt=shown.attempt,
        again=around.address(f"/questions/{question.id}", earlier=shown.attempt.id),
        in_bank=question.id in site.questions,
        after=around.after(question) if around else _following(site, question),
        round=around,
        here="/practice" if around else "/questions",
        place=around.place(question),
        change=outcome.change,
        rating=_rating(shown),
        due=_due(site, shown),
    )


def _rating(shown: Shown) -> int | None:
    """The rating to suggest, 0 where there is none to suggest, None where none is asked for."""
    return (shown.outcome.suggestion.rating or 0) if shown.needs_rating else None


def _due(site: Site, shown: Shown) -> str:
    """The day on which the question comes back, "" when it is not known."""
    cards = list_cards(site.store, site.person.id)
    own = (c for c in cards if c.point == WHOLE and c.question_id == shown.attempt.question_id)
    card = next(own, None)
    return f"{card.due:%Y-%m-%d}" if card and not shown.needs_rating else ""


def _following(site: Site, question: Question) -> str:
    at, questions = site.numbers.get(question.id, 0), site.desk.bank.questions
    return f"/questions/{questions[at].id}" if 0 < at < len(questions) else ""


def unnamed(sheet: Scoresheet) -> Scoresheet:
    """Without ids that say nothing to the person who wrote the answer."""
    return replace(sheet, answer_id="", author="")


@taking_form
def rate(request: Request, form: Form) -> Response:
    """Schedule by the author's own word; a second word changes nothing."""
    site, shown = site_of(request), shown_of(request)
    rating = form.number("rating", 0, 9, 0)
    if rating not in RATINGS:
        raise RefusedError(400, "wrong-type")
    if shown.needs_rating:
        site.trainer.rate(shown.outcome, rating)
    around = read_round(site, form.line("round", 8000))
    return RedirectResponse(around.address(f"/answers/{shown.attempt.id}"), status_code=303)


def shown_of(request: Request) -> Shown:
    """The answer in the address. Raises RefusedError when this person has none of that id."""
    site = site_of(request)
    attempt = find_attempt(site.store, request.path_params["attempt"])
    if attempt is None or attempt.person != site.person.id:
        raise RefusedError(404, "no-page")
    earlier = find_attempt(site.store, attempt.earlier) if attempt.earlier else None
    return Shown(attempt, load_snapshot(site.store, attempt.snapshot), earlier)


def _own(site: Site, attempt: str, question: Question) -> Attempt | None:
    """The try that this one follows, if it is of this person and question."""
    found = find_attempt(site.store, attempt) if attempt else None
    same = found is not None and (found.person, found.question_id) == (site.person.id, question.id)
    return found if same else None


def show_question(request: Request) -> Response:
    """One question with a box for the answer: empty, with a draft, or with the last try."""
    site, question = site_of(request), question_of(request)
    around = read_round(site, request.query_params.get("round", ""))
    earlier = _own(site, request.query_params.get("earlier", "")[:40], question)
    hints = request.query_params.get("hints", "0")[:2]
    shown = int(hints) if hints.isascii() and hints.isdigit() else 0
    if earlier is None:
        return question_page(request, question, around, Box(hints=shown))
    return question_page(
        request, question, around, Box(earlier.sheet.answer, earlier=earlier.id, hints=shown)
    )


ROUTES = (
    Route("/questions/{question}", show_question),
    Route("/questions/{question}/answers", take_answer, methods=["POST"]),
    Route("/questions/{question}/hint", take_hint, methods=["POST"]),
    Route("/questions/{question}/draft", save_draft, methods=["POST"]),
    Route("/answers/{attempt}", show_answer),
    Route("/answers/{attempt}/rating", rate, methods=["POST"]),
)
