"""Evidence of every room, gathered under names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from grader.entailment import Logits
from grader.signals import Models, gather
from rubrics.glossary import bundled_glossary
from rubrics.model import KeyPoint

POINT = KeyPoint("k1", "MQA 所有 query 头共用一套 K/V", 3, (("MQA",), ("K/V",)))
MISTAKE = "MQA 每个 query 头独享一套 K/V"


class Parrot:
    """Says covered of a text that stands in the answer word for word, else missing."""

    name = "parrot"

    def judge(self, question: str, answer: str, points: Sequence[str]) -> Logits:
        rows = [[4.0, 0, 0, 0] if point in answer else [0, 0, 4.0, 0] for point in points]
        return np.array(rows, np.float32)


def signals(answer: str, point: KeyPoint, entailment: Parrot | None = None) -> dict[str, float]:
    models = Models("full" if entailment else "words", bundled_glossary(), None, entailment)
    (evidence,) = gather("MQA 是什么？", [point], answer, models, None)
    return dict(evidence.signals)


def test_words_only_without_models() -> None:
    seen = signals("MQA 里所有 query 头共用一套 K/V。", POINT)
    assert seen["keywords"] == 1.0
    assert "best" not in seen
    assert "covered" not in seen


def test_stating_a_typical_mistake_raises_contradiction() -> None:
    plain = signals(f"我认为{MISTAKE}。", POINT, Parrot())
    warned = signals(f"我认为{MISTAKE}。", replace(POINT, mistakes=(MISTAKE,)), Parrot())
    assert warned["contradicted"] > plain["contradicted"]


def test_a_mistake_that_is_not_made_changes_nothing() -> None:
    answer = f"{POINT.text}。"
    plain = signals(answer, POINT, Parrot())
    assert signals(answer, replace(POINT, mistakes=(MISTAKE,)), Parrot()) == plain


def test_an_answer_without_a_window_has_evidence_of_nothing() -> None:
    models = Models("words", bundled_glossary())
    (evidence,) = gather("？", [POINT], "……", models, None)
    assert evidence.quote is None
    assert evidence.signals["overlap"] == 0.0
