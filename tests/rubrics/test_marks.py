"""Score sheets go to JSON and come back as they were."""

from __future__ import annotations

import json

from rubrics.marks import CREDIT, Evidence, Failure, Mark, Scoresheet, State, from_json, to_json

SHEET = Scoresheet(
    question_id="q1",
    answer_id="a1",
    author="李雷",
    answer="每个头独享一套 K/V",
    score=66.5,
    band="good",
    marks=(
        Mark(
            "k1",
            "MHA 每个头独立",
            3,
            State.COVERED,
            {"covered": 0.9, "partial": 0.1, "missing": 0.0, "contradicted": 0.0},
            (Evidence(0, 5, "每个头独享"),),
            signals={"best": 0.8},
            decided_by="entailment",
        ),
        Mark("k2", "MQA", 1, State.UNSCORED, unsure=True),
    ),
    flags=("stuffed",),
    signature="tier:words",
    interval=(50.0, 80.0),
)


def test_round_trip_through_text() -> None:
    assert from_json(json.loads(json.dumps(to_json(SHEET)))) == SHEET


def test_a_failure_survives_and_no_score_stays_none() -> None:
    sheet = Scoresheet(
        "q", "a", "", "x", None, "unscored", (), failure=Failure("too-long", "…", "shorten")
    )
    assert from_json(to_json(sheet)) == sheet
    assert to_json(sheet)["score"] is None


def test_contradiction_earns_less_than_silence() -> None:
    assert (
        CREDIT[State.CONTRADICTED]
        < CREDIT[State.MISSING]
        < CREDIT[State.PARTIAL]
        < CREDIT[State.COVERED]
    )
