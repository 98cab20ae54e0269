"""Follow-up questions: what to ask next about a point that an answer left open or said wrong.

They are made offline from the bank and the rubric. The leak guard reads each one before anybody
else does; a model may put one in other words, and is read by the same guard.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from grader.leaks import leaked
from questions.model import Question
from rubrics.marks import Mark, Scoresheet, State
from rubrics.model import KeyPoint, Rubric
from rubrics.terms import mentions
from rubrics.text import grams, language

Rephrase = Callable[[str], str]
"""From a follow-up to the same in other words. It may fail: it then returns ""."""

_OPEN = (State.CONTRADICTED, State.MISSING, State.PARTIAL)
_LONGEST_QUOTE = 60
_LONGEST_PROMPT = 300

WORDING = {
    "zh": {
        "wrong": "你刚才说「{quote}」。你确定吗？请重新想一想，说说理由。",
        "partial": "你提到「{quote}」。能讲得更具体一些吗：是怎么做到的，为什么？",
        "subject": "关于「{subject}」，还有重要的一点没有讲到，请补充。",
        "aspect": "从{aspect}的角度，还有什么要补充的？",
        "open": "还有一个重要的方面没有讲到，请想一想再补充。",
    },
    "en": {
        "wrong": "You said “{quote}”. Are you sure? Think again and say why.",
        "partial": "You mentioned “{quote}”. Can you be more specific: how does it work, and why?",
        "subject": "Something important about “{subject}” is still missing. What is it?",
        "aspect": "What would you add from the point of view of {aspect}?",
        "open": "One important side is still missing. Think again: what would you add?",
    },
}
ASPECTS = (
    (r"缺点|代价|局限|不足|风险|drawback|cost of|limitation", "代价与局限", "its costs and limits"),
    (r"适用|场景|常用于|选择|when to|suited|used for", "适用场景", "when to use it"),
    (r"步骤|首先|其次|最后|流程|first|then|finally|step", "具体步骤", "the steps"),
    (
        r"显存|内存|带宽|缓存|延迟|吞吐|复杂度|memory|bandwidth|latency|throughput|complexity",
        "资源开销",
        "the resources it takes",
    ),
    (r"公式|等于|之比|之差|sigmoid|log|formula|equals", "公式与计算", "the formula"),
    (r"因为|原因|所以|避免|防止|because|reason|avoid|prevent", "原因", "the reasons"),
    (r"评估|指标|准确率|实验|metric|accuracy|evaluat", "效果与评估", "how results are measured"),
    (r"(?<![A-Za-z-])\d{2,}|\d%|倍", "数量级", "orders of magnitude"),
    (r"例如|比如|如 |e\.g\.|for example|such as", "具体例子", "a concrete example"),
)
"""What a point speaks about, by the words in it; the first that gives nothing away is used."""


@dataclass(frozen=True, slots=True)
class Followup:
    """A question after the answer. `points` are the ids it aims at, `source` is "bank", "rubric" or
    "model".
    """

    prompt: str
    points: tuple[str, ...]
    source: str


def propose(
    question: Question,
    rubric: Rubric,
    sheet: Scoresheet,
    asked: Sequence[Followup] = (),
    rephrase: Rephrase | None = None,
) -> Followup | None:
    """The next follow-up to an answer, None when no open point is left to ask about.

    What is wrong comes first, then what weighs most. `asked` were asked before and are not asked
    again, nor are their points.
    """
    done = {point for followup in asked for point in followup.points}
    still = [m for m in sheet.marks if m.state in _OPEN and m.point not in done]
    if not still or sheet.score is None:
        return None
    known = f"{question.title}\n{sheet.answer}"
    chosen = _from_bank(question, rubric, still, known, asked) or _from_rubric(
        question, rubric, still, known
    )
    return _reworded(chosen, rubric, known, rephrase)


def tongue_of(question: Question) -> str:
    """The language to ask in: "en" for an English question, else "zh"."""
    return "en" if language(question.title) == "en" else "zh"


def aspects(point: KeyPoint, question: Question) -> Iterator[str]:
    """What a point speaks about, in the question's language, without saying what it says."""
    for pattern, chinese, english in ASPECTS:
        if re.search(pattern, point.text, re.IGNORECASE):
            yield english if tongue_of(question) == "en" else chinese


def _from_bank(
    question: Question, rubric: Rubric, still: Sequence[Mark], known: str, asked: Sequence[Followup]
) -> Followup | None:
    """The first follow-up of the bank that gives nothing away and speaks of an open point."""
    before = {followup.prompt for followup in asked}
    for prompt in question.followups:
        if prompt in before or leaked(prompt, rubric.points, known):
            continue
        new = grams(prompt) - grams(question.title)
        near = tuple(m.point for m in still if new & grams(m.text))
        if near:
            return Followup(prompt, near, "bank")
    return None


def _from_rubric(question: Question, rubric: Rubric, still: Sequence[Mark], known: str) -> Followup:
    """Ask about the gravest point in the most telling words that the guard lets pass."""
    mark = min(still, key=_gravity)
    point = next(
        (p for p in rubric.points if p.id == mark.point),
        KeyPoint(mark.point, mark.text, mark.weight),
    )
    prompts = [*_wordings(mark, point, known, question), WORDING[tongue_of(question)]["open"]]
    safe = next((p for p in prompts if not leaked(p, rubric.points, known)), prompts[-1])
    return Followup(safe, (mark.point,), "rubric")


def _gravity(mark: Mark) -> tuple[bool, int, int]:
    return mark.state is not State.CONTRADICTED, -mark.weight, _OPEN.index(mark.state)


def _wordings(mark: Mark, point: KeyPoint, known: str, question: Question) -> Iterator[str]:
    words = WORDING[tongue_of(question)]
    quote = _short(mark.evidence[0].text) if mark.evidence else ""
    if mark.state is State.CONTRADICTED and quote:
        yield words["wrong"].format(quote=quote)
    if mark.state is State.PARTIAL and quote:
        yield words["partial"].format(quote=quote)
    for names in point.keywords:
        if mentions(known, names):
            subject = next(name for name in names if mentions(known, (name,)))
            yield words["subject"].format(subject=subject)
    for aspect in aspects(point, question):
        yield words["aspect"].format(aspect=aspect)


def _short(quote: str) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"


def _reworded(chosen: Followup, rubric: Rubric, known: str, rephrase: Rephrase | None) -> Followup:
    """The model's words, unless they are none, endless, or say what the candidate should."""
    if rephrase is None:
        return chosen
    text = " ".join(rephrase(chosen.prompt).split())
    if (
        not text
        or len(text) > _LONGEST_PROMPT
        or leaked(text, rubric.points, f"{known}\n{chosen.prompt}")
    ):
        return chosen
    return Followup(text, chosen.points, "model")
