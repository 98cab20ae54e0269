"""Every text in every scheme has the contrast that WCAG 2 AA asks for: 4.5 to 1."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import product

import pytest

CSS = (files("reports") / "static" / "report.css").read_text("utf-8")
TONES = ("covered", "partial", "missing", "contradicted", "unscored")
GROUNDS = ("ground", "paper", "shade")


def schemes() -> dict[str, dict[str, str]]:
    """The colours of the light, the dark and the printed page."""
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    names = ("light", "dark", "print")
    return {
        n: dict(re.findall(r"--([\w-]+): (#\w+)", b)) for n, b in zip(names, blocks, strict=True)
    }


def pairs() -> list[tuple[str, str]]:
    """What is printed on what."""
    texts = product(("ink", "soft", "link", *TONES), GROUNDS)
    return [*texts, *((tone, f"{tone}-bg") for tone in TONES), *(("ink", f"{t}-bg") for t in TONES)]


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(("text", "ground"), pairs())
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of #rgb or #rrggbb."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    red, green, blue = (_linear(int(digits[n : n + 2], 16) / 255) for n in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
