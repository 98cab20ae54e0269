"""Golden files of what the fixtures hold; UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from questions.errors import Problem
from questions.model import Bank, Question

FOLDER = Path(__file__).parent / "golden"
FIXTURES = Path(__file__).parent.parent / "fixtures" / "banks"
_SHOWN = 24


def check(name: str, text: str) -> None:
    """Compare the text with the golden file of that name, or write it."""
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(text, "utf-8", newline="\n")
    assert text == path.read_text("utf-8"), f"{name} changed; UPDATE_GOLDEN=1 writes it anew"


def counts(bank: Bank, problems: tuple[Problem, ...]) -> dict[str, int]:
    """Count what a person would check first."""
    return {
        "questions": len(bank.questions),
        "answered": sum(bool(q.answer) for q in bank.questions),
        "marked": sum(bool(q.marks) for q in bank.questions),
        "topics": len(bank.topics),
        "problems": len(problems),
    }


def listing(bank: Bank, problems: tuple[Problem, ...]) -> str:
    """List a bank so that a person can hold it beside the document."""
    lines = [line for question in bank.questions for line in _question(question)]
    lines += [f"topic {t.source.line}-{t.end_line} {t.title}" for t in bank.topics]
    lines += [f"problem {p.line} {p.message}" for p in problems]
    return "".join(line + "\n" for line in lines)


def _question(question: Question) -> Iterator[str]:
    yield f"{question.source.line}-{question.end_line} {question.title}"
    facts = (question.company, question.round, question.date, question.difficulty)
    if any(facts) or question.tags:
        yield "    " + " | ".join((*facts, ", ".join(question.tags)))
    if question.section:
        yield "    § " + " / ".join(question.section)
    if question.answer:
        yield f"    {question.answer_line}: {_ends(question.answer)}"
    yield from (f"    ! {_ends(mark)}" for mark in question.marks)
    yield from (f"    + {text}" for text in question.followups)
    yield from (f"    o {text}" for text in question.choices)


def _ends(text: str) -> str:
    flat = text.replace("\n", "⏎")
    return flat if len(flat) <= 2 * _SHOWN else f"{flat[:_SHOWN]} … {flat[-_SHOWN:]} ({len(flat)})"
