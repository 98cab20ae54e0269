"""Lines of a page on their way into a body: unquoted, unfolded, without footers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from questions.answers import BodyLine
from questions.formats.nodes import Node
from questions.page import Page
from questions.plain import without_zero_width
from questions.spans import gaps

_QUOTE_SIGN = re.compile(r"^\s{0,3}>\s?")
_DETAILS_TAG = re.compile(r"</?details[^<>]{0,100}>|</?summary[^<>]{0,100}>", re.IGNORECASE)
_FOOTER = re.compile(
    r"参考|感谢|欢迎|star|作者|转载|版权|更多|关注|公众号|license|contribut|thank|目录|返回|来源"
    r"|整理|未完|持续更新|完结|\bend\b|以上|原文|本文|back to",
    re.IGNORECASE,
)
_LAST_WORDS = re.compile(
    r"关注.{0,12}公众号|欢迎.{0,16}(?:star|点赞|转发|关注|补充|指正)|持续更新|未完待续"
    r"|以上(?:就)?是.{0,12}(?:全部|所有|内容)"
    r"|转载请|参考自|整理自|原文链接|感谢(?:阅读|观看)|祝.{0,12}(?:offer|顺利|上岸)"
    r"|thanks\s+for\s+reading|good\s+luck",
    re.IGNORECASE,
)
_FOOTER_REACH = 15
_LONGEST_FOOTER = 400
_LONGEST_LAST_WORDS = 120


def body_lines(page: Page, start: int, end: int) -> list[BodyLine]:
    """Take lines of a page as a body."""
    return [
        BodyLine(without_zero_width(page.raw[i]), page.numbers[i], page.lines[i].kind == "code")
        for i in range(start, end)
    ]


def footer_start(page: Page, start: int, end: int) -> int:
    """Find where a document's last words begin after a rule; `end` if there are none."""
    if end < len(page):
        return end
    reach = range(max(start, end - _FOOTER_REACH), end)
    for rule in reversed([i for i in reach if page.lines[i].kind == "rule"]):
        tail = " ".join(line.text for line in page.lines[rule + 1 : end])
        is_short = 0 < len(tail.strip()) < _LONGEST_FOOTER
        if is_short and _FOOTER.search(tail) and "<mark" not in tail:
            return rule
    return _last_words_start(page, start, end)


def _last_words_start(page: Page, start: int, end: int) -> int:
    """Find a last paragraph that speaks to the reader of the document."""
    last = end
    while last > start and not page.lines[last - 1].text.strip():
        last -= 1
    first = last
    while (
        first > start and page.lines[first - 1].kind == "text" and page.lines[first - 1].depth == 0
    ):
        first -= 1
    before = any(line.text.strip() for line in page.lines[start:first])
    words = " ".join(line.text for line in page.lines[first:last])
    is_footer = before and len(words) < _LONGEST_LAST_WORDS and bool(_LAST_WORDS.search(words))
    return first if is_footer and "<mark" not in words else end


def unquoted(lines: Sequence[BodyLine], count: int) -> list[BodyLine]:
    """Take one level of quoting off the first `count` lines."""
    bare = [BodyLine(_QUOTE_SIGN.sub("", x.text), x.number, x.is_code) for x in lines[:count]]
    return bare + list(lines[count:])


def unfolded(lines: Sequence[BodyLine]) -> list[BodyLine]:
    """Drop the tags that close a folded block."""
    kept = list(lines)
    if kept and "details" in kept[-1].text.lower():
        last = kept[-1]
        kept[-1] = BodyLine(_DETAILS_TAG.sub("", last.text), last.number, last.is_code)
    return kept


def without_children(page: Page, node: Node, end: int) -> list[BodyLine]:
    """Leave the follow-up items out of the body."""
    asked = [(child.start, child.end) for child in node.children]
    return [
        line
        for start, stop in gaps(node.body_start, end, asked)
        for line in body_lines(page, start, stop)
    ]
