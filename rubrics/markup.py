"""Markdown with formulas turned into text that a person reads and a small model understands."""

from __future__ import annotations

import re
from functools import lru_cache

from questions.plain import plain
from rubrics.latex import readable_formula
from rubrics.text import CJK

_MATH = re.compile(
    r"\$\$(?P<a>.{1,2000}?)\$\$|\\\[(?P<b>.{1,2000}?)\\\]|\\\((?P<c>.{1,600}?)\\\)"
    r"|(?<![\\$\w])\$(?![\s$])(?P<d>[^$\n]{1,400}?)(?<![\s\\])\$(?![\d$])"
    r"|(?<![\\$])\$(?P<e>[^$\n]{1,400}?\\[A-Za-z]{2,}[^$\n]{0,400}?)\$"
    r"|\$[^\S\n](?P<f>[^$\n]{1,60}?[_^][^$\n]{1,60}?)\$",
    re.DOTALL,
)
_HELD = re.compile("\ue010(\\d{1,6})\ue011")
_CODE = re.compile(r"(?<!`)`([^`\n]{1,300})`(?!`)")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u20e3]+")
_CITATION = re.compile(
    r"[(（]\s*\[[^\]\n]{1,200}\]\([^)\n]{1,300}\)(?:[;；,，]?\s*\[[^\]\n]{1,200}\]\([^)\n]{1,300}\))*\s*[)）]|\[\^?\d{1,3}\](?!\()|:contentReference\[[^\]\n]{0,40}\]\{[^}\n]{0,40}\}"
)
_BOLD_LEFT = re.compile(r"\*\*")
_LOOSE_BOLD = re.compile(
    rf"(?<=[{CJK}])[ \t]+(\*\*)(?=[{CJK}])|(?<=[{CJK}])(\*\*)[ \t]+(?=[{CJK}])"
)
_EMPHASIS = re.compile(
    rf"(?<=[{CJK}])\*([^*\s][^*\n]{{0,60}}?)\*(?!\*)|(?<!\*)\*([^*\s][^*\n]{{0,60}}?)\*(?=[{CJK}])"
)
_SPACES = re.compile(r"\s+")
_BEFORE = re.compile(r"\s+(?=[，。；：、！？）】」』”])|(?<=[，。；：、！？（【「『“])\s+")


@lru_cache(maxsize=8192)
def readable(text: str) -> str:
    """One line of plain words: no markup, citations, images or emoji; formulas in Unicode."""
    held: list[str] = []

    def hold(words: str) -> str:
        held.append(words)
        return f"\ue010{len(held) - 1}\ue011"

    body = text.replace("\ue010", "").replace("\ue011", "")
    body = _CODE.sub(lambda m: hold(m[1]), body)
    body = _MATH.sub(
        lambda m: hold(readable_formula(next(g for g in m.groups() if g is not None))), body
    )
    body = _BOLD_LEFT.sub("", plain(_LOOSE_BOLD.sub("**", _CITATION.sub("", body))))
    body = _EMOJI.sub("", _EMPHASIS.sub(lambda m: m[1] or m[2], body))
    for _ in range(2):
        body = _HELD.sub(lambda m: held[int(m[1])], body)
    return _BEFORE.sub("", _SPACES.sub(" ", body)).strip()
