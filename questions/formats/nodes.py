"""The blocks of a section's own text as a short list of nodes, list items as trees."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from questions.markers import Marker
from questions.page import Page
from questions.plain import one_line
from questions.titles import Title, read_title
from questions.wording import STRONG, asking

NodeKind = Literal["item", "bold", "text", "quote", "details", "table", "other"]

_ITEM_LEAD = re.compile(r"^\s*(?:[-*+]|(\d{1,9})[.)])(?:\s+|$)")
_BOLD = re.compile(
    r"^\s*+(?P<number>(?:\d{1,4}[.、)）．]|[（(]\d{1,3}[)）]|Q\d{0,3}[.:：]"
    r"|[一二三四五六七八九十]{1,3}、)?)\s*+[^\w\s*_<]{0,3}\s*+"
    r"(?:\*\*(?P<a>[^\n]{1,400}?)\*\*|__(?P<b>[^\n]{1,400}?)__|<b>(?P<c>[^\n]{1,400}?)</b>"
    r"|<strong>(?P<d>[^\n]{1,400}?)</strong>)(?P<rest>[^\n]*)$"
)
_CALLOUT = re.compile(r"^\[!(?P<kind>[\w-]{1,30})\][-+]?\s*(?P<title>.*)$")
_QUOTE_SIGN = re.compile(r"^\s*>\s?")
_SUMMARY = re.compile(
    r"<summary[^<>]{0,100}>(?P<text>.{0,1000}?)</summary>", re.IGNORECASE | re.DOTALL
)
_ANSWER_INSIDE = re.compile(
    r"(?<=[？?。\s])\s*(?:\*\*)?(?:答案?|参考答案|回答|Answer|A)\s*[:：]\s*(?:\*\*)?"
)


@dataclass(slots=True)
class Node:
    """One block: what it is, its lines, its first line as a title, and for items their children.

    `inline` is answer text that stands on the title's own line. `indent` is how far the text of a
    list item stands in.
    """

    kind: NodeKind
    start: int
    end: int
    title: Title
    inline: str = ""
    depth: int = 0
    ordered: bool = False
    opens_paragraph: bool = True
    indent: int = 0
    body_start: int = 0
    callout: str = ""
    is_link: bool = False
    children: list[Node] = field(default_factory=list)

    @property
    def marker(self) -> Marker:
        """The marker of the title."""
        return self.title.marker

    @property
    def is_strong(self) -> bool:
        """Whether the title is a question by its own words or marker."""
        return self.title.is_strong


def read_nodes(page: Page, start: int, end: int, details: dict[int, int]) -> list[Node]:
    """Cut lines `start` to `end` into nodes; `details` maps opening to closing lines."""
    nodes: list[Node] = []
    index = start
    while index < end:
        kind = page.lines[index].kind
        if index in details:
            nodes.append(_details(page, index, min(details[index], end)))
        elif kind == "item":
            nodes.append(_item(page, index, end))
        elif kind in {"quote", "table"}:
            nodes.append(_run(page, index, end))
        elif kind == "text":
            nodes.append(_text(page, index, opens=_opens(page, index, start)))
        elif kind not in {"blank", "rule"}:
            nodes.append(Node("other", index, index + 1, _NO_TITLE))
        index = nodes[-1].end if nodes and nodes[-1].end > index else index + 1
    return nodes


_NO_TITLE = read_title("")


def _opens(page: Page, index: int, start: int) -> bool:
    return index == start or page.lines[index - 1].kind != "text"


def _text(page: Page, index: int, *, opens: bool) -> Node:
    text = page.lines[index].text
    bold = _BOLD.match(text) if "**" in text or "__" in text or "<" in text else None
    if bold:
        return _bold(bold, index, opens=opens)
    title, inline = split_title(text.strip())
    return Node(
        "text", index, index + 1, title, inline, opens_paragraph=opens, body_start=index + 1
    )


def _bold(match: re.Match[str], index: int, *, opens: bool) -> Node:
    """Read a line that starts with bold words: a title, a title and its answer, or mere text."""
    inner = next(match[name] for name in "abcd" if match[name])
    rest = match["rest"].strip()
    title = read_title(f"{match['number']} {inner}".strip())
    if not rest.strip("*_：: "):
        return _line_node("bold", index, title, "", opens=opens)
    whole = read_title(f"{match['number']} {inner}{match['rest']}".strip())
    if whole.text == title.text or _continues(title, whole, rest):
        return _line_node("bold", index, whole, "", opens=opens)
    answer = rest.lstrip("*_").strip().lstrip("：:").strip()
    announces = title.is_strong or title.marker.kind == "answer" or rest.startswith(("：", ":"))
    if announces and title.text and whole.marker.kind == title.marker.kind:
        return _line_node("bold", index, title, answer, opens=opens)
    title, inline = split_title(match.string.strip())
    return _line_node("text", index, title, inline, opens=opens)


def _line_node(kind: NodeKind, index: int, title: Title, inline: str, *, opens: bool) -> Node:
    return Node(kind, index, index + 1, title, inline, opens_paragraph=opens, body_start=index + 1)


def _continues(title: Title, whole: Title, rest: str) -> bool:
    """Whether what follows the bold words still belongs to the title: `**Q1:** 什么是 X？`."""
    if not title.text:
        return True
    if title.text.endswith(("？", "?")) or rest.startswith(("：", ":", "答", "A:")):
        return False
    return whole.score >= STRONG and len(whole.text) <= len(title.text) + 60


def split_title(raw: str) -> tuple[Title, str]:
    """Split a line that may hold a question and its answer."""
    card = raw.find("::")
    if 1 < card < 120 and raw[card + 2 : card + 3] not in {"", ":"} and "`" not in raw[:card]:
        title = read_title(raw[:card])
        if title.is_strong:
            return title, raw[card + 2 :].strip()
    found = _ANSWER_INSIDE.search(raw) if len(raw) < 4000 else None
    if found and found.start() > 3:
        title = read_title(raw[: found.start()])
        if title.is_strong:
            return title, raw[found.end() :].strip()
    title = read_title(raw)
    return _split_statement(raw, title)


def _split_statement(raw: str, title: Title) -> tuple[Title, str]:
    """Split `什么是 X？X 是一种……。`: a question mark, then a statement that asks nothing."""
    last = max(raw.rfind("？"), raw.rfind("?"))
    rest = raw[last + 1 :].strip(" *_")
    if last < 2 or len(rest) < 12 or rest.startswith(("（", "(", "【", "[")):
        return title, ""
    statement = rest.endswith(("。", ".", "；", "！", "：")) and asking(one_line(rest)) < 0.5
    head = read_title(raw[: last + 1])
    if statement and head.is_strong and asking(one_line(rest.split("，")[0])) < 0.5:
        return head, raw[last + 1 :].strip().lstrip("*_ ")
    return title, ""


def _item(page: Page, index: int, limit: int) -> Node:
    line = page.lines[index]
    end = _without_lazy_heading(page, index + 1, max(index + 1, min(line.end, limit)))
    text, title_end, indent = _item_title(page, index, end)
    node = Node(
        "item", index, end, _NO_TITLE, depth=line.depth, ordered=line.ordered, indent=indent
    )
    node.title, node.inline = _item_heading(text)
    node.is_link = text.lstrip().startswith("[") and "](#" in text
    number = _ITEM_LEAD.match(line.text)
    if number and number.group(1) and node.title.marker.kind == "none":
        node.title.marker = Marker("number", (int(number.group(1)[:6]),))
    elif number and number.group(1) and node.title.marker.kind == "ask" and not node.marker.path:
        node.title.marker = Marker("ask", (int(number.group(1)[:6]),))
    node.body_start = title_end
    node.children = _children(page, index + 1, end, line.depth)
    return node


def _without_lazy_heading(page: Page, start: int, end: int) -> int:
    """End an item before a line such as `二、简答题` that Markdown would take for its text."""
    for index in range(start, end):
        line = page.lines[index]
        if line.kind == "text" and line.text[:1] not in {" ", ""} and len(line.text) < 30:
            title = read_title(line.text)
            if (title.marker.kind == "chinese" and not title.is_strong) or title.text.startswith(
                "反问"
            ):
                return index
    return end


def _item_title(page: Page, index: int, end: int) -> tuple[str, int, int]:
    """Find an item's first line of text: it may stand below a bare `1.`."""
    text = page.lines[index].text
    lead = _ITEM_LEAD.match(text)
    indent = lead.end() if lead else 0
    rest = text[indent:]
    if not rest.strip():
        below = next((i for i in range(index + 1, end) if page.lines[i].text.strip()), None)
        if below is not None and page.lines[below].kind == "text":
            text = page.lines[below].text
            return text.strip(), below + 1, len(text) - len(text.lstrip())
    return rest.strip(), index + 1, min(indent, 8)


