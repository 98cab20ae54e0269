"""The bank: questions listed, searched and chosen, and the page on which one is answered."""

from __future__ import annotations

import time
from collections import Counter as Tally
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from grader.desk import find_rubric
from grader.grading import LONGEST_ANSWER
from grader.web.forms import Form
from grader.web.refusals import RefusedError
from grader.web.rendering import render, site_of
from grader.web.rounds import Round
from grader.web.shelf import new_key
from grader.web.site import Site
from questions.errors import InputError
from questions.model import Question
from questions.search import Filter, search

PER_PAGE = 50
_MOST_TAGS = 40
_LONGEST_SEARCH = 200
DIFFICULTIES = ("easy", "medium", "hard")


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for in the address: a filter, "words" or "meaning", and a page from 1."""

    wanted: Filter
    text: str
    by_meaning: bool
    page: int

    def address(self, page: int) -> str:
        """The URL of a page of this search."""
        fields = [
            ("text", self.text),
            ("by", "meaning" if self.by_meaning else ""),
            *(("tag", tag) for tag in self.wanted.tags),
            *(("company", name) for name in self.wanted.companies),
            *(("round", name) for name in self.wanted.rounds),
            *(("difficulty", name) for name in self.wanted.difficulties),
            ("answered", {True: "yes", False: "no", None: ""}[self.wanted.answered]),
            ("page", str(page) if page > 1 else ""),
        ]
        query = urlencode([field for field in fields if field[1]])
        return "/questions" + (f"?{query}" if query else "")


def read_search(query: QueryParams) -> Search:
    """The search of an address. What makes no sense in it asks nothing."""
    text = query.get("text", "")[:_LONGEST_SEARCH].strip()
    by_meaning = query.get("by") == "meaning" and bool(text)
    number = query.get("page", "")[:6]
    wanted = Filter(
        tags=_given(query, "tag"),
        companies=_given(query, "company"),
        rounds=_given(query, "round"),
        difficulties=tuple(d for d in _given(query, "difficulty") if d in DIFFICULTIES),
        answered={"yes": True, "no": False}.get(query.get("answered", "")),
        text="" if by_meaning else text,
    )
    page = int(number) if number.isascii() and number.isdigit() else 1
    return Search(wanted, text, by_meaning, max(1, page))


def form_filter(form: Form) -> Filter:
    """The filter of a form for a round or a plan; a field that was left empty asks nothing."""

    def chosen(name: str) -> tuple[str, ...]:
        return tuple(value[:_LONGEST_SEARCH] for value in form.all(name) if value.strip())

    return Filter(
        tags=chosen("tag"),
        companies=chosen("company"),
        rounds=chosen("rounds"),
        difficulties=tuple(d for d in chosen("difficulty") if d in DIFFICULTIES),
    )


def _given(query: QueryParams, name: str) -> tuple[str, ...]:
    return tuple(value[:_LONGEST_SEARCH] for value in query.getlist(name) if value.strip())


def find(site: Site, asked: Search) -> tuple[Question, ...]:
    """The questions of a search: in reading order, or nearest in meaning first."""
    chosen = search(site.desk.bank, asked.wanted)
    if asked.by_meaning and site.encoder:
        from grader.library import nearest_questions

        return site.counter.call(nearest_questions, chosen, asked.text, site.encoder, PER_PAGE)
    return chosen


def show_questions(request: Request) -> Response:
    """The list; a search that is a question's id or number leads to it."""
    site, asked = site_of(request), read_search(request.query_params)
    if only := _named(site, asked.text):
        return RedirectResponse(f"/questions/{only.id}", status_code=303)
    found = find(site, asked)
    last = max(1, -(-len(found) // PER_PAGE))
    page = min(asked.page, last)
    everything = site.desk.bank.questions
    return render(
        request,
        "questions.html",
        found=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(found),
        everything=len(everything),
        search=asked,
        page=page,
        last=last,
        tags=counted((tag for q in everything for tag in q.tags), _MOST_TAGS),
        companies=counted(q.company for q in everything),
        rounds=counted(q.round for q in everything),
        difficulties=DIFFICULTIES,
    )


def _named(site: Site, text: str) -> Question | None:
    if text in site.questions:
        return site.questions[text]
    number = text.removeprefix("#")
    if number.isascii() and number.isdigit():
        questions = site.desk.bank.questions
        return questions[int(number) - 1] if 0 < int(number) <= len(questions) else None
    return None


def counted(names: Iterable[str], most: int = 200) -> list[tuple[str, int]]:
    """The names that occur, most frequent first, with how often they do."""
    return Tally(name for name in names if name).most_common(most)


def question_of(request: Request) -> Question:
    """The question in the address. Raises RefusedError when the bank has none of that id."""
    question = site_of(request).questions.get(request.path_params["question"])
    if question is None:
        raise RefusedError(404, "no-page")
    return question


@dataclass(frozen=True, slots=True)
class Box:
    """What stands in the box of an answer, and what is wrong with it.

    `earlier` is the id of the try before this one, "" if this is the first. `hints` is how many
    hints are shown.
    """

    text: str = ""
    problem: InputError | None = None
    earlier: str = ""
    hints: int = 0


_EMPTY = Box()


def question_page(
    request: Request,
    question: Question,
    around: Round,
    box: Box = _EMPTY,
) -> Response:
    """The page of a question; a draft that was saved comes before what is in the box."""
    site = site_of(request)
    at = site.numbers[question.id]
    beside: Sequence[Question] = site.desk.bank.questions
    draft = None if box.problem else site.trainer.draft(question)
    hints = _hints(site, question)
    return render(
        request,
        "question.html",
        200 if box.problem is None else 413,
        question=question,
        number=at,
        previous=beside[at - 2] if at > 1 else None,
        following=beside[at] if at < len(beside) else None,
        round=around,
        here="/practice" if around else request.url.path,
        place=around.place(question),
        gradable=site.is_gradable(question),
        hints=hints[: box.hints],
        more_hints=len(hints) > box.hints,
        longest=LONGEST_ANSWER,
        text=draft.text if draft else box.text,
        used=int(draft.seconds) if draft else 0,
        opened=int(time.time()),
        problem=box.problem,
        earlier=box.earlier,
        key=new_key(),
    )


def _hints(site: Site, question: Question) -> tuple[str, ...]:
    """What may be said before an answer: nothing where there is no rubric."""
    from grader.practice.hints import make_hints

    if not site.is_gradable(question):
        return ()
    return make_hints(question, find_rubric(site.desk, question))


ROUTES = (Route("/questions", show_questions),)
