"""Questions made of topics, flagged as derived: `DeepSeek-V3` becomes 介绍一下 DeepSeek-V3."""

from __future__ import annotations

import re

from questions.formats.words import is_answers, is_apart, is_contents, is_part, names_a_bank
from questions.highlights import read_highlights
from questions.ids import with_ids
from questions.model import Bank, Question, Topic
from questions.wording import STRONG, asking

_HAN = re.compile(r"[\u4e00-\u9fff]")
_FRONT_MATTER = re.compile(r"[A-Za-z_]+:[^\n]*\n[A-Za-z_]+:")
_LEAST_TEXT = 80
_LONGEST_TITLE = 60
_COMPARES = re.compile(r"(?:对比|比较|区别|差异|异同|vs\.?|versus|comparison)", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?:引言|前言|背景|概述|简介|其他|其它|说明|注意|小结|总结|结论|front matter|introduction"
    r"|overview|background|misc|others?)",
    re.IGNORECASE,
)


def with_derived(bank: Bank) -> Bank:
    """Add to a bank a question for each of its topics that says enough to be asked about."""
    return Bank(with_ids([*bank.questions, *derived_questions(bank)]), bank.topics)


def derived_questions(bank: Bank) -> tuple[Question, ...]:
    """Make a question of each topic with a name of its own and enough text."""
    made = (_derived(topic) for topic in bank.topics if _can_ask(topic))
    return with_ids([question for question in made if question is not None])


def _can_ask(topic: Topic) -> bool:
    title = topic.title
    useless = is_apart(title) or is_contents(title) or is_answers(title) or len(title) < 2
    outside = any(is_apart(name) or is_contents(name) for name in topic.section)
    useless = useless or outside or names_a_bank(title) or bool(_FRONT_MATTER.match(topic.text))
    vague = bool(_VAGUE.fullmatch(title)) and not topic.section
    return (
        len(topic.text) >= _LEAST_TEXT and len(title) <= _LONGEST_TITLE and not (useless or vague)
    )


def _derived(topic: Topic) -> Question | None:
    title = _question_title(topic)
    if not title:
        return None
    lines = topic.text.split("\n")
    highlights = read_highlights(lines, [False] * len(lines))
    return Question(
        id="",
        title=title,
        source=topic.source,
        answer=highlights.text,
        marks=highlights.marks,
        section=topic.section,
        answer_line=topic.source.line + 1,
        end_line=topic.end_line,
        derived=True,
    )


def _question_title(topic: Topic) -> str:
    """Ask for a topic in its own language; a vague name needs the name of its section."""
    title = topic.title.strip()
    if asking(title) >= STRONG:
        return title
    subject = title
    chinese = bool(_HAN.search(title) or _HAN.search(topic.text[:400]))
    if is_part(title) or _VAGUE.fullmatch(title):
        if not topic.section or _VAGUE.fullmatch(topic.section[-1]):
            return ""
        subject = f"{topic.section[-1]} 的{title}" if chinese else f"{title} of {topic.section[-1]}"
    if _COMPARES.search(title):
        return f"说说 {subject}" if chinese else f"Discuss {subject}"
    return f"介绍一下 {subject}" if chinese else f"Explain {subject}"
