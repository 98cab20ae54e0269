"""Judges of other packages by name: what they must offer, and the URL that stands for one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol
from urllib.parse import quote

from grader.plugins import JUDGES, Plugin, load_plugin

PREFIX = "plugin:"
"""Before the name, so that no package can stand in the way of a model's name."""
SCHEME = "plugin://"


class Responder(Protocol):
    """What the factory of an entry point in the group `kaoguan.judges` returns.

    `name` is model and revision: it signs the scores. Several threads may call `reply` at a time.
    """

    @property
    def name(self) -> str:
        """What signs the scores, such as `qwen3-8b-q4`."""
        ...

    def reply(
        self, messages: Sequence[dict[str, str]], temperature: float, most_tokens: int
    ) -> str:
        """The model's words to chat messages (`role`, `content`), at most so many tokens."""
        ...


def find_plugin_judge(text: str) -> tuple[str, str]:
    """Model and URL that stand for `NAME` or `NAME:MODEL`. Raises InputError."""
    return load_responder(text).name, f"{SCHEME}{quote(text, safe=':')}"


@cache
def load_responder(text: str) -> Plugin:
    """What the name stands for, made once a program: a factory may read a model of gigabytes."""
    name, _, model = text.partition(":")
    return load_plugin(JUDGES, name, model or None, "reply")
