"""Markdown turned into plain words: one line for a title, whole blocks for a highlight."""

from __future__ import annotations

import html
import re
import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u00ad"))
_WIDE_SPACE = re.compile(r"[^\S\n \t]")
_MARKUP = re.compile(r"[*_`\[\]<>~=\\&$\ue000\ue001]")
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\([^)\s]{0,800}(?:\s+\"[^\"\n]{0,200}\")?\)")
_LINK = re.compile(
    r"\[([^\[\]\n]{1,300})\](?:\([^()\s]{0,800}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?"
    r"(?:\s+\"[^\"\n]{0,200}\")?\)|\[[^\[\]\n]{0,100}\])"
)
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{0,200}\|)?([^\[\]|\n]{1,200})\]\]")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,20}(?:\s[^<>\n]{0,300})?/?>|<!--.{0,500}?-->")
_MATH_OR_CODE = re.compile(r"(`{1,6})(?!`)(?P<code>[^`\n]{1,300})\1|\$\$?[^$\n]{1,300}\$\$?")
_STRONG = re.compile(r"(\*\*\*|\*\*|__|~~|==)(?=\S)([^\n]{1,400}?)(?<=\S)\1")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300}?)(?<=[^\s*])\*(?![\w*])"
    r"|(?<!\w)_(?=[^\s_])([^_\n]{1,300}?)(?<=[^\s_])_(?!\w)"
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]#+\-.!|>~])")
_HELD = re.compile("\ue000(\\d{1,6})\ue001")


_NO_WIDTH = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u200e\u200f"))


def without_zero_width(text: str) -> str:
    """Drop what has no width and joins nothing; spaces and emoji stay as they are."""
    return text if text.isascii() else text.translate(_NO_WIDTH)


def visible(text: str) -> str:
    """Drop the characters that nobody sees; every kind of space becomes a plain one."""
    if text.isascii():
        return text
    return _WIDE_SPACE.sub(" ", text.translate(_INVISIBLE))


def plain(text: str) -> str:
    """Strip inline Markdown of its markup; formulas stay, code keeps its words."""
    if not _MARKUP.search(text):
        return visible(text)
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match.group("code") or match.group())
        return f"\ue000{len(held) - 1}\ue001"

    body = _MATH_OR_CODE.sub(hold, visible(text).replace("\ue000", "").replace("\ue001", ""))
    body = _TAG.sub(_word_break, _LINK.sub(r"\1", _WIKI_LINK.sub(r"\1", _IMAGE.sub(r"\1", body))))
    for _ in range(3):
        body = _STRONG.sub(r"\2", body)
    body = _EMPHASIS.sub(lambda m: m.group(1) or m.group(2), body)
    body = html.unescape(_ESCAPE.sub(r"\1", body))
    return _HELD.sub(lambda m: held[int(m.group(1))], body)


def _word_break(tag: re.Match[str]) -> str:
    return " " if tag.group()[:3].lower() == "<br" else ""


def one_line(text: str) -> str:
    """Strip the markup and put the words on a single line."""
    return " ".join(plain(text).split())


def match_key(text: str) -> str:
    """What titles or names that match have in common: letters and digits, one case, one width."""
    wide = unicodedata.normalize("NFKC", visible(text)).casefold()
    return "".join(char for char in wide if char.isalnum())
