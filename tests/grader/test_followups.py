"""Follow-ups ask, and never tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.followups import Followup, propose
from grader.leaks import leaked
from questions.library import bundled_bank
from questions.model import Question, Source
from rubrics.files import bundled_rubrics
from rubrics.glossary import bundled_glossary
from rubrics.keywords import derive_keywords
from rubrics.marks import Evidence, Mark, Scoresheet, State
from rubrics.model import KeyPoint, Rubric
from rubrics.terms import mentions
from rubrics.text import folded

QUESTION = Question("q", "GQA 和 MHA 有什么区别？", Source("bank.md", 1), answer="…")
POINTS = (
    KeyPoint(
        "k1", "GQA 把查询头分组，组内共享一套 K、V", 3, (("GQA",), ("分组", "group"), ("共享",))
    ),
    KeyPoint("k2", "KV 缓存变小，解码时读显存更少", 2, (("KV 缓存", "KV cache"), ("显存", "HBM"))),
)
RUBRIC = Rubric("q", POINTS)


def sheet(*states: State, answer: str = "都是注意力。") -> Scoresheet:
    marks = tuple(
        Mark(
            p.id,
            p.text,
            p.weight,
            s,
            evidence=(Evidence(0, 5, answer[:5]),) if s is not State.MISSING else (),
        )
        for p, s in zip(POINTS, states, strict=True)
    )
    return Scoresheet("q", "a", "me", answer, 30.0, "weak", marks)


@pytest.mark.parametrize(
    "prompt",
    [
        "组内是不是共享 K、V？",
        "它怎样把头 group 起来？",
        "KV cache 会怎样？",
        "对显存有什么影响？",
        "查询头和组内一套 K V 是什么关系？",
    ],
)
def test_the_guard_sees_terms_other_names_and_paraphrase(prompt: str) -> None:
    assert leaked(prompt, POINTS, QUESTION.title)


def test_what_the_question_or_the_candidate_said_is_no_leak() -> None:
    assert not leaked("关于「GQA」，还有什么？", POINTS, QUESTION.title)
    assert leaked("你说到显存，为什么？", POINTS, QUESTION.title)
    assert not leaked("你说到显存，为什么？", POINTS, QUESTION.title + "\n显存会变。")


def test_what_is_wrong_is_asked_about_first_in_the_candidate_s_own_words() -> None:
    chosen = propose(
        QUESTION, RUBRIC, sheet(State.MISSING, State.CONTRADICTED, answer="缓存会变大。")
    )
    assert chosen is not None
    assert chosen.points == ("k2",)
    assert "缓存会变大" in chosen.prompt


def test_nothing_is_asked_when_nothing_is_open_or_all_was_asked() -> None:
    assert propose(QUESTION, RUBRIC, sheet(State.COVERED, State.COVERED)) is None
    asked = [Followup("?", ("k1", "k2"), "rubric")]
    assert propose(QUESTION, RUBRIC, sheet(State.MISSING, State.MISSING), asked) is None
    assert (
        propose(QUESTION, RUBRIC, replace(sheet(State.MISSING, State.MISSING), score=None)) is None
    )


def test_a_follow_up_of_the_bank_is_used_unless_it_tells() -> None:
    telling = replace(
        QUESTION, followups=("为什么共享 K、V 能省显存？", "换成 GQA 后解码时会怎样？")
    )
    chosen = propose(telling, RUBRIC, sheet(State.COVERED, State.MISSING))
    assert chosen == Followup("换成 GQA 后解码时会怎样？", ("k2",), "bank")


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("那你能再展开说说 GQA 吗？", "model"),
        ("是不是共享了 K、V？", "rubric"),
        ("", "rubric"),
        ("问" * 400, "rubric"),
    ],
)
def test_a_model_s_words_pass_the_same_guard(said: str, source: str) -> None:
    chosen = propose(QUESTION, RUBRIC, sheet(State.MISSING, State.COVERED), rephrase=lambda _: said)
    assert chosen is not None
    assert chosen.source == source


def test_no_follow_up_to_the_bundled_bank_gives_a_term_away() -> None:
    """Every point of every bundled rubric, missing: the follow-up names none of its terms."""
    rubrics = {folded(r.question): r for r in bundled_rubrics()}
    asked = 0
    for question in bundled_bank().questions:
        rubric = rubrics.get(folded(question.id)) or rubrics.get(folded(question.title))
        if rubric is None:
            continue
        for point in rubric.points:
            mark = Mark(point.id, point.text, point.weight, State.MISSING)
            empty = Scoresheet(question.id, "a", "me", "不太清楚。", 0.0, "poor", (mark,))
            chosen = propose(question, rubric, empty)
            assert chosen is not None
            terms = (*point.keywords, *derive_keywords(point.text, bundled_glossary()))
            told = [
                t for t in terms if mentions(chosen.prompt, t) and not mentions(question.title, t)
            ]
            assert told == [], chosen.prompt
            asked += 1
    assert asked > 300
