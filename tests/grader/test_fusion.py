import hashlib
import json
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.fusion import bundled_likelihood, fuse
from grader.judges.ballots import Tally, Verdict
from rubrics.marks import SCORED_STATES, Evidence, Mark, State

QUOTE = Evidence(0, 2, "原文")
THEIRS = Evidence(3, 5, "引文")


def a_mark(
    *odds: float, state: State = State.MISSING, evidence: tuple[Evidence, ...] = (QUOTE,)
) -> Mark:
    named = dict(zip((s.value for s in SCORED_STATES), odds, strict=True))
    shown = () if state is State.MISSING else evidence
    return Mark(
        "k", "要点", 2, state, named, shown, "数字不同", {"best": 0.5}, "meaning", unsure=True
    )


def a_tally(state: State, votes: int = 1, agreement: float = 1.0) -> Tally:
    evidence = () if state in (State.MISSING, State.UNSCORED) else (THEIRS,)
    return Tally(Verdict("k", state, "评审说", evidence), votes, votes, agreement)


def test_an_unsure_mark_follows_the_judge() -> None:
    mark = fuse(a_mark(0.3, 0.3, 0.3, 0.1), a_tally(State.COVERED))
    assert mark.state is State.COVERED
    assert mark.decided_by == "judge"
    assert mark.evidence == (THEIRS,)
    assert mark.reason == "评审说"
    assert mark.signals == {"best": 0.5, "judge.votes": 1, "judge.agreement": 1, "judge.covered": 1}
    assert mark.probabilities["covered"] > 0.7
    assert not mark.unsure


def test_a_sure_mark_is_not_turned_by_one_word() -> None:
    mark = fuse(a_mark(0.01, 0.01, 0.97, 0.01), a_tally(State.COVERED))
    assert mark.state is State.MISSING
    assert mark.decided_by == "meaning"
    assert mark.unsure
    assert "the judge said covered" in mark.reason
    assert 0.5 < mark.probabilities["missing"] < 0.97


def test_many_who_agree_turn_it() -> None:
    sure = a_mark(0.01, 0.01, 0.97, 0.01)
    assert fuse(sure, a_tally(State.COVERED, 9)).state is State.COVERED
    assert fuse(sure, a_tally(State.COVERED, 2, 0.55)).state is State.MISSING


def test_no_verdict_changes_nothing_but_the_note() -> None:
    before = a_mark(0.6, 0.2, 0.1, 0.1, state=State.COVERED)
    after = fuse(before, Tally(Verdict("k", State.UNSCORED, "没有引文"), 0, 1, 0.0))
    assert (after.state, after.probabilities, after.evidence) == (
        before.state,
        before.probabilities,
        before.evidence,
    )
    assert after.reason == "数字不同; 没有引文"
    assert after.decided_by == "meaning"


def test_missing_shows_no_evidence() -> None:
    assert (
        fuse(a_mark(0.3, 0.3, 0.3, 0.1, state=State.COVERED), a_tally(State.MISSING)).evidence == ()
    )


odds = st.lists(st.floats(0, 1), min_size=4, max_size=4).filter(lambda v: sum(v) > 0.1)


@given(odds, st.sampled_from(SCORED_STATES), st.integers(1, 25), st.floats(0.51, 1))
def test_fused_marks_keep_their_promises(
    values: list[float], said: State, votes: int, agreement: float
) -> None:
    values = [v / sum(values) for v in values]
    mark = fuse(a_mark(*values), a_tally(said, votes, agreement))
    assert sum(mark.probabilities.values()) == pytest.approx(1, abs=1e-3)
    assert bool(mark.evidence) == (mark.state is not State.MISSING)
    assert (
        mark.probabilities[said.value] >= values[SCORED_STATES.index(said)] - 1e-3
    )  # it never loses by being said


def test_the_fitted_judge_is_right_most_often_in_every_state() -> None:
    table = bundled_likelihood().table
    assert set(table) == set(SCORED_STATES)
    for truth, row in table.items():
        assert set(row) == set(SCORED_STATES)
        assert sum(row.values()) == pytest.approx(1, abs=1e-3)
        assert max(row, key=lambda s: row[s]) is truth
        assert min(row.values()) > 0  # no word of a judge rules a state out


def test_the_table_says_where_it_comes_from_and_its_name_is_its_hash() -> None:
    text = files("grader.judges").joinpath("data/likelihood.json").read_text("utf-8")
    data = json.loads(text)
    raw = json.dumps(data["likelihood"], sort_keys=True)
    assert data["name"] == hashlib.sha256(raw.encode()).hexdigest()[:8] == bundled_likelihood().name
    assert Path(data["provenance"]["script"]).parts[0] == "training"
    assert 0 < data["provenance"]["error_rate"] < 0.5
