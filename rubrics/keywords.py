"""The terms of a key point: what an answer that makes the point is likely to name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rubrics.glossary import Glossary
from rubrics.numbers import numbers
from rubrics.text import CJK, folded, language
from rubrics.words import words

_LATIN_TERM = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[\-+./_][A-Za-z0-9]+)*")
_QUOTED = re.compile(r"[“\"「『‘](?P<term>[^”\"」』’，。；]{2,12})[”\"」』’]")
_ORDER = re.compile(r"(?<![A-Za-z])[OΘΩ]\([^()，。]{1,20}(?:\([^()]{1,8}\))?\)")
_FORMULA = re.compile(
    r"(?:√|∛)[A-Za-z][\w]*|(?<![A-Za-z])[A-Za-z]_[A-Za-z0-9]+|[A-Za-z]\^(?:\w+|\([^()]{1,12}\))"
    r"|(?<![A-Za-z_])[A-Za-zα-ω] ?[=<>≤≥≪≫] ?\d+(?:\.\d+)?"
)
_NAMES = re.compile(
    rf"(?P<full>[{CJK}]{{2,8}}|[A-Za-z][A-Za-z\- ]{{2,40}}?)\s?"
    rf"[（(](?P<short>[A-Za-z][A-Za-z0-9\- ]{{1,30}}|[{CJK}]{{2,8}})[)）]"
)
_HEAD = re.compile(rf"^(?P<head>[{CJK}]{{2,6}})[：:]")
_COMMON = words(
    """a an and are as at be by can each for from has have in into is it its of on or than that the
    their then this to when which while with not no only one all more most per so such use used
    using does do if how what why they was were will would may must very also any both other
    between within without same new e.g i.e token tokens etc vs ok llm model models"""
)
_STOP_HEADS = words(
    """优点 缺点 优势 劣势 作用 目的 原因 方法 做法 特点 定义 场景 应用 效果 步骤 流程 公式 出发点
    动机
    本质 核心 结论 总结 补充 背景 区别 代价 价值 问题 影响"""
)
_MOST = 6


def derive_keywords(
    text: str, glossary: Glossary, emphasised: Sequence[str] = ()
) -> tuple[tuple[str, ...], ...]:
    """Terms of a point, each with its other names, at most six, in reading order.

    Terms are what the glossary knows, names with their own explanation in brackets, formulas,
    quoted words, Latin terms, numbers with units or of some size, and `emphasised` words that
    stand in the text. In an English text only words that look like terms count (capitals, digits,
    hyphens, or known to the glossary).
    """
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for start, end, names in _candidates(text, glossary, emphasised):
        if not any(start < e and s < end for s, e, _ in found) and not _known(names, found):
            found.append((start, end, names))
    found.sort(key=lambda item: item[0])
    return tuple(names for _, _, names in found[:_MOST])


def _known(names: tuple[str, ...], found: Sequence[tuple[int, int, tuple[str, ...]]]) -> bool:
    taken = {folded(name) for _, _, group in found for name in group}
    return any(folded(name) in taken for name in names)


def _candidates(
    text: str, glossary: Glossary, emphasised: Sequence[str]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """(start, end, names), the surest kinds first."""
    for match in _ORDER.finditer(text):
        yield match.start(), match.end(), (match[0],)
    for span, names in glossary.find(text):
        if folded(names[0]) not in _COMMON:
            yield span.start, span.end, names
    for match in _NAMES.finditer(text):
        yield match.start(), match.end(), (match["full"].strip(), match["short"].strip())
    for match in _FORMULA.finditer(text):
        yield match.start(), match.end(), (match[0],)
    for match in _QUOTED.finditer(text):
        yield match.start("term"), match.end("term"), (match["term"],)
    yield from _numbers(text)
    yield from _latin(text, glossary)
    for term in emphasised:
        if 2 <= len(term) <= 12 and (at := text.find(term)) >= 0:
            yield at, at + len(term), (term,)
    if (head := _HEAD.match(text)) and head["head"] not in _STOP_HEADS:
        yield head.start("head"), head.end("head"), (head["head"],)


def _latin(text: str, glossary: Glossary) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    english = language(text) == "en"
    for match in _LATIN_TERM.finditer(text):
        word = match[0]
        plain = word.islower() and word.isalpha()
        if folded(word) in _COMMON or len(word) < 2:
            continue
        if english and (
            plain or (word.istitle() and (match.start() == 0 or text[match.start() - 2] in ".;:"))
        ):
            continue
        yield match.start(), match.end(), glossary.names(word)


def _numbers(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    for number in numbers(text):
        written = number.span.of(text).strip()
        if number.unit or number.value >= 10 or re.search(r"[./%％e]", written):
            yield number.span.start, number.span.end, (written,)