def _item_heading(text: str) -> tuple[Title, str]:
    text = re.sub(r"^#{1,6}\s+|\s+#+$", "", text)
    bold = _BOLD.match(text) if "**" in text or "__" in text or "<" in text else None
    if bold:
        node = _bold(bold, 0, opens=True)
        return node.title, node.inline
    return split_title(text)


def _children(page: Page, start: int, end: int, depth: int) -> list[Node]:
    """Read the items one level below, each with its own children."""
    found: list[Node] = []
    index = start
    while index < end:
        line = page.lines[index]
        if line.kind == "item" and line.depth > depth:
            found.append(_item(page, index, end))
            index = found[-1].end
        else:
            index += 1
    return found


def _run(page: Page, index: int, limit: int) -> Node:
    kind = page.lines[index].kind
    end = index + 1
    while end < limit and page.lines[end].kind == kind:
        end += 1
    if kind == "table":
        return Node("table", index, end, _NO_TITLE)
    first = _QUOTE_SIGN.sub("", page.lines[index].text).strip()
    callout = _CALLOUT.match(first)
    title, inline = split_title(callout["title"] if callout else first)
    node = Node("quote", index, end, title, inline, body_start=index + 1)
    node.callout = callout["kind"].casefold() if callout else ""
    return node


def _details(page: Page, index: int, end: int) -> Node:
    text, after = summary_of(page, index, end)
    return Node("details", index, end, read_title(text), body_start=after)


