"""The body of a question taken apart: metadata, options, follow-ups, and the answer itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from questions.furniture import is_furniture, is_rule
from questions.highlights import Highlights, read_highlights
from questions.labels import heads_answer, is_answer_label, is_wrapper, without_label
from questions.markers import split_marker
from questions.metadata import Metadata, hashtags, read_fields, read_loose
from questions.plain import one_line

_OPTION = re.compile(
    r"^\s*(?:[-*+]\s+"
    r"|>\s*)?(?:\[[ xX]\]\s*)?(?:\*\*)?[(（]?(?P<letter>[A-Ha-h])(?:\s*[)）.、．]"
    r"|\s*[:：](?=\s?\S))(?:\*\*)?\s*(?P<text>\S.*)$"
)
_INLINE_OPTIONS = re.compile(
    r"(?:^|\s)[(（]?(?P<letter>[A-H])\s*[)）.、．:：]\s*(?P<text>.*?)(?=\s+[(（]?[A-H]\s*"
    r"[)）.、．:：]|$)"
)
_FOLLOWUP = re.compile(
    r"^[\s>]*+(?:[-*+]\s+)?(?:<details[^<>]{0,40}>\s*+)?(?:<summary>\s*+)?(?:#{1,6}\s*+)?"
    r"(?:[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]\s*+)*[*_]{0,3}[【\[]?\s*+(?:面试官)?"
    r"(?:可能(?:的|会)?)?(?:追问|继续追问|深入追问|延伸问题|延伸追问|扩展问题|拓展问题"
    r"|相关追问|连环追问|常见追问|follow[-\s]?ups?(?:\s+questions?)?)(?:问题|方向)?\s*+"
    r"(?:\d{1,2}|[一二三四五六])?\s*+[】\]]?\s*+(?:[（(][^（()）]{0,20}[)）])?\s*+"
    r"(?:[:：]\s*+[*_]{0,3}|[*_]{1,3}\s*+[:：]?|#{1,6}\s*+$|$)\s*+(?P<rest>.*)$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^\s*(?:>\s*)*(?:[-*+]|\d{1,3}[.)、）]|[（(]\d{1,2}[)）])\s*(?P<text>\S.*)$")
_NOTE = re.compile(r"^\s*(?:>\s*)?(?:<(?:small|sub|i|em)>|[*_`>（(【])")
_DECORATED = re.compile(
    r"(?:>\s*)?(?:[-*+]\s+)?(?:\*\*|__|`|[【\[]|<)|>\s*\S|[-*+]\s+\S{1,12}\s*[:：]"
)
_LONGEST_FIELD = 160
_LONGEST_PLAIN_FIELD = 60
_MAX_FOLLOWUPS = 20
_LONGEST_PROMPT = 300
_CODE_INDENT = 4
_PLAIN_LENGTH = 20
_MAY_BE_METADATA = re.compile(r"[:：|｜#<\[【]|^\s*[-*+>]?\s*[(（]?[A-Ha-h]\s*[.、．)）]")
_NONE = {"无", "暂无", "无。", "None", "N/A"}


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One line of a body: its source, its number in the file, and whether it is code."""

    text: str
    number: int
    is_code: bool = False


@dataclass(slots=True)
class Body:
    """What a question's body holds."""

    meta: Metadata = field(default_factory=Metadata)
    choices: tuple[str, ...] = ()
    followups: tuple[str, ...] = ()
    highlights: Highlights = field(default_factory=lambda: Highlights("", ()))
    answer_line: int = 0
    prompt: str = ""
    flaws: list[tuple[int, str]] = field(default_factory=list)


def read_body(lines: Sequence[BodyLine], *, indent: int = 0) -> Body:
    """Take the lines after a title apart; `indent` is how far a list item's text stands in."""
    body = Body()
    rest = _trimmed(lines)
    rest = _trimmed(_take_metadata(rest, body))
    rest, body.choices = _take_choices(rest)
    rest = _take_prompt(rest, body)
    rest = _trimmed(_take_metadata(_unlabelled(_trimmed(rest)), body))
    rest = _take_trailing_metadata(rest, body)
    rest, body.followups = _take_followups(rest)
    rest = _dedented(_trimmed(rest), indent)
    if rest:
        _read_answer(rest, body)
    return body


def has_answer(lines: Sequence[BodyLine]) -> bool:
    """Whether anything is left beside metadata and options."""
    if any(_is_surely_answer(line) for line in lines):
        return True
    rest, _ = _take_choices(_trimmed(_take_metadata(_trimmed(lines), Body())))
    return any(line.text.strip() for line in rest)


