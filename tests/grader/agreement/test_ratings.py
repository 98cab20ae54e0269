"""What people said, read and put beside a run."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from grader.agreement.accord import columns, confusion, match, rating_matrix
from grader.agreement.ratings import read_ratings
from grader.agreement.refit import refit
from grader.calibration import Calibration, TierModel, read_calibration
from questions.errors import InputError
from rubrics.marks import SCORED_STATES, Evidence, Mark, Scoresheet, State
from rubrics.runs import Row


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def sheet(answer: str, score: float | None, *states: str, question: str = "q1") -> Row:
    marks = tuple(
        Mark(
            f"k{i}", f"point {i}", 2, State(s), {}, (Evidence(0, 1, "x"),), signals={"s": float(i)}
        )
        for i, s in enumerate(states, 1)
    )
    return Row(Scoresheet(question, answer, "w", "x", score, "fair", marks), "Title")


def test_scores_of_several_people_on_their_own_scale(tmp_path: Path) -> None:
    path = write(tmp_path / "h.csv", "answer_id,rater,score\na1,ann,4\na1,bob,5\na2,ann,0\n")
    found = read_ratings(path, top=5)
    assert found.scores == {"ann": {"a1": 80.0, "a2": 0.0}, "bob": {"a1": 100.0}}
    assert (found.mean("a1"), found.mean("a2"), found.mean("a3")) == (90.0, 0.0, None)


def test_states_of_points_by_majority(tmp_path: Path) -> None:
    path = write(
        tmp_path / "h.csv",
        "answer_id,rater,point,state\n"
        "a1,ann,k1,covered\na1,bob,k1,Covered\na1,eve,k1,missing\na1,ann,k2,covered\na1,bob,k2,missing\n",
    )
    found = read_ratings(path)
    assert (found.state("a1", "k1"), found.state("a1", "k2"), found.state("a1", "k3")) == (
        State.COVERED,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "id,mark\n1,2\n",
            r"h.csv:1: the columns answer_id and score are missing \(.*found: id, mark",
        ),
        ("answer_id,score\na1,many\n", r"h.csv:2: the score 'many' is no number"),
        (
            "answer_id,score\na1,50\na2,101\n",
            r"h.csv:3: the score 101 is not between 0 and 100 \(--scale",
        ),
        ("answer_id,score\n,50\n", r"h.csv:2: the row has no answer_id"),
        ("answer_id,point,state\na1,k1,good\n", r"h.csv:2: 'good' is no state \(one of covered"),
        ("answer_id,score\n", r"h.csv: holds no ratings"),
    ],
)
def test_what_is_not_understood_is_named_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        read_ratings(write(tmp_path / "h.csv", text))


def test_matched_by_answer_id(tmp_path: Path) -> None:
    path = write(
        tmp_path / "h.csv",
        "answer_id,rater,score,point,state\na1,ann,50,,\na1,bob,70,,\na2,ann,20,,\na9,ann,10,,\na3,ann,90,,\n"
        "a1,ann,,k1,missing\na1,ann,,k2,covered\n",
    )
    rows = [
        sheet("a1", 55.0, "covered", "covered"),
        sheet("a2", 10.0, "missing"),
        sheet("a3", None),
        sheet("a4", 1.0),
    ]
    found = match(rows, read_ratings(path))
    assert (found.missing, found.unscored) == (1, 1)
    assert columns(found) == ([55.0, 10.0], [60.0, 20.0], ["q1", "q1"])
    assert np.array_equal(
        rating_matrix(found, with_grader=True),
        np.array([[50, 20], [70, np.nan], [55, 10]]),
        equal_nan=True,
    )
    counts = confusion(found)
    assert counts[0].tolist() == [1, 0, 1, 0]
    assert counts.sum() == 2


def test_two_answers_with_one_id_are_refused(tmp_path: Path) -> None:
    ratings = read_ratings(write(tmp_path / "h.csv", "answer_id,score\na1,5\n"))
    with pytest.raises(InputError, match="two answers of the run have the id 'a1'"):
        match([sheet("a1", 5.0), sheet("a1", 6.0)], ratings)


def _world(people_see: float) -> tuple[list[Row], str]:
    """A grader that says covered whenever s > 0, and people who want s > `people_see`."""
    chance = random.Random(1)
    rows, text = [], "answer_id,point,state\n"
    for i in range(300):
        value = chance.uniform(-3, 3)
        state = State.COVERED if value > 0 else State.MISSING
        mark = Mark("k1", "p", 2, state, {}, (), signals={"s": value})
        rows.append(Row(Scoresheet(f"q{i % 30}", f"a{i}", "", "x", 50.0, "fair", (mark,))))
        text += f"a{i},k1,{'covered' if value > people_see else 'missing'}\n"
    return rows, text


@pytest.fixture
def base() -> Calibration:
    """Logits (s, -9, -s, -9): covered above 0, missing below."""
    model = TierModel(
        ("s",),
        np.zeros(1),
        np.ones(1),
        np.array([[1.0], [0], [-1.0], [0]]),
        np.array([0.0, -9, 0, -9]),
        0.5,
    )
    return Calibration("base", {"words": model})


def test_a_calibration_of_ones_own_learns_a_stricter_eye(tmp_path: Path, base: Calibration) -> None:
    rows, text = _world(people_see=1.0)
    fitted = refit(match(rows, read_ratings(write(tmp_path / "h.csv", text))), "words", base)
    assert fitted.before < 0.9
    assert fitted.after > 0.95
    assert fitted.fitted + fitted.judged == 300
    read = read_calibration(json.dumps(dict(fitted.data)))
    assert read.name.startswith("own-")
    odds = read.tiers["words"].probabilities([{"s": 0.3}, {"s": 2.0}])
    assert [SCORED_STATES[i] for i in odds.argmax(axis=1)] == [State.MISSING, State.COVERED]


def test_people_who_agree_change_little(tmp_path: Path, base: Calibration) -> None:
    rows, text = _world(people_see=0.0)
    fitted = refit(match(rows, read_ratings(write(tmp_path / "h.csv", text))), "words", base)
    assert fitted.after >= fitted.before - 0.02


def test_too_few_rated_points_fit_nothing(tmp_path: Path, base: Calibration) -> None:
    rows, text = _world(people_see=0.0)
    few = "\n".join(text.splitlines()[:30])
    with pytest.raises(InputError, match="a calibration needs 40 rated points in each half"):
        refit(match(rows, read_ratings(write(tmp_path / "h.csv", few))), "words", base)
