from pathlib import Path

import pytest

from grader.desk import Desk, make_desk
from grader.evidence.guards import guard
from grader.judging import JudgeOptions, make_judging
from grader.probes import (
    INJECTIONS,
    build_probes,
    change_numbers,
    deny,
    paraphrase,
    reverse_points,
    stuff,
    swap_roles,
)
from grader.trials import CHECKS, choose_questions, probe_judges, run_trial
from questions.library import bundled_bank
from rubrics.glossary import bundled_glossary
from rubrics.model import KeyPoint, Rubric
from tests.grader.judges.desk import QUESTION, RUBRIC
from tests.grader.judges.server import Asked, Server, Told, says, verdicts

OTHER = Rubric("x", (KeyPoint("k1", "TCP 三次握手确认双方收发能力"),))
NUMBERED = Rubric(
    "n",
    (
        KeyPoint("k1", "70B 的 Chinchilla 用 1400 亿 token", 3),
        KeyPoint("k2", "每个参数约 20 个 token，远好于 Gopher 的 1 个", 2),
        KeyPoint("k3", "BERT 用编码器，GPT 用解码器"),
        KeyPoint("k4", "Adam 比 SGD 多两份状态"),
    ),
)


def texts(rubric: Rubric) -> dict[str, str]:
    found = build_probes(QUESTION, rubric, OTHER, bundled_glossary())
    return {probe.kind: probe.text for probe in found if probe.kind != "injected"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("每个参数约 20 个 token", "每个参数约 61 个 token"),
        ("衰减到 0.5 倍", "衰减到 2.5 倍"),
        ("FP16 和 H100", "FP16 和 H100"),
        ("没有数字", "没有数字"),
    ],
)
def test_numbers_change_but_not_in_names(before: str, after: str) -> None:
    assert change_numbers(before) == after


def test_roles_are_swapped_wherever_the_names_stand() -> None:
    assert swap_roles("BERT 双向，GPT 单向，BERT 用 MLM") == "GPT 双向，BERT 单向，GPT 用 MLM"
    assert swap_roles("只有 BERT") == "只有 BERT"


def test_a_denial_turns_a_word_round_where_it_can() -> None:
    assert deny("方差随维度增大", "zh") == "方差随维度减小"
    assert deny("缓存 K 和 V", "zh").endswith("缓存 K 和 V")
    assert deny("梯度会消失", "zh") == "梯度不会消失"
    assert deny("每层都有残差", "zh") == "每层都没有残差"
    assert deny("Memory is bounded", "en") == "Memory is not bounded"
    assert deny("缓存 K 和 V", "zh") != "缓存 K 和 V"


def test_a_paraphrase_says_everything_in_another_order() -> None:
    said = paraphrase(["甲用 KV cache", "乙很快"], bundled_glossary(), "zh")
    assert said.index("乙很快") < said.index("甲用")


def test_probes_are_what_their_names_say() -> None:
    found = texts(NUMBERED)
    assert all(point.text in found["perfect"] for point in NUMBERED.points)
    assert found["half"] in found["padded"]
    assert len(found["half"]) < len(found["perfect"])
    assert "210B" in found["numbers"] or "4201" in found["numbers"]
    assert "GPT 用编码器" in found["roles"]
    assert found["pasted"] == QUESTION.title
    assert "TCP" in found["off-topic"]
    assert not {"numbers", "roles"} & set(texts(RUBRIC)) - {"roles"}


def test_there_are_ten_injections_and_the_guards_know_most() -> None:
    assert len(set(INJECTIONS)) == 10
    seen = [guard(f"大概和性能有关系吧。\n{text}", "题目", "").ignored for text in INJECTIONS]
    assert sum(map(bool, seen)) >= 8


def test_stuffed_terms_make_no_statement() -> None:
    said = stuff(NUMBERED.points, bundled_glossary(), "zh")
    assert "、" in said
    assert "Chinchilla" in said


def test_turned_points_are_the_same_points() -> None:
    assert reverse_points(RUBRIC).points == RUBRIC.points[::-1]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("KAOGUAN_JUDGE_CACHE", str(tmp_path / "replies.sqlite3"))
    return make_desk(bundled_bank(), tier="words")


def test_questions_are_spread_over_the_bank(desk: Desk) -> None:
    chosen = choose_questions(desk, 5)
    places = [desk.bank.questions.index(q) for q in chosen]
    assert places == sorted(places)
    assert places[-1] > len(desk.bank.questions) // 2
    assert len(choose_questions(desk, 10_000)) > 50


def test_the_words_tier_guards_but_cannot_tell_right_from_wrong(desk: Desk) -> None:
    trial = run_trial(desk, 4)
    passed = {finding.name for finding in trial.findings if finding.passed}
    assert {"blank", "perfect", "pasted", "off-topic", "injected"} <= passed
    assert not trial.passed
    assert [f.name for f in trial.findings] == [c.name for c in CHECKS]
    assert trial.means["blank"] == 0


def oracle(asked: Asked) -> Told:
    """Covers the points that stand in the answer word for word, and quotes them."""
    found = verdicts(asked, "missing")
    for item in found["verdicts"]:
        text = asked.points[item["id"]]
        if text.rstrip("。. ") in asked.answer and "相反" not in asked.answer:
            item |= {"state": "covered", "quotes": [text.rstrip("。. ")]}
    return says(found)


def test_an_honest_judge_mends_what_the_words_tier_cannot(desk: Desk) -> None:
    with Server(oracle) as server:
        desk.grader.judging = make_judging(JudgeOptions((f"m@{server.url}",), "always"))
        passed = {finding.name for finding in run_trial(desk, 3).findings if finding.passed}
    assert {"perfect", "half", "padded", "negated", "off-topic", "stuffed", "injected"} <= passed


def test_a_judge_that_minds_the_order_or_changes_its_mind_is_found_out(desk: Desk) -> None:
    def by_place(asked: Asked) -> Told:
        found = verdicts(asked)
        items = [i for i in found["verdicts"] if i["id"] != asked.canary]
        for item in items[len(items) // 2 :]:
            item |= {"state": "missing", "quotes": []}
        return says(found)

    with Server(oracle) as fair, Server(by_place) as biased:
        results = []
        for server in (fair, biased):
            judging = make_judging(JudgeOptions((f"m@{server.url}",), "always"))
            assert judging is not None
            results.append({f.name: f.passed for f in probe_judges(desk, judging, 3)})
    assert results[0] == {"position": True, "repeat": True}
    assert results[1] == {"position": False, "repeat": True}
