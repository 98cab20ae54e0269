"""From a score sheet to a page: every rounding, wording and colour is decided here or below.

The renderers only write down what the page says.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import PurePath

from questions.model import Question
from reports.clean import clip, one_line, visible
from reports.headline import build_bar, build_headline
from reports.parts import (
    AnswerView,
    Fact,
    Labels,
    Page,
    PointList,
    Prose,
    Provenance,
    Reference,
    Segment,
)
from reports.points import ORDER, Entry, entries, point_row, state_badge
from reports.record import Record, record_text
from reports.segments import Piece, Span, cut, trusted_spans
from reports.words import Language, Words
from rubrics.glossary import Glossary, bundled_glossary
from rubrics.marks import Scoresheet, State
from rubrics.model import Rubric

_LONG = 3000
_PROSE_LIMIT = 60_000


def build_page(
    sheet: Scoresheet,
    question: Question,
    rubric: Rubric,
    lang: Language,
    glossary: Glossary | None = None,
) -> Page:
    """Make the page of one graded answer. Evidence that does not quote the answer is left out.

    `glossary` is the grader's, for whoever checks the score; None for the bundled one.
    """
    words = Words(lang)
    listed = entries(sheet, rubric)
    evidence = [(entry.number, item) for entry in listed for item in entry.mark.evidence]
    spans = trusted_spans(sheet.answer, evidence)
    answer, starts = _answer(sheet.answer, spans, listed, words)
    headline = build_headline(sheet, question, listed, len(evidence) - len(spans), words)
    return Page(
        lang=lang,
        title=f"{headline.title} · {headline.score}",
        skip=words.say("Skip to the points"),
        headline=headline,
        bar=build_bar(listed, words),
        corrections=_corrections(listed, spans, starts, words),
        additions=_additions(listed, spans, starts, words),
        answer=answer,
        points=_points(listed, spans, starts, words),
        summary=_summary(question, words),
        reference=_reference(question, words),
        provenance=_provenance(sheet, question, rubric, words),
        labels=_labels(words),
        record=record_text(Record(sheet, question, rubric, glossary or bundled_glossary(), lang)),
    )


def _answer(
    answer: str, spans: Sequence[Span], listed: Sequence[Entry], words: Words
) -> tuple[AnswerView, Mapping[int, int]]:
    """Colour the answer, and say which coloured segment begins at which place."""
    states = {entry.number: entry.mark.state for entry in listed}
    segments: list[Segment] = []
    starts: dict[int, int] = {}
    for piece in cut(answer, spans):
        if piece.points:
            starts[piece.start] = len(starts) + 1
        segments.append(_segment(piece, starts.get(piece.start, 0), states, words))
    view = AnswerView(
        title=words.say("The answer"),
        note=words.say("Coloured words decided a point; the number says which.") if spans else "",
        empty="" if answer.strip() else words.say("There is no text."),
        long=len(answer) > _LONG,
        segments=tuple(segments),
    )
    return view, starts


def _segment(piece: Piece, number: int, states: Mapping[int, State], words: Words) -> Segment:
    gravest = max((states[point] for point in piece.points), key=ORDER.index, default=None)
    return Segment(
        text=piece.text,
        number=number,
        tone=gravest.value if gravest else "",
        points=piece.points,
        references=tuple(_mark(point, states[point], words) for point in piece.ends),
    )


def _mark(point: int, state: State, words: Words) -> Reference:
    badge = state_badge(state, words)
    return Reference(point, badge, words.say("Point {n}: {state}", n=point, state=badge.label))


def _corrections(
    listed: Sequence[Entry], spans: Sequence[Span], starts: Mapping[int, int], words: Words
) -> PointList:
    wrong = [entry for entry in listed if entry.mark.state is State.CONTRADICTED]
    return PointList(
        title=words.say("What to correct first"),
        note=words.say("Here the answer says something else than the reference."),
        empty="",
        rows=tuple(point_row(entry, spans, starts, words) for entry in _by_gain(wrong)),
    )


def _additions(
    listed: Sequence[Entry], spans: Sequence[Span], starts: Mapping[int, int], words: Words
) -> PointList:
    short = [entry for entry in listed if entry.mark.state in {State.MISSING, State.PARTIAL}]
    return PointList(
        title=words.say("What to add"),
        note=words.say(
            "What would raise the score most comes first. A gain is an estimate: weight / total "
            "weight × 100 × the credit still missing."
        ),
        empty="",
        rows=tuple(point_row(entry, spans, starts, words) for entry in _by_gain(short)),
    )


def _by_gain(listed: Sequence[Entry]) -> list[Entry]:
    return sorted(listed, key=lambda entry: (-entry.gain, entry.number))


def _points(
    listed: Sequence[Entry], spans: Sequence[Span], starts: Mapping[int, int], words: Words
) -> PointList:
    return PointList(
        title=words.say("Key points"),
        note="",
        empty="" if listed else words.say("There are no key points."),
        rows=tuple(point_row(entry, spans, starts, words) for entry in listed),
    )


def _summary(question: Question, words: Words) -> Prose:
    return Prose(
        title=words.say("Say this in 30 seconds"),
        note="",
        paragraphs=tuple(clip(visible(mark).strip(), _PROSE_LIMIT) for mark in question.marks),
    )


def _reference(question: Question, words: Words) -> Prose:
    return Prose(
        title=words.say("Reference answer"),
        note="",
        markdown=clip(visible(question.answer), _PROSE_LIMIT),
    )


def _provenance(sheet: Scoresheet, question: Question, rubric: Rubric, words: Words) -> Provenance:
    """Leave paths out but for the bank's file name: a report is handed over."""
    bank = one_line(PurePath(question.source.path).name)
    pairs = (
        (words.say("Signature"), one_line(sheet.signature, 1000)),
        (words.say("Question"), one_line(question.id)),
        (words.say("Bank"), f"{bank}:{question.source.line}" if bank else ""),
        (words.say("Rubric"), rubric.hash),
    )
    return Provenance(
        title=words.say("Where this score comes from"),
        note=words.say(
            "The same signature and the same input give the same number. To repeat it, save the "
            "answer as answer.txt and run this with the same settings:"
        ),
        facts=tuple(Fact(label, value) for label, value in pairs if value),
        command=_command(sheet, question),
    )


