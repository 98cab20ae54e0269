"""From a case to the messages of one call: templates for the words, JSON for the data."""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from grader.judges.ballots import Case

if TYPE_CHECKING:
    from jinja2 import Environment, Template

LANGUAGES = ("zh", "en")
PARTS = ("system", "user", "canary")
LONGEST_REFERENCE = 2_000
"""Characters of the reference that are sent: enough to settle what a point means."""
PLACEHOLDER = "0" * 24
"""The nonce of the prompt that a cache key is made of."""

Nonces = Callable[[], str]
_ENCODER = json.JSONEncoder(ensure_ascii=False)
"""`json.dumps` makes one at every call when it is told anything."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Messages ready to send. `points` maps the ids in the prompt to those of the rubric; `canary`
    is the prompt's id of the point that no honest answer meets.
    """

    system: str
    user: str
    points: dict[str, str]
    canary: str


def draw_nonce() -> str:
    """Twenty-four hex digits that nobody can guess."""
    return secrets.token_hex(12)


def safe_nonce(text: str, draw: Nonces = draw_nonce) -> str:
    """A nonce that stands nowhere in the text to be fenced, hidden characters and widths aside."""
    seen = unveiled(text)
    for _ in range(100):
        nonce = draw()
        if unveiled(nonce) not in seen:
            return nonce
    raise ValueError("every nonce drawn stands in the text")


def unveiled(text: str) -> str:
    """NFKC, lower case, no spaces and no invisible characters: what a fence is searched in."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(
        c for c in plain if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc", "Mn")
    )


def write_prompt(case: Case, nonce: str) -> Prompt:
    """The messages for a case. The nonce makes the fence, the canary's code and its place."""
    place = int(nonce, 16) % (len(case.points) + 1)
    canary = _source("canary", case.lang).replace("{{ code }}", nonce[16:].upper()).strip()
    texts = [(point.id, point.text) for point in case.points]
    texts.insert(place, ("", canary))
    names = [f"p{number}" for number in range(1, len(texts) + 1)]
    user = _template(case.lang).render(
        question=_quoted(case.question),
        reference=_quoted(case.reference[:LONGEST_REFERENCE]),
        points=[_line(name, text) for name, (_, text) in zip(names, texts, strict=True)],
        fence=f"====={nonce[:16]}=====",
        answer=_quoted(case.answer),
        ids=", ".join(names),
    )
    known = {name: point for name, (point, _) in zip(names, texts, strict=True) if point}
    return Prompt(_source("system", case.lang), user, known, names[place])


def write_data_prompt(task: str, lang: str, data: str, nonce: str) -> Prompt:
    """The messages of another task than marking: all that users wrote, as JSON in a fence."""
    fence = f"====={nonce[:16]}====="
    # the template is our own and short: two names to fill in, no markup to escape
    user = _source(f"{task}-user", lang).replace("{{ fence }}", fence)
    return Prompt(_source(f"{task}-system", lang), user.replace("{{ data }}", data), {}, "")


def fenced_data(data: object) -> str:
    """What `write_data_prompt` fences: JSON that can be sent as UTF-8."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace").decode()


@cache
def prompt_hash() -> str:
    """Eight hex digits over every template: it goes into the signature."""
    texts = "\0".join(_source(part, lang) for part, lang in _parts())
    return hashlib.sha256(texts.encode()).hexdigest()[:8]


def _parts() -> Iterator[tuple[str, str]]:
    return ((part, lang) for part in PARTS for lang in LANGUAGES)


def _quoted(text: str) -> str:
    """One line of JSON; lone surrogates are replaced, so that it can be sent as UTF-8."""
    return _ENCODER.encode(text.encode("utf-8", "replace").decode())


def _line(name: str, text: str) -> str:
    return f'{{"id": "{name}", "text": {_quoted(text)}}}'


@cache
def _source(part: str, lang: str) -> str:
    return files("grader.judges").joinpath(f"templates/{part}.{lang}.txt").read_text("utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    return Environment(  # noqa: S701  # plain text for a model; the data in it is JSON
        undefined=StrictUndefined, keep_trailing_newline=True
    )


@cache
def _template(lang: str) -> Template:
    return _environment().from_string(_source("user", lang))
