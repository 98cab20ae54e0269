"""The review: what people decide about marks and scores, and what then counts.

The program's mark is never changed. A verdict is added beside it, with author, time and reason;
the newest verdict on a point, or on a score, counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.scoring import band, score_marks
from grader.store import Store
from grader.store.plans import find_plan
from grader.store.sittings import Sitting, Turn, list_sittings, list_turns
from grader.store.snapshots import Snapshot, load_snapshot
from grader.store.values import new_id, now
from grader.store.verdicts import (
    RETRACTED,
    Note,
    Verdict,
    add_note,
    add_verdict,
    list_notes,
    list_verdicts,
)
from questions.errors import InputError
from rubrics.marks import CREDIT, SCORED_STATES, Mark, Scoresheet, State

RECOVERED_SHARE = 0.5
"""What a point is worth that was only said after a follow-up: half of what it gained."""
STATES = (*(s.value for s in SCORED_STATES), RETRACTED)


@dataclass(frozen=True, slots=True)
class Word:
    """Who decides, and why: neither may be empty."""

    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """A point that a follow-up asked about: its state in the answer and after the follow-up."""

    point: str
    text: str
    before: State
    after: State

    @property
    def is_recovered(self) -> bool:
        """Whether the follow-up brought it out."""
        return _better(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Ruling:
    """One question of one candidate with everything that was decided about it.

    `original` is the program's sheet of the main answer. `sheet` is what counts: follow-ups and
    verdicts worked in. `alone` is the score without follow-ups but with verdicts. `override` is the
    verdict on the score, None if nobody gave one. `verdicts` are all of them, oldest first.
    """

    turn: Turn
    snapshot: Snapshot
    original: Scoresheet
    sheet: Scoresheet
    alone: float | None
    followups: tuple[Turn, ...]
    recoveries: tuple[Recovery, ...]
    verdicts: tuple[Verdict, ...]
    override: Verdict | None

    @property
    def score(self) -> float | None:
        """The score that counts, in [0, 100], None when there is none."""
        return self.sheet.score


def rule_point(store: Store, turn: Turn, point: str, state: str, word: Word) -> Verdict:
    """Decide a point of a turn, or take decisions back (`state` "retracted").

    Raises InputError for an unknown point or state, and without author or reason.
    """
    known = [m.point for m in turn.sheet.marks] if turn.sheet else []
    if point not in known:
        raise InputError(f"no point is called {point!r}", hint=f"there are: {', '.join(known)}")
    if state not in STATES:
        raise InputError(f"no state is called {state!r}", hint=f"choose {', '.join(STATES)}")
    return _rule(
        store, Verdict(new_id(), turn.id, point, state, None, word.author, now(), word.reason)
    )


def rule_score(store: Store, turn: Turn, score: float | None, word: Word) -> Verdict:
    """Set the score of a question, or take that back (None). Raises InputError."""
    if score is not None and not 0 <= score <= 100:
        raise InputError(f"{score:g} is no score", hint="give a number from 0 to 100")
    state = RETRACTED if score is None else ""
    return _rule(
        store, Verdict(new_id(), turn.id, "", state, score, word.author, now(), word.reason)
    )


def write_note(
    store: Store, sitting: Sitting, author: str, text: str, turn: Turn | None = None
) -> Note:
    """Add a remark to a sitting or to a turn of it. Raises InputError when it says nothing."""
    if not text.strip() or not author.strip():
        raise InputError("a note needs an author and a text")
    note = Note(
        new_id(), sitting.id, turn.id if turn else None, author.strip(), now(), text.strip()
    )
    add_note(store, note)
    return note


def rulings(store: Store, sitting: Sitting) -> tuple[Ruling, ...]:
    """Every answered question of a sitting, in the order of the plan."""
    turns = [t for t in list_turns(store, sitting.id) if t.sheet is not None]
    said: dict[str, list[Verdict]] = {}
    for verdict in list_verdicts(store, sitting.id):
        said.setdefault(verdict.turn, []).append(verdict)
    mains = [t for t in turns if t.parent is None]
    return tuple(_ruling(store, t, [f for f in turns if f.parent == t.id], said) for t in mains)


def blind_queue(store: Store, plan: str) -> tuple[tuple[str, Sitting, Turn], ...]:
    """Main answers of a finished plan question by question: (alias, sitting, turn).

    The order of candidates within a question follows the ids of their turns hashed, so that nobody
    is always first; aliases are A, B, C … per candidate, in an order that says nothing either.
    """
    found = find_plan(store, plan)
    seats = list_sittings(store, found.id)
    hidden = sorted(seats, key=lambda s: _scramble(s.id))
    aliases = {s.id: _alias(i) for i, s in enumerate(hidden)}
    entries = [
        (t.item, _scramble(t.id), (aliases[s.id], s, t))
        for s in seats
        for t in list_turns(store, s.id)
        if t.sheet is not None and t.parent is None
    ]
    return tuple(entry for _, _, entry in sorted(entries, key=lambda e: e[:2]))


def labels(store: Store, sittings: Iterable[Sitting]) -> list[dict[str, str]]:
    """Verdicts as `agree` reads ratings: answer_id, score, rater, point, state."""
    rows = []
    for sitting in sittings:
        for verdict in _standing(list_verdicts(store, sitting.id)).values():
            score = "" if verdict.score is None else f"{verdict.score:g}"
            rows.append(
                {
                    "answer_id": verdict.turn,
                    "score": score,
                    "rater": verdict.author,
                    "point": verdict.point,
                    "state": verdict.state,
                }
            )
    return rows


def notes_of(store: Store, sitting: Sitting) -> tuple[Note, ...]:
    """All remarks about a sitting, oldest first."""
    return list_notes(store, sitting.id)


def _rule(store: Store, verdict: Verdict) -> Verdict:
    if not verdict.author.strip() or not verdict.reason.strip():
        raise InputError(
            "a verdict needs an author and a reason", hint="give --author and --reason"
        )
    kept = replace(verdict, author=verdict.author.strip(), reason=verdict.reason.strip())
    add_verdict(store, kept)
    return kept


def _standing(said: Iterable[Verdict]) -> dict[tuple[str, str], Verdict]:
    """The newest verdict on each point and score, without those taken back."""
    newest = {(v.turn, v.point): v for v in said}
    return {key: v for key, v in newest.items() if v.state != RETRACTED}


def _ruling(
    store: Store, turn: Turn, followups: Sequence[Turn], said: Mapping[str, list[Verdict]]
) -> Ruling:
    original = turn.sheet
    if original is None:
        raise ValueError(turn.id)
    mine = said.get(turn.id, [])
    standing = _standing([*mine, *(v for f in followups for v in said.get(f.id, []))])
    marks = _decided(original.marks, turn.id, standing)
    recoveries: list[Recovery] = []
    blended = {m.point: m for m in marks}
    for followup in followups:
        for after in _decided(
            followup.sheet.marks if followup.sheet else (), followup.id, standing
        ):
            before = blended.get(after.point)
            if before is not None and State.UNSCORED not in (before.state, after.state):
                recoveries.append(Recovery(after.point, after.text, before.state, after.state))
                blended[after.point] = _blend(before, after)
    override = standing.get((turn.id, ""))
    sheet = _sheet(
        original, tuple(blended.values()), override, changed=bool(standing) or bool(recoveries)
    )
    return Ruling(
        turn, load_snapshot(store, turn.snapshot), original, sheet,
        _score(original, marks) if standing or recoveries else original.score,
        tuple(followups), tuple(recoveries), tuple(mine), override,
    )  # fmt: skip


def _sheet(
    original: Scoresheet, marks: tuple[Mark, ...], override: Verdict | None, *, changed: bool
) -> Scoresheet:
    if not changed:
        return original
    score = override.score if override is not None else _score(original, marks)
    reason = override.reason if override is not None else original.reason
    return replace(
        original, marks=marks, score=score, band=band(score), interval=None, reason=reason
    )


def _score(original: Scoresheet, marks: Sequence[Mark]) -> float | None:
    return score_marks(marks) if marks else original.score


def _decided(
    marks: Sequence[Mark], turn: str, standing: Mapping[tuple[str, str], Verdict]
) -> tuple[Mark, ...]:
    """The marks with people's verdicts in the place of the program's."""
    return tuple(_by_person(m, standing.get((turn, m.point))) for m in marks)


def _by_person(mark: Mark, verdict: Verdict | None) -> Mark:
    if verdict is None:
        return mark
    state = State(verdict.state)
    sure = {s.value: float(s is state) for s in SCORED_STATES}
    reason = f"{verdict.author}: {verdict.reason}"
    return replace(
        mark, state=state, probabilities=sure, reason=reason, decided_by="person", unsure=False
    )


def _blend(before: Mark, after: Mark) -> Mark:
    """Half of what a follow-up gained counts, all of what it got wrong; a person's word stays."""
    if before.decided_by == "person":
        return before
    if after.state is State.CONTRADICTED:
        return replace(before, probabilities=after.probabilities, state=after.state)
    if not _better(after.state, before.state):
        return before
    old, new = before.probabilities, after.probabilities
    mixed = {
        s.value: (1 - RECOVERED_SHARE) * old.get(s.value, 0.0)
        + RECOVERED_SHARE * new.get(s.value, 0.0)
        for s in SCORED_STATES
    }
    return replace(before, probabilities=mixed, state=State.PARTIAL)


def _better(one: State, other: State) -> bool:
    return CREDIT.get(one, 0.0) > CREDIT.get(other, 0.0)


def _scramble(identity: str) -> str:
    from hashlib import sha256

    return sha256(identity.encode()).hexdigest()


def _alias(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else f"A{number}"
