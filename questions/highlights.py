"""Highlighted summaries: `<mark>`, `==…==`, or else labels such as 一句话总结."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from questions.plain import plain

_TAG = re.compile(r"<\s*(/?)\s*mark(?:\s[^<>]{0,200})?\s*>", re.IGNORECASE)
_EQUALS = re.compile(
    r"(?<![=A-Za-z0-9_!<>])==(?=[^\s=])([^\n]{1,500}?)(?<=[^\s=])==(?![=A-Za-z0-9])"
)
_CODE_SPAN = re.compile(r"(`{1,6})(?!`)(?:(?!\1).){1,400}?\1(?!`)")
_FORMULA = re.compile(r"\$[^$\n]{1,300}\$")
_BULLET = re.compile(r"^\s*(?:>\s*)*(?:[-*+]\s+)?")
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")
_CORE = (
    r"(?:总结(?:与|和|及)(?:面试)?(?:建议|展望)|一句话(?:总结|回答|概括|答案|版|解释|描述"
    r"|记忆)?|(?:面试)?(?:高分|核心|加分|最终|简要|简单|快速)?(?:总结|小结)(?:一下|陈述"
    r"|话术(?:建议)?|建议|金句|回答|要点)?"
    r"|面试(?:高分|标准|参考)?(?:回答|话术|答法|答题|表述)(?:逻辑|模板|建议|示例|思路|要点|参考)?"
    r"|(?:\d+|[一二三两半几])\s*(?:秒|分钟|s|句话)\s*(?:钟)?(?:回答|速答|版|总结|版本|版回答"
    r"|口述)?|核心(?:要点|结论|答案|观点|思想总结)?|结论|要点(?:总结)?|关键点|关键结论|记忆点"
    r"|速记|简答|简短回答|精简回答|精简版"
    r"|(?:快速|速记|口述)(?:回答|版|口诀)|总的来说|总而言之|综上(?:所述)?"
    r"|TL\s*;?\s*DR|key\s+(?:takeaways?|points?|idea|insight)|takeaways?|(?:quick\s+)?summary"
    r"|in\s+(?:short|summary|a\s+nutshell|one\s+sentence)"
    r"|(?:short|quick|one-?line|interview|elevator|brief)\s+(?:answer|version|summary)"
    r"|one-?liner|bottom\s+line|conclusion|to\s+sum\s+up|(?:30|60)[-\s]second\s+(?:answer"
    r"|version|pitch))"
)
_LABEL_LEAD = (
    r"^(?P<lead>[\s>]*(?:[-*+]\s+)?(?:#{1,6}\s*)?)"
    r"(?:[\u2600-\u27bf\u2b50\U0001f300-\U0001faff\ufe0f]\s*)*"
)
_LABEL = re.compile(
    rf"{_LABEL_LEAD}(?P<bold>\*{{0,3}}|_{{2}}|<b>|<strong>|[【\[])(?:(?:\d{{1,2}}"
    rf"|[一二三四五六七八九十])[.、)]\s*)?(?P<label>{_CORE})(?:（[^（）]{{0,20}}）"
    rf"|\([^()]{{0,20}}\))?"
    r"\s*(?P<colon1>[:：])?\s*(?:\*{1,3}|_{2}|</b>|</strong>|[】\]])?\s*"
    r"(?P<colon2>[:：,，])?\s*(?:\*{2})?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_STRUCTURE = re.compile(r"^\s*(?:[-*+]\s|\d{1,3}[.)]\s|#{1,6}\s|\||```|~~~|>|\$\$)")
_HEADING = re.compile(r"^\s*(#{1,6})\s")
_BOLD_LINE = re.compile(r"^\s*\*\*[^*]{1,60}\*\*\s*[:：]?\s*$")
_SHORT_REST = 14


@dataclass(frozen=True, slots=True)
class Highlights:
    """An answer without highlight tags, its highlights as plain text, and flaws by line offset."""

    text: str
    marks: tuple[str, ...]
    flaws: tuple[tuple[int, str], ...] = ()


def read_highlights(lines: Sequence[str], is_code: Sequence[bool]) -> Highlights:
    """Find the highlights of an answer given as lines; `is_code` tells lines to leave alone."""
    spans, flaws, tags = _tagged(lines, is_code)
    text = "\n".join(lines)
    marks = [_mark_text(text, start, end) for start, end in spans]
    cleaned, equals = _without_equals(_without_tags(text, tags), is_code)
    marks = [mark for mark in marks if mark] + equals
    if not marks:
        marks = labelled(cleaned.split("\n"))
    return Highlights(cleaned.strip("\n"), tuple(dict.fromkeys(marks)), tuple(flaws))


def _tagged(
    lines: Sequence[str], is_code: Sequence[bool]
) -> tuple[list[tuple[int, int]], list[tuple[int, str]], list[tuple[int, int]]]:
    """Pair the tags: the spans between them, what was wrong, and where the tags stand."""
    tags = _tags(lines, is_code)
    text = "\n".join(lines)
    starts = _line_starts(lines)
    spans: list[tuple[int, int]] = []
    flaws: list[tuple[int, str]] = []
    opened: tuple[int, int] | None = None
    nested = 0
    for index, (start, end, closing) in enumerate(tags):
        line = bisect_right(starts, start) - 1
        if opened is None:
            if closing:
                flaws.append((line, "</mark> without <mark>"))
            else:
                opened = (end, line)
            continue
        if closing:
            nested, done = (nested - 1, False) if nested else (0, True)
            if done:
                spans.append((opened[0], start))
                opened = None
            continue
        verdict = _second_opening(text, opened[0], start, end, tags[index + 1 : index + 3])
        if verdict == "nested":
            nested += 1
        elif verdict == "closes":
            spans.append((opened[0], start))
            flaws.append((opened[1], "highlight closed by <mark> instead of </mark>"))
            opened = None
        else:
            spans.append((opened[0], _paragraph_end(text, opened[0], start)))
            flaws.append((opened[1], "unclosed <mark>"))
            opened = (end, line)
    if opened is not None:
        spans.append((opened[0], _paragraph_end(text, opened[0], len(text))))
        flaws.append((opened[1], "unclosed <mark>"))
    return spans, flaws, [(start, end) for start, end, _ in tags]


def _line_starts(lines: Sequence[str]) -> list[int]:
    return list(accumulate((len(line) + 1 for line in lines), initial=0))[:-1]


def _tags(lines: Sequence[str], is_code: Sequence[bool]) -> list[tuple[int, int, bool]]:
    found: list[tuple[int, int, bool]] = []
    offset = 0
    for line, code in zip(lines, is_code, strict=True):
        if not code and "<" in line:
            spans = [m.span() for m in _CODE_SPAN.finditer(line)] if "`" in line else []
            for match in _TAG.finditer(line):
                if not any(start <= match.start() < end for start, end in spans):
                    place = offset + match.start(), offset + match.end()
                    found.append((*place, bool(match.group(1))))
        offset += len(line) + 1
    return found


def _second_opening(
    text: str, opened: int, start: int, end: int, following: Sequence[tuple[int, int, bool]]
) -> str:
    """Decide what `<mark>` inside an open highlight does: close it, nest, or open anew."""
    line_end = text.find("\n", end)
    rest_of_line = text[end : line_end if line_end >= 0 else len(text)]
    if not rest_of_line.strip(" \t*_。.；;，,）)"):
        return "closes"
    if _BLANK_LINE.search(text, opened, start):
        return "opens"
    closings = [closing for _, _, closing in following]
    if closings == [True, True]:
        return "nested"
    return "opens" if closings[:1] == [True] else "closes"


def _paragraph_end(text: str, start: int, limit: int) -> int:
    found = _BLANK_LINE.search(text, start, limit)
    return found.start() if found and text[start : found.start()].strip() else limit


def _mark_text(text: str, start: int, end: int) -> str:
    """Strip a highlight of its markup; one that is only a label stands for what follows it."""
    words = _plain_block(_TAG.sub("", text[start:end]))
    if len(words) <= 12 and _is_bare_label(words):
        return _plain_block(_TAG.sub("", text[end:].strip())) or words
    return words


def _is_bare_label(words: str) -> bool:
    found = _LABEL.match(words)
    return bool(found and not found["rest"].strip())


def _plain_block(text: str) -> str:
    lines = (plain(_BULLET.sub("", line)).strip() for line in text.split("\n"))
    kept = "\n".join(line for line in lines if line)
    return kept.replace("**", "").strip()


def _without_tags(text: str, tags: Sequence[tuple[int, int]]) -> str:
    """Cut the tags out; a line that held nothing but a tag goes with it."""
    pieces: list[str] = []
    last = 0
    for start, end in tags:
        before = text[last:start]
        alone_before = before.endswith("\n") or (not before.strip(" \t") and not pieces)
        line_end = text.find("\n", end)
        rest = text[end : line_end if line_end >= 0 else len(text)]
        pieces.append(before)
        last = end
        if alone_before and not rest.strip() and line_end >= 0:
            last = line_end + 1
    pieces.append(text[last:])
    return "".join(pieces)


def _without_equals(text: str, is_code: Sequence[bool]) -> tuple[str, list[str]]:
    """Take `==highlights==` out of their signs, except in code and formulas."""
    if "==" not in text:
        return text, []
    marks: list[str] = []
    out: list[str] = []
    fenced = False
    for line in text.split("\n"):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        out.append(line if fenced or "==" not in line else _unequalled(line, marks))
    return "\n".join(out), marks if not all(is_code) else []


def _unequalled(line: str, marks: list[str]) -> str:
    blocked = [m.span() for p in (_CODE_SPAN, _FORMULA) for m in p.finditer(line)]

    def take(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in blocked):
            return match.group()
        marks.append(_plain_block(match.group(1)))
        return match.group(1)

    return _EQUALS.sub(take, line)


def labelled(lines: Sequence[str]) -> list[str]:
    """Find summaries that a label announces, on its own line or on the line after it."""
    found: list[str] = []
    fenced = False
    skip_to = 0
    for index, line in enumerate(lines):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced or index < skip_to or len(line) > 2000:
            continue
        match = _label(line)
        if match:
            end = _summary_end(lines, index, match)
            first = match["rest"].rstrip("*#").strip()
            words = _plain_block("\n".join([first, *lines[index + 1 : end]]))
            if words:
                found.append(words)
                skip_to = end
    return found


def _label(line: str) -> re.Match[str] | None:
    """Match a line that is a label, or starts with one and a colon."""
    match = _LABEL.match(line)
    if not match:
        return None
    if match["colon1"] or match["colon2"] in {":", "："}:
        return match
    if match["rest"].strip(" #"):
        return match if match["bold"] == "【" else None
    return match if match["bold"] or "#" in match["lead"] or len(match["label"]) >= 4 else None


def _summary_end(lines: Sequence[str], index: int, match: re.Match[str]) -> int:
    """Find the line after the summary: a paragraph, a list, a quotation or a heading's section."""
    rest = match["rest"].strip().strip("*#").strip()
    if rest and not (len(rest) <= _SHORT_REST and rest[-1] not in "。.！!？?；;"):
        return _block_end(lines, index + 1, joined=True)
    heading = _HEADING.match(lines[index])
    if heading:
        return _section_end(lines, index + 1, len(heading[1]))
    start = index + 1
    while start < len(lines) and not lines[start].strip():
        start += 1
    if start < len(lines) and lines[start].strip(" >*").startswith(("“", "「", '"')):
        return _quotation_end(lines, start)
    return _block_end(lines, start, joined=False)


