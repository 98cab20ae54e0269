"""What a form sent: read with a limit, and only if it is our own form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from grader.web.keys import Keys
from grader.web.refusals import RefusedError

LARGEST = 4_000_000
"""Bytes. A Chinese character takes nine in a form, so this is over 400,000 of them: what is too
long for grading still arrives here, and comes back to its author with a word about it."""
_MOST_FIELDS = 2_000
_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Form:
    """The fields of a form; of fields with one name, all values in order."""

    fields: Mapping[str, tuple[str, ...]]

    def text(self, name: str) -> str:
        """The first value with line feeds as the only line ends, "" if there is none."""
        values = self.fields.get(name, ())
        return values[0].replace("\r\n", "\n").replace("\r", "\n") if values else ""

    def line(self, name: str, limit: int = 300) -> str:
        """The first value on one line, cut at `limit` characters."""
        return " ".join(self.text(name)[: 4 * limit].split())[:limit]

    def number(self, name: str, low: int, high: int, default: int) -> int:
        """The first value as a number between `low` and `high`; `default` for anything else."""
        try:
            return min(high, max(low, int(self.line(name, 12))))
        except ValueError:
            return default

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of that name."""
        return self.fields.get(name, ())


async def read_form(request: Request, keys: Keys) -> Form:
    """The form of this request. Raises RefusedError: too large, not a form, or not ours."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _TYPE:
        raise RefusedError(415, "wrong-type")
    form = _parse(await _read(request))
    if not keys.sent(form.text("form")):
        raise RefusedError(403, "wrong-form")
    return form


async def _read(request: Request) -> bytes:
    """The body, but for one that says or proves to be too large."""
    said = request.headers.get("content-length", "")
    if said.isascii() and said.isdigit() and int(said[:12]) > LARGEST:
        raise RefusedError(413, "too-large")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise RefusedError(413, "too-large")
    return bytes(body)


def _parse(body: bytes) -> Form:
    fields: dict[str, list[str]] = {}
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except (UnicodeDecodeError, ValueError):
        raise RefusedError(415, "wrong-type") from None
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return Form({name: tuple(values) for name, values in fields.items()})
