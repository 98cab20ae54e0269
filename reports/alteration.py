"""Does a report show what its own record says? A page is made again and held against the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from reports.clean import one_line
from reports.figures import show_score
from reports.html import render_html
from reports.page import build_page
from reports.record import Record
from reports.words import Words

_NUMBER = '<span class="number">'
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Alteration:
    """The first place where a page shows something else than its record says."""

    shown: str
    recorded: str


def find_alteration(html: str, record: Record, *, same_program: bool) -> Alteration | None:
    """None where the page is the one that its record gives, byte for byte but for line ends.

    Another version of the program writes other pages: of those only the score is compared.
    """
    if not same_program:
        return _other_score(html, record)
    page = build_page(record.sheet, record.question, record.rubric, record.lang, record.glossary)
    made, given = render_html(page), html.replace("\r\n", "\n")
    return None if made == given else _first_difference(given, made)


def _other_score(html: str, record: Record) -> Alteration | None:
    shown = html.partition(_NUMBER)[2].partition("<")[0]
    figure = show_score(record.sheet.score) or Words(record.lang).say("Unscored")
    recorded = figure.replace("<", "&lt;")
    return None if shown == recorded else Alteration(one_line(shown, _SHOWN), recorded)


def _first_difference(given: str, made: str) -> Alteration:
    pairs = zip_longest(given.split("\n"), made.split("\n"), fillvalue="")
    shown, recorded = next(pair for pair in pairs if pair[0] != pair[1])
    at = next((i for i, (a, b) in enumerate(zip(shown, recorded, strict=False)) if a != b), 0)
    pieces = [line[max(0, at - _SHOWN // 2) : at + 2 * _SHOWN] for line in (shown, recorded)]
    words = [one_line(_TAG.sub(" ", piece), _SHOWN) for piece in pieces]
    if words[0] == words[1]:  # it is the markup that differs
        words = [one_line(piece, _SHOWN) for piece in pieces]
    return Alteration(*words)
