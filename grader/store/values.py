"""Small values that every record has: ids, times, and texts that any database can hold."""

from __future__ import annotations

import re
import secrets
import time
from datetime import UTC, datetime

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
