"""Every regular expression of the program, and texts made to keep each of them busy."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import Any

import grader
import questions
import reports
import rubrics

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _constants, _parser  # type: ignore[attr-defined]  # how `re` itself reads a pattern

PACKAGES = (questions, rubrics, reports, grader)
_HEAVY = ("grader.engines.ray", "grader.encoders.", "grader.testing")
"""Modules that need what is not installed everywhere; they are read as text all the same."""
_FUNCTIONS = (
    "compile",
    "search",
    "match",
    "fullmatch",
    "sub",
    "subn",
    "findall",
    "finditer",
    "split",
)


@dataclass(frozen=True)
class Found:
    """A pattern, where it was found, and whether it is only ever held against the beginning."""

    place: str
    pattern: re.Pattern[str]
    anchored: bool


def modules() -> Iterator[str]:
    for package in PACKAGES:
        yield package.__name__
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not info.name.startswith(_HEAVY):
                yield info.name


@cache
def all_patterns() -> tuple[Found, ...]:
    """Each pattern once: those compiled at import, and those written where they are used."""
    found: dict[tuple[str, int], Found] = {}
    for name in modules():
        module = importlib.import_module(name)
        for place, pattern in (*_held(vars(module), name), *_written(module)):
            if isinstance(pattern.pattern, str):
                one = Found(place, pattern, _is_anchored(place))
                found.setdefault((pattern.pattern, pattern.flags), one)
    return tuple(found.values())


@cache
def _sources() -> str:
    folders = [Path(str(p.__file__)).parent for p in PACKAGES]
    return "\n".join(f.read_text("utf-8") for folder in folders for f in folder.rglob("*.py"))


def _is_anchored(place: str) -> bool:
    """Whether `match` and `fullmatch` are the only ways in which the program uses the name."""
    if ":" in place:  # written where it is used: the way is at the end
        return place.endswith((":match", ":fullmatch"))
    name = place.rpartition(".")[2]
    used = set(re.findall(rf"\b{re.escape(name)}\.(\w+)\(", _sources()))
    bare = re.findall(rf"\b{re.escape(name)}\b(?!\.\w+\(| = |:)", _sources())
    return bool(used) and used <= {"match", "fullmatch"} and not bare


def _held(value: object, place: str, depth: int = 0) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Patterns in a module's names, and in the tuples, lists and mappings under them."""
    if isinstance(value, re.Pattern):
        yield place, value
    elif isinstance(value, dict) and depth < 4:
        for key, inner in list(value.items()):
            yield from _held(inner, f"{place}.{key}", depth + 1)
    elif isinstance(value, list | tuple | set | frozenset) and depth < 4:
        for inner in value:
            yield from _held(inner, place, depth + 1)