def _is_surely_answer(line: BodyLine) -> bool:
    """Spare most answers a closer look: a line of words without a colon or a bar."""
    text = line.text
    return len(text) > _PLAIN_LENGTH and not _MAY_BE_METADATA.search(text)


def _read_answer(rest: Sequence[BodyLine], body: Body) -> None:
    is_code = [line.is_code for line in rest]
    if _is_one_text_fence(rest):
        is_code = [False] * len(rest)
    body.highlights = read_highlights([line.text for line in rest], is_code)
    body.answer_line = rest[0].number
    for offset, message in body.highlights.flaws:
        body.flaws.append((rest[min(offset, len(rest) - 1)].number, message))


def _is_one_text_fence(lines: Sequence[BodyLine]) -> bool:
    """Whether somebody put the whole answer between fences, as text and not as code."""
    if len(lines) < 3 or not all(line.is_code for line in lines):
        return False
    return bool(re.match(r"^\s*(?:```+|~~~+)\s*(?:text|txt|plain|markdown|md)?\s*$", lines[0].text))


def _trimmed(lines: Sequence[BodyLine]) -> list[BodyLine]:
    start, end = 0, len(lines)
    while start < end and not lines[start].is_code and is_furniture(lines[start].text):
        start += 1
    while end > start and not lines[end - 1].is_code and is_furniture(lines[end - 1].text):
        end -= 1
    return list(lines[start:end])


def _take_metadata(lines: Sequence[BodyLine], body: Body) -> list[BodyLine]:
    """Read the lines of metadata that stand first, blank lines between them included."""
    index = 0
    while index < len(lines):
        line = lines[index]
        if (
            not line.text.strip()
            or (index and is_rule(line.text))
            or (not line.is_code and _is_metadata(line, body, first=index == 0))
        ):
            index += 1
        else:
            break
    return list(lines[index:])


def _is_metadata(line: BodyLine, body: Body, *, first: bool) -> bool:
    data, keys = read_fields(line.text)
    if keys and (keys > 1 or _is_sure_field(line.text, data, body)):
        _merge(data, line, body)
        return True
    if tags := hashtags(line.text):
        body.meta.tags = body.meta.tags or tags
        return True
    if (first or body.meta) and (_NOTE.match(line.text) or "|" in line.text or "｜" in line.text):
        loose = read_loose(line.text)
        if loose and (loose.company or loose.round):
            _merge(loose, line, body)
            return True
    return False


def _is_sure_field(text: str, data: Metadata, body: Body) -> bool:
    """Tell `来源：美团` from an answer that starts with `类型：有监督和无监督两种。`."""
    words = text.strip()
    if _DECORATED.match(words):
        return len(words) <= _LONGEST_FIELD
    if len(words) > _LONGEST_PLAIN_FIELD or words.endswith(("。", "；", ".", ";")):
        return False
    known = data.company or data.round or data.position or data.tags or data.difficulty
    return bool(known or (data.date and not data.flaws) or body.meta)


def _merge(data: Metadata, line: BodyLine, body: Body) -> None:
    body.flaws.extend((line.number, flaw) for flaw in data.flaws)
    data.flaws = []
    body.meta.fill(data)


def _take_trailing_metadata(lines: list[BodyLine], body: Body) -> list[BodyLine]:
    """Read metadata that stands after the answer; only keys that mean nothing else count."""
    end = len(lines)
    while end and not lines[end - 1].is_code:
        line = lines[end - 1]
        data, keys = read_fields(line.text)
        tags = hashtags(line.text) if len(line.text) < 200 else ()
        certain = keys and (data.company or data.tags or data.difficulty or data.round)
        if certain and len(line.text) < 160 and (keys > 1 or _names_itself(line.text)):
            _merge(data, line, body)
        elif tags:
            body.meta.tags = body.meta.tags or tags
        elif line.text.strip():
            break
        end -= 1
    return lines[:end] if end else lines


def _names_itself(text: str) -> bool:
    return bool(
        re.match(
            r"^[\s>*_`\-+🏷️📌]*(?:\*\*)?[【\[]?(?:标签|tags?|公司|company|难度|difficulty"
            r"|关键词|keywords|轮次|面试轮次|考点)",
            text,
            re.IGNORECASE,
        )
    )


def _unlabelled(lines: list[BodyLine]) -> list[BodyLine]:
    """Drop `答：` or `**Answer**` before the answer, and the tags of a `<details>` around it."""
    kept = [
        line for line in lines if line.is_code or not line.text.strip() or not is_wrapper(line.text)
    ]
    kept = kept if any(line.text.strip() for line in kept) else []
    while kept and not kept[0].text.strip():
        kept.pop(0)
    for _ in range(2):
        if kept and not kept[0].is_code and is_answer_label(kept[0].text):
            kept = _trimmed(kept[1:])
    if kept and not kept[0].is_code:
        first = without_label(kept[0].text)
        kept[0] = BodyLine(first, kept[0].number)
        if not first.strip():
            return _trimmed(kept[1:])
    return kept


