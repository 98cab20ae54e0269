"""Every note about a judge that can stand on a sheet is said in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from grader.fusion import fuse
from grader.judges.ballots import Tally, Verdict
from grader.judges.budget import Budget
from grader.judges.pacing import Pace
from grader.judges.panel import count_votes
from reports.reasons import JUDGE_REASONS, say_reason
from reports.words import Words
from rubrics.marks import Mark, State
from tests.grader.judges.desk import FAST, a_case, a_job, a_judge, review
from tests.grader.judges.server import Asked, Script, Server, Told, refuses, says, verdicts

ZH, EN = Words("zh"), Words("en")


def spoilt(**change: object) -> Script:
    """Good verdicts but for the first point, which is changed so."""

    def script(asked: Asked) -> Told:
        found = verdicts(asked)
        next(i for i in found["verdicts"] if i["id"] != asked.canary).update(change)
        return says(found)

    return script


def twice(asked: Asked) -> Told:
    found = verdicts(asked)
    return says({"verdicts": [*found["verdicts"], found["verdicts"][-2], found["verdicts"][0]]})


def misled(asked: Asked) -> Told:
    items = verdicts(asked)["verdicts"]
    met = [{**item, "state": "covered", "quotes": [asked.answer[:6]]} for item in items]
    return says({"verdicts": met})


def without_canary(asked: Asked) -> Told:
    items = verdicts(asked)["verdicts"]
    return says({"verdicts": [item for item in items if item["id"] != asked.canary]})


SCRIPTS: dict[str, Script] = {
    "the judge left this point out": spoilt(id="p99"),
    "the judge gave a state that is not one of the four": spoilt(state="great"),
    "the judge quoted words that are not in the answer": spoilt(quotes=["没说过"]),
    "the judge gave no quote": spoilt(quotes=[]),
    "the judge called a control point met, so its verdicts do not count": misled,
    "the reply holds no verdicts": lambda _: says("…"),
    "the reply leaves the control point out": without_canary,
    "the reply is no chat completion": lambda _: Told(b"<html>"),
    "the request is refused: {said}": lambda _: refuses("computer says no; always"),
    "no full reply within {seconds} s": lambda _: says({}, fault="trickle"),
    "{judge} did not reply in time ({error})": lambda _: Told(fault="hang"),
    "no connection to {judge} ({error})": lambda _: Told(fault="reset"),
    "{judge} refuses this text: {said}": lambda _: refuses("content_filter"),
    "{judge} answered {status}: {said}": lambda _: refuses("oops: {x}", 500),
}


def reasons(sheets: Sequence[Sequence[Mark]]) -> set[str]:
    return {mark.reason for marks in sheets for mark in marks if mark.reason}


SLOW = {
    "no full reply within {seconds} s": replace(FAST, total=0.3, attempts=1),
    "{judge} did not reply in time ({error})": replace(FAST, read=0.2, attempts=1),
}


def asked_of(script: Script, pace: Pace = FAST) -> set[str]:
    with Server(script) as server:
        found = review([a_judge(server.url, pace=pace)], a_job())
    return reasons([f.sheet.marks for f in found])


def overruled() -> set[str]:
    sure = {"covered": 0.01, "partial": 0.01, "missing": 0.97, "contradicted": 0.01}
    mark = Mark("k", "要点", 2, State.MISSING, sure)
    tally = Tally(Verdict("k", State.COVERED, "因为"), 1, 1, 1.0)
    return {fuse(mark, tally).reason}


def divided() -> set[str]:
    with Server() as one, Server(lambda a: says(verdicts(a, "missing"))) as two:
        found = review([a_judge(one.url), a_judge(two.url)], a_job())
    return reasons([f.sheet.marks for f in found])


def nobody() -> set[str]:
    return {tally.verdict.reason for tally in count_votes(a_case(), []).tallies.values()}


def down() -> set[str]:
    jobs = [a_job(f"第 {n} 个回答：K 和 V 存下来就不用重算。") for n in range(30)]
    with Server(lambda _: refuses("oops", 500)) as server:
        found = review([a_judge(server.url, pace=replace(FAST, attempts=1))], *jobs)
    return reasons([found[-1].sheet.marks])


def spent(budget: Budget) -> set[str]:
    with Server() as server:
        return reasons(
            [f.sheet.marks for f in review([a_judge(server.url, budget=budget)], a_job())]
        )


SITUATIONS: dict[str, Callable[[], set[str]]] = {
    "the judge gave this point more than one verdict": lambda: asked_of(twice),
    "the judge said {state}, which did not outweigh this": overruled,
    "no majority of the {count} judges asked: {states}": divided,
    "nobody was asked": nobody,
    "{count} calls to {judge} failed one after the other": down,
    "the limit of {count} calls is reached": lambda: spent(Budget(most_calls=0)),
    "the limit of ${dollars} is reached": lambda: spent(Budget(most_cost=0.0)),
}


def test_no_note_is_forgotten() -> None:
    assert {*SCRIPTS, *SITUATIONS} == set(JUDGE_REASONS)


@pytest.mark.parametrize("message", JUDGE_REASONS)
def test_a_note_of_the_program_is_translated(message: str) -> None:
    script = SCRIPTS.get(message)
    found = asked_of(script, SLOW.get(message, FAST)) if script else SITUATIONS[message]()
    notes = {text for text in found if _matches(message, text)}
    assert notes, found
    for note in notes:
        said = say_reason(note, ZH)
        assert re.search("[\u4e00-\u9fff]", said), said
        assert not re.search(r"\b(the|judge|covered|missing)\b", said), said
        assert "{" not in said.replace("{x}", "")


def _matches(message: str, text: str) -> bool:
    pieces = re.split(r"\{\w+\}", message)
    return bool(re.search(".+".join(map(re.escape, pieces)), text))


def test_states_are_called_as_everywhere_on_the_page() -> None:
    note = "no majority of the 3 judges asked: 1 covered, 1 missing"
    assert say_reason(note, ZH).endswith("1 答到, 1 没答到")
    assert say_reason(note, EN) == "no majority of the 3 judges asked: 1 Covered, 1 Missing"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "128 ≠ 64; 8 ≠ 4",
        "评审自己的话; the judge is right",
        "it answered 5: nothing",
        "m@h answered x: y",
    ],
)
def test_what_others_wrote_stays_as_it_is(text: str) -> None:
    assert say_reason(text, ZH) == text


def test_a_note_behind_an_offline_reason_is_found() -> None:
    said = say_reason("128 ≠ 64; the judge gave no quote", ZH)
    assert said.startswith("128 ≠ 64; ")
    assert "gave" not in said
