"""Charts as shapes: places and lengths are decided here, the template only writes them down."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from reports.clean import clip
from reports.columns import cells
from reports.documents.parts import Dot, Scatter, Whiskers

WIDTH = 720.0
_LEFT, _RIGHT, _ROW, _TOP = 190.0, 150.0, 26.0, 8.0
_PLOT_HEIGHT = 320.0


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; `kind` is its class."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str


@dataclass(frozen=True, slots=True)
class Circle:
    """A dot with a title that shows on hovering."""

    x: float
    y: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of WIDTH by `height`; `text` says in words what it shows."""

    text: str
    height: float
    lines: tuple[Line, ...]
    circles: tuple[Circle, ...]
    texts: tuple[Text, ...]


def draw_whiskers(chart: Whiskers) -> Drawing:
    """One row a value: its name, its range with a dot, its figures."""
    edges = [v for row in chart.rows for v in (row.low, row.high, row.at)] + [0.0] * chart.zero
    low, high, ticks = _scale(min(edges, default=0.0), max(edges, default=1.0))
    right = WIDTH - _RIGHT
    bottom = _TOP + _ROW * len(chart.rows)

    def x(value: float) -> float:
        return round(_LEFT + (right - _LEFT) * (value - low) / (high - low), 1)

    lines = [
        Line(x(t), _TOP, x(t), bottom, "zero" if t == 0 and chart.zero else "grid") for t in ticks
    ]
    texts = [Text(x(t), bottom + 16, _plain(t), "middle", "tick") for t in ticks]
    circles = []
    for i, row in enumerate(chart.rows):
        y = _TOP + _ROW * (i + 0.5)
        lines.append(Line(x(row.low), y, x(row.high), y, f"whisker s-{row.tone or 'plain'}"))
        circles.append(Circle(x(row.at), y, f"s-{row.tone or 'plain'}", f"{row.label}: {row.text}"))
        texts.append(Text(_LEFT - 10, y + 4, _short(row.label, 24), "end", "name"))
        texts.append(Text(right + 12, y + 4, row.text, "start", "value"))
    return Drawing(chart.text, bottom + 24, tuple(lines), tuple(circles), tuple(texts))


def draw_scatter(chart: Scatter) -> Drawing:
    """A plot with both scales; names stand beside their dots."""
    x_low, x_high, x_ticks = _scale(*_ends([d.x for d in chart.dots]))
    y_low, y_high, y_ticks = _scale(*_ends([*(d.y for d in chart.dots), *chart.lines]))
    left, right, bottom = 60.0, WIDTH - 30.0, _TOP + _PLOT_HEIGHT

    def x(value: float) -> float:
        return round(left + (right - left) * (value - x_low) / (x_high - x_low), 1)

    def y(value: float) -> float:
        return round(bottom - (bottom - _TOP) * (value - y_low) / (y_high - y_low), 1)

    lines = [Line(left, y(t), right, y(t), "grid") for t in y_ticks]
    lines += [Line(x(t), _TOP, x(t), bottom, "grid") for t in x_ticks]
    lines += [Line(left, y(v), right, y(v), "zero") for v in chart.lines]
    front = sorted((d for d in chart.dots if d.best), key=lambda d: d.x)
    lines += [Line(x(a.x), y(a.y), x(b.x), y(b.y), "front") for a, b in pairwise(front)]
    texts = [Text(left - 8, y(t) + 4, _plain(t), "end", "tick") for t in y_ticks]
    texts += [Text(x(t), bottom + 16, _plain(t), "middle", "tick") for t in x_ticks]
    texts.append(Text((left + right) / 2, bottom + 36, chart.x_label, "middle", "axis"))
    texts.append(Text(left, _TOP + 12, chart.y_label, "start", "axis"))
    named = [d for d in chart.dots if d.label] if len(chart.dots) <= 30 else []
    texts += [_name(d, x(d.x), y(d.y), right) for d in named]
    circles = [
        Circle(x(d.x), y(d.y), "best" if d.best else "s-plain", f"{d.label} ({d.x:g}, {d.y:g})")
        for d in chart.dots
    ]
    return Drawing(chart.text, bottom + 44, tuple(lines), tuple(circles), tuple(texts))


def _name(dot: Dot, x: float, y: float, right: float) -> Text:
    label = _short(dot.label, 24)
    late = x > right - 160
    return Text(x - 9 if late else x + 9, y - 6, label, "end" if late else "start", "name")


def _ends(values: list[float]) -> tuple[float, float]:
    return (min(values), max(values)) if values else (0.0, 1.0)


def _scale(low: float, high: float) -> tuple[float, float, list[float]]:
    """A range around both with about five round ticks."""
    if high - low < 1e-9:
        low, high = low - 1.0, high + 1.0
    rough = (high - low) / 5
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * m for m in (1, 2, 5, 10) if size * m >= rough - 1e-12)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = [round(i * step, 10) for i in range(first, last + 1)]
    return ticks[0], ticks[-1], ticks


def _plain(value: float) -> str:
    return f"{value:,.10g}"


def _short(text: str, columns: int) -> str:
    """Text that takes at most so many columns, East Asian characters counting two."""
    if cells(text) <= columns:
        return text
    kept = ""
    for char in text:
        if cells(kept + char) > columns - 1:
            break
        kept += char
    return clip(kept + "…", columns)
