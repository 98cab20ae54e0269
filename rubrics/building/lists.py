"""A question that asks for a list, answered with one: each entry is a point of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rubrics.building.claims import Claim
from rubrics.building.split import width
from rubrics.text import letters

_ASKED = re.compile(
    r"哪些|哪几|哪两|哪[三四五六]|有什么|什么类型|几[种类个]|列举|列出|分别是|包括什么|如何分类"
    r"|(?:原则|特点|特征|优点|缺点|优缺点|作用|功能|职能|要素|因素|类型|类别|种类|形式|方式|方法|环节"
    r"|步骤|流程|过程|内容|指标|目标|任务|主体|条件|阶段)(?:是什么|是|为什么)?[？?]?$"
    r"|\b(?:list|name|state|give)\b|what are",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"区别|不同|差异|对比|比较|differ|compare", re.IGNORECASE)
_HEAD = re.compile(
    r"^(?P<head>[^。；]{2,34}?)"
    r"(?:包括|主要有|可?分为|[：:]|(?<=[素型类点则种面法骤容标体件段])(?:有|是)[：:]?)\s*(?P<list>.+)$"
)
_PARTS = re.compile(r"[；;]|、|(?<=[\u4e00-\u9fff])(?:和|与|以及)(?=[\u4e00-\u9fff])")
_END = re.compile(r"等(?:等|方面|特点|因素)?$")
_MOST_CLAIMS = 2
_FEWEST, _MOST, _WIDEST = 2, 12, 16
_PLAIN = 4
"""Entries that make a list of an answer whose question does not ask for one in so many words."""


def unlisted(claims: Sequence[Claim], title: str) -> list[Claim]:
    """The claims, an enumeration taken apart when it is (nearly) the whole answer."""
    if len(claims) > _MOST_CLAIMS or _COMPARED.search(title):
        return list(claims)
    fewest = _FEWEST if _ASKED.search(title) else _PLAIN
    return [
        piece
        for claim in claims
        for piece in (_entries(claim, fewest) if claim.source == "body" else [claim])
    ]


def _entries(claim: Claim, fewest: int) -> list[Claim]:
    match = _HEAD.match(claim.text)
    head, words = (match["head"].rstrip("，,"), match["list"]) if match else ("", claim.text)
    parts = [_END.sub("", part.strip(" ，,。")) for part in _PARTS.split(words)]
    if not fewest <= len(parts) <= _MOST or any(
        width(p) > _WIDEST or letters(p) < 2 for p in parts
    ):
        return [claim]
    return [
        replace(
            claim, text=f"{head}：{part}" if head else part, head="", label=head, source="entry"
        )
        for part in parts
    ]
