"""Hints before an answer: how much there is to say and where to look, never what to say."""

from __future__ import annotations

from grader.followups import aspects, tongue_of
from grader.leaks import leaked
from questions.model import Question
from rubrics.model import Rubric
from rubrics.terms import mentions

_MOST = 4
WORDING = {
    "zh": {
        "count": "参考答案有 {n} 个要点，其中 {core} 个是核心。",
        "aspects": "可以从这些角度想：{list}。",
        "subjects": "要点分别讲到：{list}。每一个都说到了吗？",
        "join": "、",
    },
    "en": {
        "count": "The reference makes {n} points, {core} of them at its core.",
        "aspects": "Think about {list}.",
        "subjects": "The points speak of {list}. Have you said something about each?",
        "join": ", ",
    },
}


def make_hints(question: Question, rubric: Rubric) -> tuple[str, ...]:
    """Hints from vague to telling, in the question's language; each has passed the leak guard."""
    words = WORDING[tongue_of(question)]
    core = sum(point.weight >= 3 for point in rubric.points)
    found = [words["count"].format(n=len(rubric.points), core=core)]
    sides = dict.fromkeys(name for point in rubric.points for name in aspects(point, question))
    safe = [side for side in sides if not leaked(side, rubric.points, question.title)]
    if safe:
        found.append(words["aspects"].format(list=words["join"].join(safe[:_MOST])))
    if subjects := _subjects(question, rubric):
        found.append(words["subjects"].format(list=words["join"].join(subjects)))
    return tuple(hint for hint in found if not leaked(hint, rubric.points, question.title))


def _subjects(question: Question, rubric: Rubric) -> tuple[str, ...]:
    """Terms of the points that the question names itself."""
    names = (name for p in rubric.points for group in p.keywords for name in group)
    return tuple(dict.fromkeys(n for n in names if mentions(question.title, (n,))))[:_MOST]
