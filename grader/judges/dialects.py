"""What a server accepts: learnt from its refusals, one step at a time, and remembered."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Literal

from grader.judges.messages import Prompt

Shape = Literal["schema", "json", "text"]

_SCHEMA = {
    "type": "object",
    "properties": {
        "verdicts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "reason": {"type": "string"},
                    "state": {
                        "type": "string",
                        "enum": ["covered", "partial", "missing", "contradicted"],
                    },
                    "quotes": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["id", "reason", "state", "quotes"],
                "additionalProperties": False,
            },
        },
        "bonus": {"type": "string"},
    },
    "required": ["verdicts", "bonus"],
    "additionalProperties": False,
}
"""The same for every case, so that servers compile it once."""


_SHAPE_WORDS = ("response_format", "json_schema", "json_object", "json mode", "structured")
_LIMIT_WORDS = ("max_tokens", "max_completion_tokens", "context length", "context window")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How requests are put. `limit` names the parameter that bounds the reply, "" for none;
    `system` is false where instructions must stand in the user's message.
    """

    shape: Shape = "schema"
    temperature: bool = True
    limit: Literal["max_tokens", "max_completion_tokens", ""] = "max_tokens"
    system: bool = True

    def request(self, model: str, prompt: Prompt, temperature: float, most: int) -> dict[str, Any]:
        """The body of a chat completion."""
        body: dict[str, Any] = {"model": model, "messages": self._messages(prompt)}
        if self.shape == "schema":
            schema = {"name": "verdicts", "strict": True, "schema": _SCHEMA}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.shape == "json":
            body["response_format"] = {"type": "json_object"}
        if self.temperature:
            body["temperature"] = temperature
        if self.limit:
            body[self.limit] = most
        return body

    def _messages(self, prompt: Prompt) -> list[dict[str, str]]:
        if not self.system:
            return [{"role": "user", "content": f"{prompt.system}\n{prompt.user}"}]
        return [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": prompt.user},
        ]

    def simpler(self, refusal: str, *, only_named: bool = False) -> Dialect | None:
        """What to try after a 400 that says `refusal`; None when nothing is left.

        What the message names is given up first; else, unless `only_named`, the next of the reply's
        shape, the temperature, the limit and the system message: at most six steps in all.
        """
        said = refusal.lower()
        steps = self._steps()
        named = [step for words, step in steps if any(word in said for word in words)]
        rest = [] if only_named else [step for _, step in steps]
        return next(iter(named + rest), None)

    def _steps(self) -> list[tuple[tuple[str, ...], Dialect]]:
        """What can be given up, each with the words that name it, in the order of trying."""
        steps: list[tuple[tuple[str, ...], Dialect]] = []
        if self.shape != "text":
            lower: Shape = "json" if self.shape == "schema" else "text"
            steps.append((_SHAPE_WORDS, replace(self, shape=lower)))
        if self.temperature:
            steps.append((("temperature",), replace(self, temperature=False)))
        if self.limit == "max_tokens":
            named = replace(self, limit="max_completion_tokens")
            steps.append((("max_completion_tokens",), named))
        if self.limit:
            steps.append((_LIMIT_WORDS, replace(self, limit="")))
        if self.system:
            steps.append((("system",), replace(self, system=False)))
        return steps

    def to_json(self) -> str:
        """One line that `read_dialect` reads."""
        return _written(self)


@cache
def _written(dialect: Dialect) -> str:
    """Once a dialect: every key of the cache holds it."""
    return json.dumps({f.name: getattr(dialect, f.name) for f in fields(dialect)}, sort_keys=True)


def read_dialect(text: str) -> Dialect:
    """What `to_json` wrote; the plain dialect for anything else."""
    try:
        return Dialect(**json.loads(text))
    except (ValueError, TypeError):
        return Dialect()
