"""The shape that data of other people must have, said once and checked before anything is used.

A shape is a type; None; a function that says whether a value will do; a tuple of shapes, one of
which must fit; a list with the one shape of all items; or a mapping of names to shapes, where a
name that ends in "?" may be left out. What a mapping does not name is not looked at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

Shape = Any
"""As above; the type of a value that says what another value may be."""


def fault(value: object, shape: Shape, place: str = "it") -> str:
    """Where and how the value does not fit, "" when it fits. Never deeper than the shape."""
    if isinstance(shape, Mapping):
        return _fault_in_names(value, shape, place)
    if isinstance(shape, list):
        return _fault_in_items(value, shape[0], place)
    if isinstance(shape, tuple):
        faults = [fault(value, one, place) for one in shape]
        return "" if "" in faults else faults[-1]
    return "" if _fits(value, shape) else f"{place} is {_told(value)}, not {_wanted(shape)}"


def _fits(value: object, shape: Shape) -> bool:
    if shape is None:
        return value is None
    if isinstance(shape, type):
        return isinstance(value, shape) and (shape is bool or not isinstance(value, bool))
    return bool(shape(value))


def _fault_in_names(value: object, shape: Mapping[str, Shape], place: str) -> str:
    if not isinstance(value, Mapping):
        return f"{place} is {_told(value)}, not an object"
    for name, inner in shape.items():
        key = name.removesuffix("?")
        if key not in value:
            if key == name:
                return f"{place} has no {key!r}"
        elif found := fault(value[key], inner, key):
            return found
    return ""


def _fault_in_items(value: object, shape: Shape, place: str) -> str:
    if not isinstance(value, list | tuple):
        return f"{place} is {_told(value)}, not a list"
    return next(filter(None, (fault(item, shape, place) for item in value)), "")


def number(low: float, high: float) -> Callable[[object], bool]:
    """A finite number in [low, high]; true and false are none."""

    def check(value: object) -> bool:
        return (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and low <= value <= high  # false for NaN; exact for integers of any length
            and math.isfinite(value)
        )

    check.__doc__ = f"a number from {low:g} to {high:g}"
    return check


def whole(low: int, high: int) -> Callable[[object], bool]:
    """A whole number in [low, high]."""

    def check(value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high

    check.__doc__ = f"a whole number from {low} to {high}"
    return check


def one_of(*names: str) -> Callable[[object], bool]:
    """One of these texts."""

    def check(value: object) -> bool:
        return isinstance(value, str) and value in names

    check.__doc__ = f"one of {', '.join(names)}"
    return check


def mapping(
    keys: Callable[[object], bool], values: Callable[[object], bool]
) -> Callable[[object], bool]:
    """An object all of whose names and values will do."""

    def check(value: object) -> bool:
        return isinstance(value, Mapping) and all(keys(k) and values(v) for k, v in value.items())

    check.__doc__ = f"an object of which each value is {values.__doc__}"
    return check


def text(value: object) -> bool:
    """A text."""
    return isinstance(value, str)


_NAMES = {str: "a text", bool: "true or false", int: "a whole number", None: "null"}


def _wanted(shape: Shape) -> str:
    name = _NAMES.get(shape) or str(shape.__doc__).rstrip(".")
    return name[:1].lower() + name[1:]


def _told(value: object) -> str:
    """The value in a few characters; a huge number is not written out."""
    if isinstance(value, str):
        return f"{value[:30]!r}" + ("…" if len(value) > 30 else "")
    if isinstance(value, int) and value.bit_length() > 64:
        return "a huge number"
    if isinstance(value, int | float) or value is None:
        return repr(value)
    return "an object" if isinstance(value, Mapping) else "a list"
