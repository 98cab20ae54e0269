"""A question that asks for a list, answered with one: each entry is a point of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rubrics.building.claims import Claim
from rubrics.building.split import width
from rubrics.text import letters

_ASKED = re.compile(
    r"哪些|哪几|哪两|有什么|什么类型|几[种类个]|列举|列出|分别是|包括什么"
    r"|\b(?:list|name|state|give)\b|what are",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^(?P<head>[^，。；]{2,30}?)"
    r"(?:包括|主要有|可?分为|[：:]|(?<=[素型类点则种面法骤])有[：:]?)\s*(?P<list>.+)$"
)
_PARTS = re.compile(r"[；;]|、|(?<=[\u4e00-\u9fff])(?:和|与|以及)(?=[\u4e00-\u9fff])")
_END = re.compile(r"等(?:等|方面|特点|因素)?$")
_MOST_CLAIMS = 2
_FEWEST, _MOST, _WIDEST = 3, 8, 16


def unlisted(claims: Sequence[Claim], title: str) -> list[Claim]:
    """The claims, an enumeration taken apart when it is (nearly) the whole answer."""
    if len(claims) > _MOST_CLAIMS or not _ASKED.search(title):
        return list(claims)
    return [piece for claim in claims for piece in _entries(claim)]


def _entries(claim: Claim) -> list[Claim]:
    match = _HEAD.match(claim.text)
    head, words = (match["head"], match["list"]) if match else ("", claim.text)
    parts = [_END.sub("", part.strip(" ，,。")) for part in _PARTS.split(words)]
    if not _FEWEST <= len(parts) <= _MOST or any(
        width(p) > _WIDEST or letters(p) < 2 for p in parts
    ):
        return [claim]
    return [
        replace(claim, text=f"{head}：{part}" if head else part, head="", label=head)
        for part in parts
    ]