def _section_end(lines: Sequence[str], start: int, level: int) -> int:
    for index in range(start, len(lines)):
        heading = _HEADING.match(lines[index])
        if heading and len(heading[1]) <= level:
            return index
    return len(lines)


def _quotation_end(lines: Sequence[str], start: int) -> int:
    for index in range(start, min(start + 40, len(lines))):
        if lines[index].rstrip(" *").endswith(("”", "」", "”。")):
            return index + 1
        if index > start and _HEADING.match(lines[index]):
            break
    return _block_end(lines, start, joined=False)


def _block_end(lines: Sequence[str], start: int, *, joined: bool) -> int:
    """Find the end of a paragraph or list; `joined` stops where a paragraph turns into a list."""
    is_list = start < len(lines) and bool(_STRUCTURE.match(lines[start])) and not joined
    index = start
    while index < len(lines):
        line = lines[index]
        if not line.strip():
            following = next((x for x in lines[index + 1 : index + 3] if x.strip()), "")
            if not (is_list and (_STRUCTURE.match(following) or following.startswith("  "))):
                return index
        elif (index > start or joined) and _ends_block(line, is_list=is_list):
            return index
        index += 1
    return index


def _ends_block(line: str, *, is_list: bool) -> bool:
    if _HEADING.match(line) or _BOLD_LINE.match(line):
        return True
    return not is_list and bool(_STRUCTURE.match(line))
