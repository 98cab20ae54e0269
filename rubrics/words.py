"""Lists of words in source code: written as one text, read as a set or as a pattern."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, separated by white space."""
    return frozenset(text.split())


def either(text: str) -> str:
    """The words of a text as the alternatives of one regular-expression group."""
    return f"(?:{'|'.join(text.split())})"
