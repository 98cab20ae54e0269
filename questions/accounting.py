"""Proof that reading loses nothing: who owns each line of a document."""

from __future__ import annotations

from questions.front_matter import read_front_matter
from questions.markdown import split_lines
from questions.reading import read_document


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
