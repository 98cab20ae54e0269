"""Names for the same thing: GQA = grouped-query attention = 分组查询注意力."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

from rubrics.text import CJK, Span, fold, folded

_WORD = r"[A-Za-z][A-Za-z\-]{0,40}"
_FULL = rf"(?P<full>[{CJK}]{{2,12}}|{_WORD}(?: {_WORD}){{1,5}})"
_FULL_SHORT = re.compile(rf"{_FULL}\s*[（(]\s*(?P<short>[A-Z][A-Za-z0-9\-]{{1,9}})\s*[)）]")
_SHORT_FULL = re.compile(rf"(?P<short>\b[A-Z][A-Z0-9\-]{{1,9}})\s*[（(]\s*{_FULL}\s*[)）]")
_TOKEN = re.compile(rf"[{CJK}]|[a-z0-9]+")
_BETWEEN = re.compile(r"[\s\-_/·]{0,2}")
_MOST_TOKENS = 10


@dataclass(frozen=True)
class Glossary:
    """Groups of names. Looking a name up gives its whole group, the name itself first."""

    groups: tuple[tuple[str, ...], ...] = ()
    _index: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def names(self, term: str) -> tuple[str, ...]:
        """All names of the thing that `term` names; only `term` when it is unknown."""
        group = self._index.get(folded(term).strip())
        if group is None:
            return (term,)
        return (term, *(n for n in self.groups[group] if folded(n) != folded(term)))

    def find(self, text: str) -> list[tuple[Span, tuple[str, ...]]]:
        """Every known name in `text` in reading order, longest first where two overlap.

        Each as (where it stands, its group with the name as it is written there first).
        """
        return [(span, self._spelled(span.of(text), group)) for span, group in self._found(text)]

    def things(self, text: str) -> frozenset[int]:
        """Numbers of the groups that have a name in `text`."""
        return frozenset(group for _, group in self._found(text))

    def _found(self, text: str) -> Iterator[tuple[Span, int]]:
        view = fold(text)
        tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(view.text)]
        at = 0
        while at < len(tokens):
            length, group = self._longest(view.text, tokens, at)
            if group is not None:
                yield view.span(tokens[at][0], tokens[at + length - 1][1]), group
            at += length

    def _longest(self, text: str, tokens: list[tuple[int, int]], at: int) -> tuple[int, int | None]:
        """How many tokens the longest name that starts at token `at` has, and its group."""
        best: tuple[int, int | None] = (1, None)
        keys, starts = self._keys
        key, end = "", tokens[at][0]
        for count, (start, stop) in enumerate(tokens[at : at + _MOST_TOKENS], 1):
            if not _BETWEEN.fullmatch(text, end, start):
                break
            key, end = key + text[start:stop], stop
            singular = key[:-1] if key.endswith("s") and len(key) > 4 else key
            group = keys.get(key, keys.get(singular))
            if group is not None:
                best = (count, group)
            if key not in starts:
                break
        return best

    def _spelled(self, written: str, group: int) -> tuple[str, ...]:
        return (written, *(n for n in self.groups[group] if folded(n) != folded(written)))

    @cached_property
    def _keys(self) -> tuple[dict[str, int], frozenset[str]]:
        """Names as they are looked up, and everything that a longer name starts with."""
        keys: dict[str, int] = {}
        starts: set[str] = set()
        for number, names in enumerate(self.groups):
            for name in names:
                tokens = _TOKEN.findall(folded(name))
                key = "".join(tokens)
                if len(key) >= 2:
                    keys.setdefault(key, number)
                    starts.update("".join(tokens[:n]) for n in range(1, len(tokens)))
        return keys, frozenset(starts)

    def __contains__(self, term: str) -> bool:
        """Whether the term is one of the names."""
        return folded(term).strip() in self._index


def make_glossary(groups: Iterable[Iterable[str]]) -> Glossary:
    """Groups that share a name become one; the order of first appearance is kept."""
    merged: list[list[str]] = []
    where: dict[str, int] = {}
    for group in groups:
        names = [n.strip() for n in group if n.strip()]
        home = next((where[folded(n)] for n in names if folded(n) in where), None)
        if home is None:
            home = len(merged)
            merged.append([])
        for name in names:
            if folded(name) not in where:
                where[folded(name)] = home
                merged[home].append(name)
    return Glossary(tuple(map(tuple, merged)), where)


@cache
def bundled_glossary() -> Glossary:
    """The list in `rubrics/data/glossary.txt`: one thing a line, names separated by `|`."""
    text = files("rubrics").joinpath("data/glossary.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return make_glossary(line.split("|") for line in lines)


def _initials(full: str) -> str:
    return "".join(word[0] for word in re.split(r"[\s\-]+", full) if word).upper()


def mine_glossary(texts: Iterable[str]) -> Glossary:
    """Abbreviations that the texts explain themselves: 全称（ABBR）, Full Name (FN), ABBR（全称）.

    A Latin full name counts only when its initials agree with the abbreviation; of a Chinese run
    before a bracket the longest form that is seen at least once is taken as it stands.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for pattern in (_FULL_SHORT, _SHORT_FULL):
            for match in pattern.finditer(text):
                full, short = match["full"].strip(), match["short"]
                if full.isascii():
                    words = full.split()[-len(short) :]
                    full = " ".join(words)
                    if _initials(full)[: len(short)] != short.upper()[: len(_initials(full))]:
                        continue
                elif len(full) > 8:
                    continue
                if full not in found[short]:
                    found[short].append(full)
    return make_glossary([short, *fulls] for short, fulls in found.items() if len(fulls) <= 3)


def join_glossaries(first: Glossary, second: Glossary) -> Glossary:
    """Both, with what they share made one."""
    return make_glossary([*first.groups, *second.groups])
