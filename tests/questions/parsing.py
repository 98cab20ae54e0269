"""Banks written in docstrings."""

from __future__ import annotations

import inspect
from collections.abc import Callable

from questions.errors import Problem
from questions.markdown import parse_bank
from questions.model import Bank, Question


def bank_of(test: Callable[..., object]) -> Bank:
    """Read the docstring of a test as a bank."""
    return read(test)[0]


def problems_of(test: Callable[..., object]) -> list[str]:
    """Read the docstring of a test and list its problems as `line message`."""
    return [f"{p.line} {p.message}" for p in read(test)[1]]


def only(test: Callable[..., object]) -> Question:
    """Read the one question of a test's docstring."""
    (question,) = bank_of(test).questions
    return question


def titles(test: Callable[..., object]) -> list[str]:
    """List the titles of the questions in a test's docstring."""
    return [question.title for question in bank_of(test).questions]


def read(test: Callable[..., object]) -> tuple[Bank, tuple[Problem, ...]]:
    """Read the docstring of a test: its bank and problems."""
    return parse_bank(inspect.cleandoc(test.__doc__ or ""), "bank.md")
