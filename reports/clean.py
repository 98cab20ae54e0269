"""Text of other people made harmless to look at: nothing hidden, nothing that moves the reader."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"\s+")


def visible(text: str) -> str:
    """Give line feeds as the only line ends, and spell every hidden character out.

    Control characters become their pictures (␀, ␛); lone surrogates, direction overrides and
    invisible characters their code point (⟨U+202E⟩). The result can always be written as UTF-8.
    """
    return _HIDDEN.sub(_spell, _LINE_ENDS.sub("\n", text))


def one_line(text: str, limit: int = 300) -> str:
    """Visible text on one line, cut at `limit` characters with an ellipsis."""
    return clip(_SPACES.sub(" ", visible(text[: 4 * limit])).strip(), limit)


def clip(text: str, limit: int) -> str:
    """Keep the first `limit` characters; the last of them is "…" if anything was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _spell(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"