def _written(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Patterns in calls such as `re.sub(r"…", …)`, f-strings filled in with the module's names."""
    source = Path(str(module.__file__))
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        base = node.func.value
        if isinstance(base, ast.Name) and base.id == "re" and node.func.attr in _FUNCTIONS:
            pattern = _evaluated(node, module)
            if pattern is not None:
                yield f"{module.__name__}:{node.lineno}:{node.func.attr}", pattern


def _evaluated(node: ast.Call, module: ModuleType) -> re.Pattern[Any] | None:
    """None for a pattern made of local names: those are built of escaped or listed words."""
    flags = [k.value for k in node.keywords if k.arg == "flags"]
    flags += [a for a in node.args[1:] if "re." in ast.unparse(a)]
    try:
        text = eval(ast.unparse(node.args[0]), dict(vars(module)))  # noqa: S307  # our own source
        value = eval(ast.unparse(flags[0]), dict(vars(module))) if flags else 0  # noqa: S307  # as above
    except NameError:
        return None
    return re.compile(text, value)


def attacks(pattern: re.Pattern[str]) -> list[tuple[str, str, str]]:
    """(head, body, tail): the body is to be repeated; what follows never lets it match.

    One for each repetition inside the pattern, from a text that the parts before it match, and one
    for each letter that it names.
    """
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    found = [
        (head, body, tail) for head, body in _repeats(tree, "") if body for tail in ("\x00", "\n")
    ]
    letters = {c for _, body in _repeats(tree, "") for c in body} | set(" \na1。")
    found += [("", letter, "\x00") for letter in sorted(letters)]
    found += [("", head + body, "\x00") for head, body in _repeats(tree, "") if head]
    return list(dict.fromkeys(found))[:40]


def _repeats(tree: Any, head: str) -> Iterator[tuple[str, str]]:
    """For each repetition: a text that leads up to it, and one that it repeats."""
    for operation, argument in tree:
        if operation in (
            _constants.MAX_REPEAT,
            _constants.MIN_REPEAT,
            _constants.POSSESSIVE_REPEAT,
        ):
            low, high, inner = argument
            yield from _repeats(inner, head)
            if high > 8:
                yield from ((head, body) for body in _samples(inner))
            head += _sample(inner) * max(low, 1)
        elif operation is _constants.SUBPATTERN:
            yield from _repeats(argument[3], head)
            head += _sample(argument[3])
        elif operation is _constants.BRANCH:
            for branch in argument[1]:
                yield from _repeats(branch, head)
            head += _sample(argument[1][0])
        elif operation in (_constants.ASSERT, _constants.ASSERT_NOT, _constants.ATOMIC_GROUP):
            yield from _repeats(argument[1] if isinstance(argument, tuple) else argument, head)
        else:
            head += _sample([(operation, argument)])


def _samples(tree: Any) -> list[str]:
    """Some texts that match: one a branch where there are branches, else a few letters of a set."""
    items = list(tree)
    if len(items) == 1 and items[0][0] is _constants.BRANCH:
        return [_sample(branch) for branch in items[0][1][1]]
    if len(items) == 1 and items[0][0] is _constants.IN:
        return sorted({_member(items[0][1], choice) for choice in range(4)})
    return [_sample(tree)]


def _sample(tree: Any) -> str:
    """A text that the parsed pattern matches, or nearly."""
    return "".join(_one(operation, argument) for operation, argument in tree)


def _one(operation: Any, argument: Any) -> str:
    simple: dict[Any, Callable[[], str]] = {
        _constants.LITERAL: lambda: chr(argument),
        _constants.NOT_LITERAL: lambda: "a" if argument != ord("a") else "b",
        _constants.ANY: lambda: "a",
        _constants.IN: lambda: _member(argument, 0),
        _constants.BRANCH: lambda: _sample(argument[1][0]),
        _constants.SUBPATTERN: lambda: _sample(argument[3]),
        _constants.ATOMIC_GROUP: lambda: _sample(argument),
    }
    if operation in simple:
        made: str = simple[operation]()
        return made
    if operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
        repeats: int = max(argument[0], 1)
        return _sample(argument[2]) * repeats
    return ""


_OF_CATEGORY = {"DIGIT": "1", "WORD": "a", "SPACE": " "}


def _member(members: Any, choice: int) -> str:
    """One character of a set; of a set of what is not meant, one that is in none of its parts."""
    if members[0][0] is _constants.NEGATE:
        return next((c for c in "ab 1。\n" if not any(_holds(m, c) for m in members[1:])), "a")
    kind, value = members[choice % len(members)]
    if kind is _constants.RANGE:
        return chr(int(value[0]))
    if kind is _constants.CATEGORY:
        name = str(value).removeprefix("CATEGORY_").removeprefix("UNI_")
        return _OF_CATEGORY.get(name, "。")
    return chr(int(value))


def _holds(member: Any, character: str) -> bool:
    kind, value = member
    if kind is _constants.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    if kind is _constants.CATEGORY:
        name = str(value).removeprefix("CATEGORY_").removeprefix("UNI_")
        return {
            "DIGIT": character.isdigit(),
            "WORD": character.isalnum(),
            "SPACE": character.isspace(),
        }.get(name, False)
    return bool(value == ord(character))


COUNTS = (4, 6, 8, 10, 12, 15, 18, 22, 26, 40, 64, 96, 128, 192, 256, 384, 512, 1024)
_LARGE = 8_192
_NOTICEABLE = 0.0006
"""Seconds of the processor. Looking at 1,024 characters once takes a twentieth of that, looking at
all of them for each of them three times as much."""
GROWS = 2.8
"""Twice the text takes twice the time, give or take the clock; four times is a square."""


def growth(found: Found, head: str, body: str, tail: str) -> float:
    """By how much the time grows when the text doubles; 1 where it cannot be measured.

    Small texts come first, so that what explodes is seen before it takes minutes. A square may
    be a bound in the pattern that is not reached yet: it is measured again with more.
    """
    for count in COUNTS:
        size = max(2, count // len(body)) if count > 100 else count
        first = _ratio(found, head, body, tail, size)
        if first > GROWS and _ratio(found, head, body, tail, size) > GROWS:  # twice: clocks err
            return first if first > 5 else _at_large(found, head, body, tail)
    return _at_large(found, head, body, tail)


def _at_large(found: Found, head: str, body: str, tail: str) -> float:
    """Some squares are so quick that only a long text shows them; twice, because clocks err."""
    size = max(2, _LARGE // len(body))
    first = _ratio(found, head, body, tail, size, 0.004)
    return first if first <= GROWS else min(first, _ratio(found, head, body, tail, size, 0.004))


def _ratio(
    found: Found, head: str, body: str, tail: str, size: int, least: float = _NOTICEABLE
) -> float:
    took = _time(found, head + body * size + tail)
    if took < least:
        return 1.0
    return took / max(_time(found, head + body * (size // 2) + tail), 1e-6)


def _time(found: Found, text: str) -> float:
    """Seconds of the processor for one match at the beginning, or all matches in the text."""
    start = process_time()
    if found.anchored:
        found.pattern.match(text)
    else:
        for _match in found.pattern.finditer(text):
            pass
    return process_time() - start