def _command(sheet: Scoresheet, question: Question) -> str:
    """Say how to get the score again; the bundled bank and the full tier need no option."""
    bundled = {file.name for file in (resources.files("questions") / "banks").iterdir()}
    path = question.source.path
    bank = "" if path in bundled else one_line(PurePath(path).name)
    signed = dict(part.partition(":")[::2] for part in sheet.signature.split("|"))
    tier = signed.get("tier", "")
    parts = ["kaoguan", "grade", one_line(question.id), "answer.txt"]
    parts += ["--bank", bank] if bank else []
    parts += ["--tier", tier] if tier in ("words", "meaning") else []
    return shlex.join([*parts, *_judge_options(signed)])


def _judge_options(signed: Mapping[str, str]) -> list[str]:
    """The judges that had a say, as `--judge` takes them: a signature names them so."""
    judges = [name.partition(" (")[0] for name in signed.get("judge", "").split(", ")]
    options = [word for judge in judges if judge for word in ("--judge", one_line(judge))]
    if options and signed.get("when") == "always":
        options += ["--judge-when", "always"]
    samples = signed.get("samples", "")
    return options + (["--samples", samples] if options and samples.isdecimal() else [])


def _labels(words: Words) -> Labels:
    return Labels(
        point=words.say("Point"),
        state=words.say("State"),
        quotes=words.say("The answer says"),
        reason=words.say("Why"),
        decided_by=words.say("Decided by"),
        passage=words.say("The reference says"),
        doubt=words.say("Doubt about this point"),
        weight=words.say("Weight"),
        to_answer=words.say("Show in the answer"),
        to_point=words.say("Show the point"),
        colon=words.say(": "),
    )
