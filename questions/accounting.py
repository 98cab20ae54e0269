"""Proof that reading loses nothing: who owns each line, and whether its words came out again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from questions.answers import is_answer_label, is_furniture
from questions.front_matter import read_front_matter
from questions.ids import with_ids
from questions.markdown import split_lines
from questions.markers import split_marker
from questions.metadata import read_fields
from questions.model import Bank
from questions.plain import folded, one_line, plain
from questions.reading import read_document

_LEAD = re.compile(r"^[\s>#*+-]+")
_WORD = re.compile(r"[A-Za-z0-9]+|[\u3400-\u9fff]+")


def line_owners(text: str) -> list[str]:
    """Tell for each line what took it: question, topic, section or problem; "" if it is blank."""
    lines = split_lines(text)
    _, problems, owners = read_document(lines, "", read_front_matter(lines))
    for problem in problems:
        owners.setdefault(problem.line, "problem")
    return [owners.get(i, "") if line.strip() else "" for i, line in enumerate(lines, 1)]


def unowned_lines(text: str) -> list[int]:
    """List the lines, from 1, that have text and belong to nothing: there should be none."""
    owners = line_owners(text)
    pairs = zip(split_lines(text), owners, strict=True)
    return [i for i, (line, owner) in enumerate(pairs, 1) if line.strip() and not owner]


def lost_lines(text: str) -> list[int]:
    """List the lines, from 1, with words that are in nothing that was read.

    Labels (`答：`), rules and lines of metadata may go; titles, answers and topics may not.
    """
    lines = split_lines(text)
    bank, problems, _ = read_document(lines, "", read_front_matter(lines))
    texts = [text for text in _texts(Bank(with_ids(bank.questions), bank.topics)) if text]
    known = "\n".join(folded(text) + "\n" + _folded_plain(text) for text in texts)
    reported = {problem.line for problem in problems}
    return [
        number
        for number, line in enumerate(lines, 1)
        if number not in reported and not _may_go(line) and not _is_in(line, known)
    ]


def _folded_plain(text: str) -> str:
    return "".join(folded(plain(line)) for line in text.split("\n"))


def _texts(bank: Bank) -> Iterator[str]:
    for question in bank.questions:
        yield from (question.title, question.answer, question.company, question.round)
        yield from (question.date, question.difficulty, *question.tags, *question.marks)
        yield from (*question.section, *question.followups, *question.choices)
    for topic in bank.topics:
        yield from (topic.title, topic.text, *topic.section)


def _may_go(line: str) -> bool:
    if not line.strip() or is_furniture(line) or is_answer_label(line):
        return True
    return bool(read_fields(line)[1])


def _is_in(line: str, known: str) -> bool:
    text = one_line(_LEAD.sub("", line))
    key = folded(split_marker(text)[1])
    return key in known or all(word in known for word in _words(key))


def _words(key: str) -> Iterable[str]:
    """Cut a line into words, Chinese into pairs of characters; lone digits are numbering."""
    for run in _WORD.findall(key):
        if run.isascii():
            yield from () if run.isdigit() or len(run) == 1 else (run,)
        else:
            yield from (run[i : i + 2] for i in range(0, len(run), 2))