def summary_of(page: Page, start: int, end: int) -> tuple[str, int]:
    """Find the text of `<summary>` and the line after it; ("", start + 1) if there is none."""
    for stop in range(start, min(start + 8, end)):
        joined = "\n".join(line.text for line in page.lines[start : stop + 1])
        found = _SUMMARY.search(joined)
        if found:
            return one_line(found["text"]), stop + 1
    return "", start + 1


def find_details(page: Page) -> dict[int, int]:
    """Pair the lines that open and close `<details>`; one that never closes ends at a heading."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for index, line in enumerate(page.lines):
        if line.kind in {"code", "math"} or "details" not in line.text.lower():
            continue
        opens = len(re.findall(r"<details\b", line.text, re.IGNORECASE))
        closes = len(re.findall(r"</details\s*>", line.text, re.IGNORECASE))
        stack.extend([index] * opens)
        for _ in range(min(closes, len(stack))):
            pairs[stack.pop()] = index + 1
    for index in stack:
        pairs.setdefault(index, _unclosed_end(page, index))
    return pairs


def _unclosed_end(page: Page, start: int) -> int:
    for index in range(start + 1, len(page)):
        line = page.lines[index]
        if line.kind == "heading" or re.match(r"\s*<details\b", line.text, re.IGNORECASE):
            return index
    return len(page)
