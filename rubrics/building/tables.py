"""Tables as claims: a row is one statement, with the heads in the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rubrics.building.split import width
from rubrics.building.vocabulary import label
from rubrics.markup import readable
from rubrics.text import CJK, folded, language

_GENERIC = label(
    r"(?:what|how)\b.* 要点 说明 描述 特点 作用 内容 建议 问题 效果 备注 结论 解释 含义 定义 做法",
    r"核心思想 行为 原理 主要目的 详情 概述 解决方案",
    r"descriptions? notes? meaning details? summary value",
)
_ASPECTS = label(
    r"\s* 项目? 对比项? 维度 对比维度 特性 指标 方面 比较项 技术点 创新维度 属性 特征 类别",
    r"aspect feature property criterion dimension metric item",
)
_EMPTY = frozenset(("", "-", "—", "–", "/", "n/a", "无", "…", "--"))
_TOGETHER = 60
_MOST_COLUMNS = 3
_MOST_ROWS = 5
_FIGURE = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: `cells` are (head, words).

    `by_thing`: the heads are the things compared. `is_column`: made from a column of figures.
    """

    head: str
    cells: tuple[tuple[str, str], ...]
    by_thing: bool
    number: int
    source: str
    is_column: bool = False

    @property
    def aspect(self) -> str:
        """What things are compared in; "" where the row itself is the thing."""
        return self.head if self.by_thing else ""

    @property
    def swapped(self) -> str:
        """The row with its two things exchanged: a mistake; "" unless two things differ."""
        if (
            not self.by_thing
            or len(self.cells) != 2
            or folded(self.cells[0][1]) == folded(self.cells[1][1])
        ):
            return ""
        colon, semicolon = _marks(self.head + "".join(c for _, c in self.cells))
        (first, a), (second, b) = self.cells
        return f"{self.head}{colon}{first} {b}{semicolon}{second} {a}"

    def claims(self, longest: int) -> Iterator[tuple[str, str]]:
        """(statement, subject) for the row, in as many pieces as its length asks for."""
        if self.by_thing:
            yield from self._compared(longest)
        else:
            yield from self._described(longest)

    def _compared(self, longest: int) -> Iterator[tuple[str, str]]:
        colon, semicolon = _marks(self.head + "".join(c for _, c in self.cells))
        if len({folded(cell) for _, cell in self.cells}) == 1 and len(self.cells) > 1:
            things = "、".join(thing for thing, _ in self.cells)
            alike = " 都是 " if colon == "：" else " alike "
            yield f"{self.head}{colon}{things}{alike}{self.cells[0][1]}", ""
            return
        text = f"{self.head}{colon}" + semicolon.join(
            f"{thing} {cell}" for thing, cell in self.cells
        )
        if width(text) <= min(longest, _TOGETHER) and (
            self.is_column or len(self.cells) <= _MOST_COLUMNS
        ):
            yield text, ""
            return
        for thing, cell in self.cells:
            yield f"{thing}{' 的' if colon == '：' else ' '}{self.head}{colon}{cell}", thing

    def _described(self, longest: int) -> Iterator[tuple[str, str]]:
        colon, semicolon = _marks(self.head + "".join(c for _, c in self.cells))
        parts = [self._cell(head, cell, colon) for head, cell in self.cells]
        while parts:
            taken = [parts.pop(0)]
            while (
                parts
                and len(taken) < _MOST_COLUMNS
                and width(self.head) + sum(map(width, taken)) + width(parts[0]) <= longest
            ):
                taken.append(parts.pop(0))
            yield f"{self.head}{colon}{semicolon.join(taken)}", self.head

    def _cell(self, head: str, cell: str, colon: str) -> str:
        if not head or _GENERIC.match(head) or folded(head) in folded(cell):
            return cell
        if colon == ": ":
            return cell if len(self.cells) == 1 else f"{_lowered(head)} {cell}"
        if len(self.cells) == 1 and width(cell) > 16:
            return cell
        return (
            f"{head}为 {cell}"
            if cell[:1].isascii()
            else f"{head}为{cell}"
            if width(cell) <= 14
            else f"{head}：{cell}"
        )


def _lowered(head: str) -> str:
    return head[:1].lower() + head[1:] if head[1:] == head[1:].lower() else head


def _marks(text: str) -> tuple[str, str]:
    return ("：", "；") if re.search(f"[{CJK}]", text) else (": ", "; ")


def read_table(rows: Sequence[Sequence[str]], title: str) -> list[Row]:
    """The rows below the head; without rows that say nothing."""
    heads = [readable(cell).strip('"“” ') for cell in rows[0]]
    heads = (
        [head if len(head) < 2 else _bare(head) for head in heads]
        if len(set(map(_bare, heads))) == len(heads)
        else heads
    )
    by_thing = compares_things(heads, [readable(row[0]) for row in rows[1:] if row], title)
    body = [[readable(cell).strip('"“” 。') for cell in row] for row in rows[1:]]
    short = [] if by_thing else _figures(heads, body)
    found = []
    for number, words in enumerate(body, 1):
        cells = tuple(
            (head, cell)
            for head, cell in zip(heads[1:], words[1:], strict=False)
            if cell.lower() not in _EMPTY and head not in short
        )
        if words and words[0] and cells:
            found.append(Row(_bare(words[0]), cells, by_thing, number, " | ".join(words)))
    return [*found, *_columns(heads, body, short)]


def _bare(name: str) -> str:
    """Without the bracket behind a name, where enough is left."""
    short = re.sub(r"\s*[（(][^（()）]*[)）]$", "", name)
    return short if len(short) >= 2 else name


def _figures(heads: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    """Heads of columns of bare figures, read better side by side; never all the columns."""
    if len(heads) <= _MOST_COLUMNS or not 2 <= len(body) <= _MOST_ROWS:
        return []
    columns = {head: [row[i] for row in body if i < len(row)] for i, head in enumerate(heads) if i}
    short = [
        head for head, column in columns.items() if max(map(width, column), default=99) <= _FIGURE
    ]
    return short if len(short) < len(columns) else short[1:]


def _columns(
    heads: Sequence[str], body: Sequence[Sequence[str]], short: Sequence[str]
) -> list[Row]:
    rows = []
    for head in short:
        at = heads.index(head)
        cells = tuple(
            (_bare(row[0]), row[at])
            for row in body
            if len(row) > at and row[at].lower() not in _EMPTY
        )
        if cells:
            rows.append(
                Row(
                    head,
                    cells,
                    True,
                    0,
                    " | ".join(f"{thing} {cell}" for thing, cell in cells),
                    is_column=True,
                )
            )
    return rows


def compares_things(heads: Sequence[str], first: Sequence[str], title: str) -> bool:
    """Whether the columns are the things compared and the rows the aspects, not the reverse."""
    others = heads[1:]
    if len(others) < 2:
        return False
    if not heads[0].strip():
        return True
    things = sum(_is_thing(head, title) for head in others)
    rows = sum(_is_thing(cell, title) for cell in first)
    if rows and first and rows / len(first) > things / len(others):
        return False
    return 2 * things >= len(others) and (things >= 2 or bool(_ASPECTS.match(heads[0])))


def _is_thing(text: str, title: str) -> bool:
    bare = re.sub(r"[（(].*", "", text).strip()
    if len(bare) >= 2 and folded(bare) in folded(title):
        return True
    return (
        language(title) != "en"
        and re.fullmatch(r"[A-Za-z][\w.\-+/]*(?: [\w.\-+/]+)?(?: ?\([\w ./年月-]+\))?", text)
        is not None
        and not text.islower()
    )
