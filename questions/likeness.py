"""Titles reduced to what they ask about, for telling rewordings from other questions."""

from __future__ import annotations

import re

from questions.plain import match_key

_SYNONYMS = (
    ("区别", re.compile("差异|差别|不同点|不同之处|不同")),
    ("怎么", re.compile("如何|怎样|咋")),
)
_FILLER = re.compile(
    "介绍一下|简单介绍|请介绍|介绍|说说|说一下|讲讲|讲一下|谈谈|简述|解释一下|解释|什么是"
    "|是什么|有哪些|有什么"
    "|请问|请你|请|一下|的|呢|吗|么|了|是|有"
)
_ASIDE = re.compile(r"[（(][^（()）]*[\u4e00-\u9fff]{3}[^（()）]*[)）]")
_WORD = re.compile(r"[a-z0-9.]+|[\u4e00-\u9fff]")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")


def content_key(title: str) -> str:
    """Reduce a title to its subject: 请介绍 A 和 B 的区别 and A 和 B 有什么不同 are the same."""
    key = match_key(_ASIDE.sub("", title))
    for word, alike in _SYNONYMS:
        key = alike.sub(word, key)
    return _FILLER.sub("", key) or key


def mean_the_same(one: str, other: str) -> bool:
    """Tell a rewording from another word: 优点 and 缺点, ORM and PRM ask different things.

    Both are content keys: the same numbers and words may stand in another order.
    """
    return _NUMBER.findall(one) == _NUMBER.findall(other) and _words(one) == _words(other)


def _words(key: str) -> set[str]:
    return set(_WORD.findall(key))
