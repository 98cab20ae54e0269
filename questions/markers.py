"""What stands before a title: a number, a `Q:`, an `A:`; told from words that only look like it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["ask", "answer", "number", "chinese", "none"]

_HAN = "一二三四五六七八九十百"
_N = rf"(?:\d{{1,6}}|[{_HAN}]{{1,4}})"
_ASK_WORD = r"(?:Question|Ques|Q|问题|题目|面试题|面试问题|考题|真题|例题|题干|问|Problem|提问)"
_ASK = re.compile(
    rf"(?:[【\[「(（]\s*{_ASK_WORD}\s*(?P<n1>{_N})?\s*[】\]」)）]\s*[:：.、]?"
    rf"|{_ASK_WORD}\s*[#№.]?\s*(?P<n2>{_N})(?:[.-]\d{{1,3}}){{0,3}}\s*(?:[:：.．、)）|]|(?=\s|$))"
    rf"|{_ASK_WORD}\s*[:：]"
    r"|Q\.|Q\)|Q\s*[-–—|]\s"
    rf"|第\s*(?P<n3>{_N})\s*[题问]\s*[:：.、]?"
    r"|面试官(?:问|提问|追问)?\s*[:：])\s*",
    re.IGNORECASE,
)
_ANSWER_WORD = (
    r"(?:参考答案|参考回答|标准答案|正确答案|示例回答|示例答案|答案|回答|解答|答"
    r"|Sample\s+answer|Answer|Ans|A)"
)
_ANSWER = re.compile(
    rf"(?:[【\[「(（]\s*{_ANSWER_WORD}\s*\d{{0,3}}\s*[】\]」)）]\s*[:：.、]?"
    rf"|{_ANSWER_WORD}\s*(?P<n1>\d{{1,4}})\s*[:：.．、]"
    rf"|{_ANSWER_WORD}\s*[:：]"
    r"|(?:我|候选人|应聘者|求职者|Me|Candidate)\s*[:：])\s*",
    re.IGNORECASE,
)
_UNIT = r"(?![BMKTGDbkmx%倍亿万个年月版](?![A-Za-z]))"
_NUMBER = re.compile(
    r"(?:[(（\[【]\s*(?P<n1>\d{1,4})\s*[)）\]】]\s*[.、:：]?"
    rf"|(?P<n2>\d{{1,4}}(?:\.\d{{1,3}}){{1,5}})(?:[.、:：)）]\s*|\s+|(?=[^\W\d_]){_UNIT})"
    r"|(?:No\.?|NO\.?|#)\s*(?P<n3>\d{1,4})(?:[.、:：)]|\s)"
    r"|(?P<n4>\d{1,6})\s*[.．、)）:：](?!\d)"
    r"|(?P<n5>[①-⑳])"
    r"|(?:Day|DAY|day)\s*(?P<n7>\d{1,4})(?:\s*[:：.、|-])?(?=\s)"
    r"|(?P<n6>\d{1,2})\ufe0f?\u20e3[.、]?)\s*"
)
_BARE_NUMBER = re.compile(r"(?P<n1>\d{1,3})\s+(?=[^\W\d])(?![种个大年月天次条类]\b)")
_CHINESE = re.compile(
    rf"(?:第\s*(?:[{_HAN}]{{1,4}}|\d{{1,3}})\s*(?:[章节篇讲课]|部分)\s*[:：、.]?"
    rf"|(?P<n1>[{_HAN}]{{1,4}})\s*[、.．:：)）]"
    rf"|[（(](?P<n2>[{_HAN}]{{1,4}})[)）]\s*、?"
    r"|[IVX]{1,5}[.、)](?=\s))\s*"
)
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B), 0xFF03)}
_HEAD = 16


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker's kind and its number as a path: `2.1.3` is (2, 1, 3), no number is ()."""

    kind: Kind = "none"
    path: tuple[int, ...] = ()

    @property
    def number(self) -> int | None:
        """The number if there is exactly one."""
        return self.path[0] if len(self.path) == 1 else None


NO_MARKER = Marker()


def split_marker(text: str, *, bare_numbers: bool = False) -> tuple[Marker, str]:
    """Split plain text into its marker and the rest; `bare_numbers` takes `3 Title` as numbered."""
    head = text[:_HEAD].translate(_WIDE) + text[_HEAD:]
    found = _ASK.match(head)
    if found:
        return _after_ask(found, head)
    if found := _ANSWER.match(head):
        return Marker("answer", _path(found)), head[found.end() :]
    if found := _NUMBER.match(head) or (_BARE_NUMBER.match(head) if bare_numbers else None):
        return _after_number(found, head)
    if found := _CHINESE.match(head):
        return Marker("chinese", _path(found)), head[found.end() :]
    return NO_MARKER, text


def _after_ask(found: re.Match[str], head: str) -> tuple[Marker, str]:
    rest = head[found.end() :]
    path = _path(found)
    inner = _NUMBER.match(rest)
    if inner and not path:
        return Marker("ask", _path(inner)), rest[inner.end() :]
    return Marker("ask", path), rest


def _after_number(found: re.Match[str], head: str) -> tuple[Marker, str]:
    """`1. Q: …` is a question with a number."""
    rest = head[found.end() :]
    inner = _ASK.match(rest)
    if inner:
        return Marker("ask", _path(found)), rest[inner.end() :]
    return Marker("number", _path(found)), rest


def _path(found: re.Match[str]) -> tuple[int, ...]:
    text = next((value for value in found.groupdict().values() if value), "")
    if not text:
        return ()
    if "①" <= text <= "⑳":
        return (ord(text) - ord("①") + 1,)
    if text[0] in _HAN:
        return (_han_number(text),)
    return tuple(int(part) for part in text.split("."))


def _han_number(text: str) -> int:
    total = 0
    digit = 0
    for char in text:
        value = _HAN.index(char) + 1
        if char == "百":
            total, digit = (total + (digit or 1)) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = value
    return total + digit