def _take_prompt(lines: list[BodyLine], body: Body) -> list[BodyLine]:
    """Set apart what stands before a heading or a bold line that says 参考答案: it only asks."""
    for index, line in enumerate(lines):
        if line.is_code or not heads_answer(line.text):
            continue
        before = "\n".join(x.text for x in lines[:index]).strip()
        is_heading = line.text.lstrip(" >").startswith("#")
        if not before or (not is_heading and len(before) > _LONGEST_PROMPT):
            return lines
        body.prompt = before
        return lines[index:]
    return lines


def _take_choices(lines: list[BodyLine]) -> tuple[list[BodyLine], tuple[str, ...]]:
    """Read the options of a multiple-choice question, one a line or all on one line."""
    choices: list[str] = []
    index = 0
    while index < len(lines):
        text = lines[index].text
        match = _OPTION.match(text) if not lines[index].is_code else None
        if match and match["letter"].upper() == chr(ord("A") + len(choices)):
            choices.extend(_options_on(text, match["text"], len(choices)))
        elif text.strip():
            break
        index += 1
    return (list(lines[index:]), tuple(choices)) if len(choices) > 1 else (lines, ())


def _options_on(line: str, only: str, known: int) -> list[str]:
    """Read the options of one line: as a rule one, sometimes all of them."""
    found = list(_INLINE_OPTIONS.finditer(line[:600]))
    letters = "".join(match["letter"] for match in found)
    if len(found) > 1 and letters == "ABCDEFGH"[known : known + len(found)]:
        return [one_line(match["text"]) for match in found]
    return [one_line(only)]


def _take_followups(lines: list[BodyLine]) -> tuple[list[BodyLine], tuple[str, ...]]:
    """Read the follow-up questions that a label announces; lists without answers leave the body."""
    found: list[str] = []
    kept: list[BodyLine] = []
    index = 0
    while index < len(lines):
        match = (
            None
            if lines[index].is_code or len(lines[index].text) > 300
            else _FOLLOWUP.match(lines[index].text)
        )
        if not match:
            kept.append(lines[index])
            index += 1
            continue
        end, asked = _followups_at(lines, index, match["rest"].strip(" *_#"))
        if asked:
            found.extend(asked)
        else:
            kept.extend(lines[index:end])
        index = end
    return kept, tuple([text for text in found if text][:_MAX_FOLLOWUPS])


def _followups_at(lines: Sequence[BodyLine], start: int, rest: str) -> tuple[int, list[str]]:
    if rest:
        following = lines[start + 1].text if start + 1 < len(lines) else ""
        answered = (
            bool(following.strip())
            and not _FOLLOWUP.match(following[:300])
            and not is_furniture(following)
        )
        return start + 1, [] if answered else [_followup(rest)]
    asked: list[str] = []
    index = start + 1
    words = [line.text.strip() for line in lines[index:] if line.text.strip()]
    if words and words[0] in _NONE:
        return next(i for i in range(index, len(lines)) if lines[i].text.strip()) + 1, [""]
    while index < len(lines):
        item = None if lines[index].is_code else _ITEM.match(lines[index].text)
        if item:
            asked.append(_followup(item["text"]))
        elif lines[index].text.strip():
            break
        index += 1
    if index < len(lines) and lines[index].text.startswith((" ", "\t")):
        return start + 1, []
    return (index, asked) if asked else (start + 1, [])


def _followup(text: str) -> str:
    return split_marker(one_line(text))[1].strip()


def _dedented(lines: Sequence[BodyLine], indent: int) -> list[BodyLine]:
    """Take a list item's indent off its lines, or the few spaces that all lines share."""
    spaces = [len(x.text) - len(x.text.lstrip(" ")) for x in lines if x.text.strip()]
    if indent and spaces[:1] == [0]:
        spaces = spaces[1:]  # the first words may stand on the line of the title
    shared = min(spaces, default=0)
    depth = max(indent, shared) if indent else shared % _CODE_INDENT
    if not depth:
        return list(lines)
    return [BodyLine(_without_indent(x.text, depth), x.number, x.is_code) for x in lines]


def _without_indent(text: str, indent: int) -> str:
    spaces = len(text) - len(text.lstrip(" \t"))
    if "\t" in text[:spaces]:
        text = text[:spaces].expandtabs(4) + text[spaces:]
        spaces = len(text) - len(text.lstrip(" "))
    return text[min(spaces, indent) :]
