"""Small values that every record has: ids, times, and texts that any database can hold."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from questions.errors import InputError

_REFUSED = re.compile("[\0\ud800-\udfff]")


def new_id() -> str:
    """Thirty-two hex digits; ids made later sort later."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def write_time(moment: datetime) -> str:
    """UTC in a form of one length, so that texts sort as times do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read_time(text: str) -> datetime:
    """What `write_time` wrote."""
    return datetime.fromisoformat(text)


def storable(text: str) -> str:
    """The text without what databases refuse: NUL and lone surrogates become U+FFFD.

    The length stays, so that offsets into the text stay right.
    """
    return _REFUSED.sub("\ufffd", text)


@contextmanager
def reading(what: str, key: str) -> Iterator[None]:
    """Turns what a damaged or forged record raises into an InputError that names it."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise InputError(
            f"the database holds a damaged {what}: {reason}",
            place=key,
            hint="restore a backup with `kaoguan database restore`",
        ) from error
