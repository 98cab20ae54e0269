"""Marks and score sheets: a rubric filled in. Made by `grader`, rendered by `reports`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rubrics.shapes import fault, mapping, number, one_of, text, whole

FORMAT_VERSION = "kaoguan-result/1"
"""History: /1 (0.1.0) first version."""


class State(StrEnum):
    """What an answer does with a key point. `UNSCORED`: nobody could say."""

    COVERED = "covered"
    PARTIAL = "partial"
    MISSING = "missing"
    CONTRADICTED = "contradicted"
    UNSCORED = "unscored"


SCORED_STATES = (State.COVERED, State.PARTIAL, State.MISSING, State.CONTRADICTED)

CREDIT: Mapping[State, float] = {
    State.COVERED: 1.0,
    State.PARTIAL: 0.5,
    State.MISSING: 0.0,
    State.CONTRADICTED: -0.2,
}
"""What share of its weight a point earns in each state. A contradiction costs more than silence:
-0.2 brings people's states nearest to people's scores (`benchmarks/credit.py`), and the program's
probabilities too (`training/calibrate.py` prints both on questions the network has not seen)."""

SHARPNESS = 1.5
"""The power that probabilities are raised to before they earn credit. With 1 every score is drawn
to the middle; 1.5 has the least mean error, over the three tiers together, on our own questions
that no fitting saw (`training/calibrate.py` prints it)."""


def expected_credit(probabilities: Mapping[str, float]) -> float:
    """Σ odds × CREDIT, in [-0.2, 1]: the odds are the probabilities of the states, by their names,
    to the power of SHARPNESS, brought back to a sum of 1. 0 for no probabilities.
    """
    odds = {state: p**SHARPNESS for state, p in probabilities.items()}
    total = sum(odds.values())
    return sum(p * CREDIT[State(s)] for s, p in odds.items()) / total if total else 0.0


GUARD_REASONS: Mapping[str, str] = {
    "blank": "the answer is blank",
    "dont-know": "the answer says that it does not know",
    "question-pasted": "the answer only repeats the question",
    "gibberish": "the answer is not language",
    "injection": "the answer only speaks to the grader",
}
"""Flags that make a score 0, and what is said then."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the answer that decide a point: `answer[start:end] == text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What one key point earned.

    `probabilities` has one number in [0, 1] per scored state, summing to 1, or is empty when
    unscored. `signals` are the raw values the state was made from. `decided_by` names the tier:
    "guard", "words", "meaning", "entailment", "judge" or "person". `unsure` means that the tier
    cannot call it.
    """

    point: str
    text: str
    weight: int
    state: State
    probabilities: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""
    signals: Mapping[str, float] = field(default_factory=dict)
    decided_by: str = ""
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no score: `kind` for programs, `message` and `hint` for people."""

    kind: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Scoresheet:
    """One answer marked against one rubric.

    `score` is in [0, 100], or None when nothing could be scored; `interval` is the 90 % range of
    the score given the state probabilities. `band` is one of "excellent", "good", "fair", "weak",
    "poor", or "unscored". `flags` name what the guards saw ("blank", "dont-know", "stuffed",
    "injection", …). `answer` is the text that evidence offsets count in.
    """

    question_id: str
    answer_id: str
    author: str
    answer: str
    score: float | None
    band: str
    marks: tuple[Mark, ...]
    flags: tuple[str, ...] = ()
    failure: Failure | None = None
    signature: str = ""
    interval: tuple[float, float] | None = None
    reason: str = ""


_POINT = {
    "id": str,
    "text": str,
    "weight": whole(1, 100),
    "state": one_of(*State),
    "probabilities": mapping(one_of(*SCORED_STATES), number(0, 1)),
    "evidence": [{"start": whole(0, 10**9), "end": whole(0, 10**9), "text": str}],
    "reason": str,
    "signals?": mapping(text, number(-1e9, 1e9)),
    "decided_by?": str,
    "unsure?": bool,
}
_RESULT = {
    "question_id": str,
    "answer_id": str,
    "author": str,
    "score": (None, number(0, 100)),
    "band": str,
    "interval?": (None, [number(0, 100)]),
    "reason?": str,
    "points": [_POINT],
    "flags": [str],
    "failure?": (None, {"kind": str, "message": str, "hint?": str}),
    "signature": str,
    "answer?": str,
}


def to_json(sheet: Scoresheet) -> dict[str, Any]:
    """The results line of the file contract, plus `answer`, `interval` and each mark's signals."""
    return {
        "format": FORMAT_VERSION,
        "question_id": sheet.question_id,
        "answer_id": sheet.answer_id,
        "author": sheet.author,
        "score": sheet.score,
        "band": sheet.band,
        "interval": list(sheet.interval) if sheet.interval else None,
        "reason": sheet.reason,
        "points": [_mark_to_json(mark) for mark in sheet.marks],
        "flags": list(sheet.flags),
        "failure": _failure_to_json(sheet.failure),
        "signature": sheet.signature,
        "answer": sheet.answer,
    }


def from_json(data: Mapping[str, Any]) -> Scoresheet:
    """Read what `to_json` wrote. Raises ValueError on anything else."""
    if wrong := fault(data, _RESULT, "the result"):
        raise ValueError(wrong)
    interval = data.get("interval")
    if interval and len(interval) != 2:
        raise ValueError("interval has two ends")
    return Scoresheet(
        question_id=data["question_id"],
        answer_id=data["answer_id"],
        author=data["author"],
        answer=data.get("answer", ""),
        score=data["score"],
        band=data["band"],
        marks=tuple(_mark_from_json(point) for point in data["points"]),
        flags=tuple(data["flags"]),
        failure=_failure_from_json(data.get("failure")),
        signature=data["signature"],
        interval=(interval[0], interval[1]) if interval else None,
        reason=data.get("reason", ""),
    )


def _failure_to_json(failure: Failure | None) -> dict[str, str] | None:
    if failure is None:
        return None
    return {"kind": failure.kind, "message": failure.message, "hint": failure.hint}


def _failure_from_json(data: Mapping[str, str] | None) -> Failure | None:
    return Failure(data["kind"], data["message"], data.get("hint", "")) if data else None


def _mark_to_json(mark: Mark) -> dict[str, Any]:
    return {
        "id": mark.point,
        "text": mark.text,
        "weight": mark.weight,
        "state": mark.state.value,
        "probabilities": dict(mark.probabilities),
        "evidence": [{"start": e.start, "end": e.end, "text": e.text} for e in mark.evidence],
        "reason": mark.reason,
        "signals": dict(mark.signals),
        "decided_by": mark.decided_by,
        "unsure": mark.unsure,
    }


def _mark_from_json(data: Mapping[str, Any]) -> Mark:
    return Mark(
        point=data["id"],
        text=data["text"],
        weight=data["weight"],
        state=State(data["state"]),
        probabilities=dict(data["probabilities"]),
        evidence=tuple(Evidence(e["start"], e["end"], e["text"]) for e in data["evidence"]),
        reason=data["reason"],
        signals=dict(data.get("signals", {})),
        decided_by=data.get("decided_by", ""),
        unsure=data.get("unsure", False),
    )
