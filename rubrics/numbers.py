"""Numbers in running text, with their units, so that two texts can be compared by value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rubrics.text import Span, fold

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_SCALE = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SUFFIX = {
    "k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12, "千": 1e3, "万": 1e4, "亿": 1e8, "万亿": 1e12,
}  # fmt: skip
_UNITS = (
    *("tokens", "token", "gb", "mb", "kb", "tb", "ms", "bits", "bit", "bytes", "byte", "hz", "%"),
    *("倍", "层", "个", "位", "字节", "比特", "秒", "毫秒", "次", "步", "轮", "年", "月", "阶段"),
    *("种", "头", "组", "条", "times", "x", "layers", "heads"),
)
_SAME_UNIT = {
    "tokens": "token", "bits": "bit", "比特": "bit", "bytes": "字节", "byte": "字节", "times": "倍",
    "x": "倍", "layers": "层", "heads": "头", "个": "", "种": "",
}  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w.])(?P<a>\d+(?:,\d{3})*(?:\.\d+)?(?:e-?\d+)?)"
    r"(?:\s*/\s*(?P<b>\d+))?"
    r"\s*(?P<suffix>万亿|[kmbt](?![a-z])|[千万亿])?"
    rf"\s*-?(?P<unit>{'|'.join(map(re.escape, _UNITS))})?(?![a-z])"
)
_CHINESE = r"[零一二两三四五六七八九十百千万亿]++"
_APART = r"(?<![零一二两三四五六七八九十百千万亿])"
_FRACTION = re.compile(rf"{_APART}(?P<b>{_CHINESE})分之(?P<a>{_CHINESE})")
_COUNT = re.compile(rf"{_APART}(?P<a>{_CHINESE})\s*(?P<unit>次|倍|层|个|位|种|组|步|轮|阶段)")


@dataclass(frozen=True, slots=True)
class Number:
    """A value, its unit ("" if none; "个" and other mere counters too), and where it stands."""

    value: float
    unit: str
    span: Span


def chinese_value(text: str) -> int | None:
    """一百二十八 -> 128; None when the characters are no numeral."""
    total, section, digit = 0, 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif (scale := _SCALE[character]) >= 10_000:
            total += (section + digit or 1) * scale
            section = digit = 0
        else:
            section += (digit or 1) * scale
            digit = 0
    value = total + section + digit
    return value if value or text in ("零", "〇") else None


def _unit(name: str | None) -> str:
    return _SAME_UNIT.get(name or "", name or "")


def numbers(text: str) -> list[Number]:
    """All numbers of `text` in reading order: 128K, 2e-4, 40%, 1/8, 八分之一, 三次."""
    view = fold(text)
    found: list[Number] = []
    for m in _NUMBER.finditer(view.text):
        value = float(m["a"].replace(",", ""))
        if m["b"] and float(m["b"]):
            value /= float(m["b"])
        value *= _SUFFIX.get(m["suffix"] or "", 1.0)
        unit = _unit(m["unit"])
        if unit == "%":
            value, unit = value / 100, ""
        found.append(Number(value, unit, view.span(m.start(), m.end())))
    for m in _FRACTION.finditer(view.text):
        a, b = chinese_value(m["a"]), chinese_value(m["b"])
        if a is not None and b:
            found.append(Number(a / b, "", view.span(m.start(), m.end())))
    for m in _COUNT.finditer(view.text):
        count = chinese_value(m["a"])
        if count is not None:
            found.append(Number(float(count), _unit(m["unit"]), view.span(m.start(), m.end())))
    return sorted(found, key=lambda n: n.span.start)


def same_value(a: Number, b: Number) -> bool:
    """Equal within 2 %, units compatible; 128K and 131072 count as equal."""
    if a.unit and b.unit and a.unit != b.unit:
        return False
    big = max(abs(a.value), abs(b.value))
    return abs(a.value - b.value) <= 0.025 * big
