"""Which nodes are questions, one function a style: pairs, bold lines, lists, lines that ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from questions.formats.context import Context
from questions.formats.nodes import Node
from questions.labels import is_answer_label
from questions.wording import asking

_WEAK = 0.4
_ASKING_CALLOUTS = {"question", "faq", "help", "quiz", "q"}
_LONGEST_LINE_QUESTION = 160
_LONGEST_NOTE = 60
_REMARK = re.compile(
    r"(?:面试)?(?:体验|感受|感想|感觉|总结|结果|备注|说明|流程|时长|时间|部门|地点|反馈|评价"
    r"|难度|氛围|注|ps|base)\s*[:：]",
    re.IGNORECASE,
)
_SMALL_TALK = re.compile(r"反问(?:环节)?|结束|无|略|等等|…+")

Style = Callable[[Sequence[Node], Context], list[int]]
"""Finds the positions of the nodes that ask, in order; none where the style is not used."""


def _pairs(nodes: Sequence[Node], _: Context) -> list[int]:
    """`Q:` and `A:`, 问 and 答, an interviewer and a candidate."""
    asked = [i for i, n in enumerate(nodes) if n.marker.kind == "ask"]
    answered = any(n.marker.kind == "answer" for n in nodes)
    if not asked or (all(nodes[i].kind == "item" for i in asked) and not answered):
        return []
    real = [i for i in asked if _really_asks(nodes, i)]
    if len(real) * 2 >= len(asked) and real:
        return [i for i in asked if nodes[i].title.text or nodes[i].inline or i in real]
    return asked if len(asked) > 2 else []


def _really_asks(nodes: Sequence[Node], index: int) -> bool:
    """Whether the words ask; after a bare `Question:` those of the next line."""
    text = nodes[index].title.text
    if not text and index + 1 < len(nodes) and nodes[index + 1].kind == "text":
        text = nodes[index + 1].title.text
    return bool(text) and asking(text) >= _WEAK


def _folded(nodes: Sequence[Node], context: Context) -> list[int]:
    """`<details>` with a question in its `<summary>`."""
    blocks = [i for i, n in enumerate(nodes) if n.kind == "details" and not _is_answer(n)]
    return _majority(nodes, blocks, context)


def _is_answer(node: Node) -> bool:
    return is_answer_label(node.title.text) or node.marker.kind == "answer"


def _callouts(nodes: Sequence[Node], _: Context) -> list[int]:
    """Quotes that ask: `> [!question] …`, or a quoted question above its answer."""
    quotes = [i for i, n in enumerate(nodes) if n.kind == "quote"]
    asking = [
        i
        for i in quotes
        if nodes[i].title.text and (nodes[i].callout in _ASKING_CALLOUTS or nodes[i].is_strong)
    ]
    if any(nodes[i].callout for i in asking):
        return [i for i in asking if nodes[i].callout]
    short = [i for i in asking if nodes[i].end - nodes[i].start == 1]
    return short if len(short) > 1 and len(short) * 2 >= len(quotes) else []


def _bold(nodes: Sequence[Node], context: Context) -> list[int]:
    """Bold lines on their own, numbered or not."""
    lines = [
        i
        for i, n in enumerate(nodes)
        if n.kind == "bold" and not is_answer_label(n.title.text) and n.marker.kind != "answer"
    ]
    strong = [i for i in lines if nodes[i].is_strong]
    if not strong or (len(strong) == 1 and not context.is_bank):
        return []
    if len(strong) * 2 < len(lines) and len(strong) < 3:
        return []
    return sorted({*strong, *_filled(nodes, lines, strong)})


def _filled(nodes: Sequence[Node], lines: Sequence[int], sure: Sequence[int]) -> list[int]:
    """Nodes whose number fills a gap in the count of those that ask."""
    taken = set(sure)
    numbers = {i: nodes[i].marker.number for i in lines}
    next_sure = _next_numbers(lines, numbers, taken)
    found: list[int] = []
    last: int | None = None
    for index in lines:
        number = numbers[index]
        if index in taken:
            last = number
            continue
        following = next_sure[index]
        first = last is None and number == 1 and following == 2
        fits = last is not None and number == last + 1 and (following is None or following > number)
        if number is not None and (first or fits):
            found.append(index)
            last = number
    return found


def _next_numbers(
    lines: Sequence[int], numbers: Mapping[int, int | None], taken: set[int]
) -> dict[int, int | None]:
    """Tell for each line the number of the next one that surely is a question."""
    following: int | None = None
    found: dict[int, int | None] = {}
    for index in reversed(lines):
        found[index] = following
        if index in taken:
            following = numbers[index]
    return found


def _items(nodes: Sequence[Node], context: Context) -> list[int]:
    """Items of a numbered list, whether Markdown sees one or only `1、` at the start of lines."""
    listed = [i for i, n in enumerate(nodes) if _is_numbered(n)]
    strong = [i for i in listed if nodes[i].is_strong]
    if not listed:
        return []
    if _is_list_of_questions(len(strong), len(listed), context):
        real = [i for i in listed if nodes[i].kind == "item" and _may_ask(nodes[i])]
        flowing = [i for i in listed if nodes[i].kind != "item"]
        allowed = set(real)
        solid = [i for i in _in_asking_runs(nodes, listed) if i in allowed]
        return sorted({*strong, *solid, *_filled(nodes, [*flowing, *real], strong)})
    return strong if context.is_bank else []


def _is_numbered(node: Node) -> bool:
    if node.kind == "item":
        return node.ordered or node.marker.kind == "ask"
    return node.kind == "text" and node.marker.kind in {"number", "ask", "chinese"}


def _is_list_of_questions(strong: int, total: int, context: Context) -> bool:
    if not context.is_bank:
        return False
    if context.is_notes and strong * 6 >= total:
        return True
    return (strong > 0 and strong * 2 >= total) or (context.lists_ask >= 0.6 and total > 1)


def _in_asking_runs(nodes: Sequence[Node], listed: Sequence[int]) -> list[int]:
    """Take whole lists of which half asks, or that stand below a label such as `三、代码`."""
    found: list[int] = []
    for run in _runs(listed):
        asking = sum(nodes[i].is_strong for i in run)
        above = nodes[run[0] - 1] if run[0] else None
        labelled = above is not None and above.marker.kind == "chinese" and not above.is_strong
        if (asking * 2 >= len(run) and (asking > 1 or len(run) > 1)) or labelled:
            found += run
    return found


def _runs(indices: Sequence[int]) -> list[list[int]]:
    """Cut indices where they do not follow each other."""
    runs: list[list[int]] = []
    for index in indices:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _may_ask(node: Node) -> bool:
    """Whether an item in a list of questions can be one: no statement, no title of a sublist."""
    text = node.title.text
    asking = sum(child.is_strong for child in node.children)
    holds = asking > 1 and asking * 2 >= len(node.children) and not node.is_strong
    small_talk = _SMALL_TALK.fullmatch(text)
    return (
        bool(text)
        and not holds
        and not small_talk
        and not (len(text) > 60 and text.endswith(("。", ".", "；")))
    )


def _bullets(nodes: Sequence[Node], context: Context) -> list[int]:
    """Bullets, each judged by its own words: lists without numbers often mix topics in."""
    if not context.is_bank:
        return []
    bullets = [i for i, n in enumerate(nodes) if n.kind == "item" and not n.ordered]
    strong = [i for i in bullets if nodes[i].is_strong and not nodes[i].is_link]
    if context.is_notes and len(bullets) > 2 and len(strong) * 6 >= len(bullets):
        return [i for i in bullets if nodes[i].is_strong or _is_short_item(nodes[i])]
    return strong


def _is_short_item(node: Node) -> bool:
    return (
        _may_ask(node)
        and not _REMARK.match(node.title.text)
        and len(node.title.text) <= _LONGEST_NOTE
    )


def _lines(nodes: Sequence[Node], context: Context) -> list[int]:
    """Plain lines that ask, alone in their paragraph or one below the other."""
    if not context.is_bank:
        return []
    texts = [i for i, n in enumerate(nodes) if n.kind == "text"]
    asking = [i for i in texts if _is_line_question(nodes[i])]
    alone = [i for i in asking if _is_alone(nodes, i, set(asking))]
    if len(alone) < 2 and len(texts) != len(alone):
        return []
    return sorted({*alone, *_neighbours(nodes, alone)})


def _neighbours(nodes: Sequence[Node], asking: Sequence[int]) -> list[int]:
    """Find short lines that half ask, right below two lines of questions."""
    known = set(asking)
    found: list[int] = []
    for index in range(2, len(nodes)):
        node = nodes[index]
        if index in known or node.opens_paragraph or node.kind != "text":
            continue
        if {index - 1, index - 2} <= known and _half_asks(node):
            found.append(index)
            known.add(index)
    return found


def _half_asks(node: Node) -> bool:
    return node.title.score >= _WEAK and 3 < len(node.title.text) < 40


def _is_line_question(node: Node) -> bool:
    text = node.title.text
    rhetorical = text.startswith(("那", "但", "所以", "这", "因此", "But ", "So ", "And "))
    return node.is_strong and 4 <= len(text) <= _LONGEST_LINE_QUESTION and not rhetorical


def _is_alone(nodes: Sequence[Node], index: int, asking: set[int]) -> bool:
    """Whether no other text shares the paragraph, but for lines that ask as well or answer."""
    node = nodes[index]
    if not node.opens_paragraph and index - 1 not in asking:
        return False
    if index + 1 >= len(nodes) or nodes[index + 1].opens_paragraph:
        return True
    following = nodes[index + 1]
    return following.kind != "text" or index + 1 in asking or node.title.score >= 0.9


def _majority(nodes: Sequence[Node], candidates: Sequence[int], context: Context) -> list[int]:
    strong = [i for i in candidates if nodes[i].is_strong]
    if not strong or (len(strong) == 1 and not context.is_bank):
        return []
    if len(strong) * 2 >= len(candidates):
        return [
            i
            for i in candidates
            if nodes[i].is_strong
            or nodes[i].title.score >= _WEAK
            or (nodes[i].title.text and not nodes[i].title.text.endswith("篇"))
        ]
    return strong


STYLES: tuple[tuple[str, Style], ...] = (
    ("pair", _pairs),
    ("details", _folded),
    ("callout", _callouts),
    ("bold", _bold),
    ("item", _items),
    ("bullet", _bullets),
    ("line", _lines),
)
"""Every style with its name; the first that finds something settles what a region is."""
