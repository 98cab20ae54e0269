"""What a score was made with: parts to one string, and back (after sacrebleu's signatures)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """The installed version, "0+unknown" when run from a bare tree."""
    try:
        return version("kaoguan")
    except PackageNotFoundError:
        return "0+unknown"


def short_hash(*texts: str) -> str:
    """Eight hex digits over texts in order."""
    joined = "\0".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:8]


def write_signature(parts: Mapping[str, str]) -> str:
    """`tier:full|rubric:1f2e…|…`, in the order given; `|` in values becomes `_`."""
    return "|".join(f"{key}:{value.replace('|', '_')}" for key, value in parts.items())


def read_signature(text: str) -> dict[str, str]:
    """The parts of a signature. Raises ValueError when it is none."""
    parts = {}
    for piece in text.split("|"):
        key, colon, value = piece.partition(":")
        if not colon:
            raise ValueError(f"no signature: {text!r}")
        parts[key] = value
    return parts
