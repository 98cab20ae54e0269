"""What came out when a report was checked: as a page, and as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reports.alteration import Alteration
from reports.clean import one_line, visible
from reports.documents.parts import Cell, Column, Document, Section, Table
from reports.parts import Fact, Notice
from reports.record import Record
from reports.words import STATES, Language, Words, _
from rubrics.marks import Scoresheet, State
from rubrics.recount import PointCheck, Recount

FORMAT = "kaoguan-verification/1"
"""History: /1 (0.1.0) first version."""

_NAMES = {
    "score": _("score"),
    "interval": _("range"),
    "band": _("band"),
    "flags": _("flags"),
    "reason": _("reason"),
    "failure": _("failure"),
    "state": _("state"),
    "probabilities": _("probabilities"),
    "evidence": _("quotation"),
    "weight": _("weight"),
    "text": _("wording"),
    "decided_by": _("who decided"),
    "quote": _("words that are not in the answer"),
    "twice": _("it stands there twice"),
    "absent": _("it stands in one of the two only"),
}


@dataclass(frozen=True, slots=True)
class Verification:
    """A report's record, its score made again, and where the page differs from the record.

    `whole_page` is False when another version wrote the page: then only its score was compared.
    """

    record: Record
    recount: Recount
    alteration: Alteration | None
    whole_page: bool

    @property
    def matches(self) -> bool:
        """Whether the page shows its record, and the record follows from the answer."""
        return self.recount.matches and self.alteration is None


def build_verification(found: Verification, name: str, lang: Language) -> Document:
    """The page; `name` is that of the file."""
    words = Words(lang)
    recount = found.recount
    return Document(
        lang=lang,
        kind=words.say("Verification"),
        title=one_line(found.record.question.title) or one_line(name),
        facts=(Fact(words.say("Report"), one_line(name)),),
        figure=_score(recount.found, words),
        unit="/ 100" if recount.found.score is not None else "",
        range=words.say("the report says {score}", score=_score(recount.claimed, words)),
        notices=tuple(_notices(found, words)),
        sections=tuple(_sections(recount, words)),
        source_title=words.say("Where this score comes from"),
        source_note="",
        sources=(
            Fact(words.say("Signature"), one_line(recount.found.signature, 1000)),
            Fact(words.say("Rubric"), found.record.rubric.hash),
        ),
    )


def _score(sheet: Scoresheet, words: Words) -> str:
    return words.say("Unscored") if sheet.score is None else f"{sheet.score:.1f}"


def _notices(found: Verification, words: Words) -> Iterator[Notice]:
    recount = found.recount
    if recount.matches:
        yield Notice(
            "good", words.say("The score follows from the answer and the key points in the report.")
        )
    else:
        what = _what(recount, words)
        yield Notice(
            "bad", words.say("Graded again, the answer gives something else: {what}.", what=what)
        )
    if found.alteration is not None:
        yield Notice(
            "bad",
            words.say(
                "The page does not show what its data says: “{shown}” instead of “{recorded}”.",
                shown=one_line(found.alteration.shown),
                recorded=one_line(found.alteration.recorded),
            ),
        )
    if not found.whole_page:
        yield Notice(
            "fair",
            words.say(
                "Another version of the program wrote the page; only the score on it was compared."
            ),
        )
    if recount.parts:
        yield Notice(
            "fair", words.say("The report was made with another grader; the parts stand below.")
        )
    taken = sum(check.taken for check in recount.points)
    if taken:
        yield Notice("fair", _taken(taken, words))


def _what(recount: Recount, words: Words) -> str:
    """What differs of the whole, and of how many points."""
    names = [words.known(_NAMES, name) for name in recount.totals]
    wrong = sum(bool(check.faults) for check in recount.points)
    if wrong:
        names.append(words.say_many("{n} key point", "{n} key points", wrong))
    return words.say(", ").join(names)


def _taken(number: int, words: Words) -> str:
    return words.say_many(
        "{n} point rests on the word of a judge model or a person, taken from the report.",
        "{n} points rest on the word of a judge model or a person, taken from the report.",
        number,
    )


def _sections(recount: Recount, words: Words) -> Iterator[Section]:
    columns = (
        Column(words.say("Point")),
        Column(words.say("Report")),
        Column(words.say("Again")),
        Column(words.say("Different")),
    )
    rows = tuple(_row(check, words) for check in recount.points)
    yield Section(words.say("Key points"), "", (Table("points", columns, rows),))
    if recount.parts:
        heads = (Column(words.say("Part")), *columns[1:3])
        parts = tuple(
            tuple(Cell(one_line(text)) for text in (name, theirs, ours))
            for name, (theirs, ours) in recount.parts.items()
        )
        yield Section(words.say("Grader"), "", (Table("grader", heads, parts),))


def _row(check: PointCheck, words: Words) -> tuple[Cell, ...]:
    faults = words.say(", ").join(words.known(_NAMES, name) for name in check.faults)
    tone = "bad" if check.faults else ""
    return (
        Cell(one_line(check.text)),
        Cell(_state(check.claimed, words)),
        Cell(_state(check.found, words), tone=tone),
        Cell(faults, tone=tone),
    )


def _state(state: State | None, words: Words) -> str:
    return "–" if state is None else words.known(STATES, state)


def verification_to_json(found: Verification, name: str) -> dict[str, Any]:
    """Everything as data, both values of all that can differ; `name` is that of the file."""
    claimed, again = found.recount.claimed, found.recount.found
    changed = found.alteration
    fields = ("score", "interval", "band", "flags", "signature")
    return {
        "format": FORMAT,
        "report": name,
        "matches": found.matches,
        "question_id": claimed.question_id,
        "rubric": found.record.rubric.hash,
        **{f: {"report": getattr(claimed, f), "again": getattr(again, f)} for f in fields},
        "differs": list(found.recount.totals),
        "points": [_point(check) for check in found.recount.points],
        "grader": {
            part: {"report": theirs, "here": ours}
            for part, (theirs, ours) in found.recount.parts.items()
        },
        "page": {
            "compared": "all" if found.whole_page else "score",
            "matches": changed is None,
            "shown": visible(changed.shown) if changed else None,
            "recorded": visible(changed.recorded) if changed else None,
        },
    }


def _point(check: PointCheck) -> dict[str, Any]:
    return {
        "id": check.point,
        "text": check.text,
        "report": check.claimed,
        "again": check.found,
        "differs": list(check.faults),
        "taken_from_report": check.taken,
    }
