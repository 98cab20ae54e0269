"""Scorecards put together from what is stored: the data that `reports.interviews` shows."""

from __future__ import annotations

from collections.abc import Iterable

from grader.interview.review import Ruling, rulings
from grader.store import Store
from grader.store.plans import find_plan
from grader.store.sittings import Sitting
from grader.store.verdicts import RETRACTED, Verdict, list_notes
from rubrics.marks import Mark
from rubrics.scorecards import WHOLE, Asked, Change, PointLine, Scorecard


def make_scorecard(store: Store, sitting: Sitting, alias: str = "") -> Scorecard:
    """Everything about one sitting; `alias` stands for the name in a blind review."""
    found = rulings(store, sitting)
    plan = find_plan(store, sitting.plan)
    notes = list_notes(store, sitting.id)
    said: dict[str | None, list[str]] = {}
    for note in notes:
        said.setdefault(note.turn, []).append(f"{note.author}: {note.text}")
    signatures = (r.original.signature for r in found)
    return Scorecard(
        candidate=alias or sitting.candidate, plan=plan.name, started=sitting.started,
        finished=sitting.finished, planned=len(plan.items),
        questions=tuple(_asked(r, tuple(said.get(r.turn.id, ()))) for r in found),
        changes=tuple(sorted((c for r in found for c in _changes(r)), key=lambda c: c.at)),
        notes=tuple(said.get(None, ())), signatures=tuple(dict.fromkeys(signatures)),
    )  # fmt: skip


def _asked(ruling: Ruling, notes: tuple[str, ...]) -> Asked:
    original, sheet = ruling.original, ruling.sheet
    before = {m.point: m for m in original.marks}
    helped = {r.point for r in ruling.recoveries if r.is_recovered}
    word = ruling.override
    return Asked(
        title=ruling.snapshot.question.title, answer=original.answer, seconds=ruling.turn.seconds,
        allowed=ruling.turn.allowed, original=original.score, score=sheet.score,
        band=sheet.band,
        points=tuple(_point(m, before[m.point], helped, ruling.verdicts) for m in sheet.marks),
        followups=tuple((t.prompt, t.sheet.answer if t.sheet else "") for t in ruling.followups),
        recovered=len(helped), override=f"{word.author}: {word.reason}" if word else "",
        notes=notes, flags=original.flags,
        failure=original.failure.message if original.failure else "",
    )  # fmt: skip


def _point(mark: Mark, before: Mark, helped: set[str], verdicts: Iterable[Verdict]) -> PointLine:
    word = next((v for v in reversed(list(verdicts)) if v.point == mark.point), None)
    by_person = mark.decided_by == "person" and word is not None and word.state != RETRACTED
    by = word.author if by_person and word else "followup" if mark.point in helped else ""
    quote = " … ".join(e.text for e in before.evidence)
    reason = word.reason if by_person and word else ""
    return PointLine(
        mark.text, mark.weight, before.state.value, mark.state.value, quote, by, reason
    )


def _changes(ruling: Ruling) -> Iterable[Change]:
    """Each verdict with what counted before it."""
    states = {m.point: m.state.value for m in ruling.original.marks}
    texts = {m.point: m.text for m in ruling.original.marks}
    first = dict(states)
    score = ruling.original.score
    for verdict in ruling.verdicts:
        if verdict.point:
            after = first[verdict.point] if verdict.state == RETRACTED else verdict.state
            what, before = texts[verdict.point], states[verdict.point]
            states[verdict.point] = after
        else:
            before, what = _figure(score), WHOLE
            score = ruling.original.score if verdict.score is None else verdict.score
            after = _figure(score)
        title = ruling.snapshot.question.title
        yield Change(verdict.at, verdict.author, title, what, before, after, verdict.reason)


def _figure(score: float | None) -> str:
    return "–" if score is None else f"{score:.1f}"
