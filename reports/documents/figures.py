"""Estimates as people read them, and cells of other people's words made harmless."""

from __future__ import annotations

import math

from reports.clean import one_line
from reports.documents.parts import Cell
from reports.statistics.bootstrap import Estimate

NONE = "–"
_TITLE = 90


def show_mean(value: float | None) -> str:
    """A mean score with one decimal, rounded down, so that 99.96 is no 100; – for None."""
    if value is None or not math.isfinite(value):
        return NONE
    return f"{math.floor(value * 10 + 1e-9) / 10:.1f}"


def show_number(value: float | None, digits: int = 2) -> str:
    """A number with so many decimals and a true minus; – for None."""
    if value is None or not math.isfinite(value):
        return NONE
    text = f"{value:,.{digits}f}"
    return f"−{text[1:]}" if text.startswith("-") and float(value) < 0 else text


def show_signed(value: float | None, digits: int = 1) -> str:
    """As `show_number`, with a plus before what is above 0."""
    text = show_number(value, digits)
    return f"+{text}" if value is not None and value > 0 else text


def show_p(p: float) -> str:
    """A p-value with three decimals, never 0."""
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def show_interval(estimate: Estimate | None, digits: int = 1) -> str:
    """As `show_span`; – where there is none."""
    if estimate is None or estimate.low is None or estimate.high is None:
        return NONE
    return show_span(estimate.low, estimate.high, digits)


def show_span(low: float, high: float, digits: int = 1) -> str:
    """Such as `[58.1, 66.4]`: the same in every language, and clear with a minus."""
    return f"[{show_number(low, digits)}, {show_number(high, digits)}]"


def words_cell(text: str, tone: str = "") -> Cell:
    """Other people's words on one line, cut to a length that a table bears."""
    return Cell(one_line(text, _TITLE) or NONE, tone=tone)


def mean_cell(value: float | None) -> Cell:
    """A mean score."""
    return Cell(show_mean(value), value)


def number_cell(value: float | None, digits: int = 2, tone: str = "") -> Cell:
    """A number."""
    return Cell(show_number(value, digits), value, tone)


def count_cell(value: int, tone: str = "") -> Cell:
    """A whole number."""
    return Cell(f"{value:,}", value, tone)


def estimate_cell(estimate: Estimate | None, digits: int = 2) -> Cell:
    """A value with its interval behind it: `0.81 [0.74, 0.86]`."""
    if estimate is None:
        return Cell(NONE)
    interval = show_interval(estimate, digits)
    text = show_number(estimate.value, digits)
    return Cell(text if interval == NONE else f"{text} {interval}", estimate.value)
