"""What a model wrote, made usable: its thoughts put aside, the JSON objects in it found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_THOUGHTS = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_LEFTOVER = re.compile(r"\A.*</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_MOST_TEXT = 200_000
_MOST_TRIES = 2_000


class UnreadableReplyError(Exception):
    """A reply that as a whole cannot be used; its words say why."""


def without_thoughts(text: str) -> str:
    """The first 200,000 characters without what stands in `<think>` and its like.

    A block that is never closed goes on to the end; one that was never opened began at the start.
    """
    said = text[:_MOST_TEXT]
    return _LEFTOVER.sub("", _THOUGHTS.sub("", said)) if "<" in said else said


def find_objects(text: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Every JSON object that decodes with its source, outermost ones only, in order."""
    decoder = json.JSONDecoder(strict=False)
    at = text.find("{")
    for _ in range(_MOST_TRIES):
        if at < 0:
            return
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            yield value, text[at:end]
        at = text.find("{", end)
