"""Rubrics as YAML that a person edits: `kaoguan-rubric/1`, many rubrics a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from questions.errors import InputError
from questions.links import leads_outside
from questions.model import Question
from rubrics.model import KeyPoint, Rubric
from rubrics.text import folded

FORMAT = "kaoguan-rubric/1"
"""History: /1 (0.1.0) first version; `title`, `built`, `lines` and `doubt` are optional in it."""
_LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A rubric of a file. `built` has, by point id, the stamp of the point as it was built.

    A point whose stamp no longer fits was edited by a person; one without a stamp was written by
    one; a stamp without a point was struck out by one. `title` is there for the reader.
    """

    rubric: Rubric
    built: Mapping[str, str] = field(default_factory=dict)
    title: str = ""


_QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_NUMBER = re.compile(r"^(?:0|[1-9][0-9]{0,8})$")


class _Loader(yaml.SafeLoader):
    """Safe YAML that keeps the line of each mapping and refuses aliases (they can explode).

    Of what stands without quotes only nothing and short whole numbers are more than text: YAML's
    other numbers and dates can take hours to work out (`1:1:1:…` counts in sixties), and `on`,
    `1.10` or `2024-05-01` are meant as they are written.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012  # as PyYAML declares it
        "~": [("tag:yaml.org,2002:null", re.compile(r"^~$"))],
        "": [("tag:yaml.org,2002:null", re.compile(r"^$"))],
        **{digit: [("tag:yaml.org,2002:int", _NUMBER)] for digit in "0123456789"},
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it bare
            mark = event.start_mark
            raise yaml.MarkedYAMLError(problem="aliases are not allowed", problem_mark=mark)
        return super().compose_node(parent, index)


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    data = {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}
    data["__line__"] = node.start_mark.line + 1
    return data


def _plain_scalar(loader: _Loader, node: yaml.Node) -> str:
    """Text where a tag asks for another kind of value, such as `!!int 0x…` of any length."""
    return str(loader.construct_scalar(node))  # type: ignore[arg-type]  # raises for what is no scalar


def _short_number(loader: _Loader, node: yaml.Node) -> int | str:
    text = _plain_scalar(loader, node)
    return int(text) if _NUMBER.match(text) else text


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.add_constructor("tag:yaml.org,2002:int", _short_number)
for _kind in ("float", "timestamp", "binary", "bool"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_kind}", _plain_scalar)


def read_rubrics(text: str, path: str) -> tuple[Rubric, ...]:
    """All rubrics of one file. Raises InputError with file and line on anything but the format."""
    return tuple(kept.rubric for kept in read_kept(text, path))


def read_kept(text: str, path: str) -> tuple[Kept, ...]:
    """All rubrics of one file with their stamps. Raises InputError as `read_rubrics`."""
    if len(text) > _LARGEST:
        raise InputError("the rubric file is larger than 5 MB", place=path, hint="split it")
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506  # a SafeLoader without aliases
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(
            f"no YAML: {error.problem}",
            place=f"{path}:{line}",
            hint="quote texts that hold ': ' or '#'",
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = (str(error).splitlines() or ["not a value"])[0]
        raise InputError(f"no YAML: {reason[:200]}", place=path) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError(
            f"no rubric file: 'format: {FORMAT}' is missing",
            place=f"{path}:1",
            hint="see docs/formats.md",
        )
    entries = data.get("rubrics")
    if not isinstance(entries, list):
        raise InputError("'rubrics' must be a list", place=f"{path}:1")
    return tuple(_kept(entry, path) for entry in entries)


def _kept(entry: object, path: str) -> Kept:
    rubric = _rubric(entry, path)
    data = entry if isinstance(entry, dict) else {}
    built = data.get("built") or {}
    if not isinstance(built, dict):
        raise _fail("'built' must map ids to stamps", path, data["__line__"])
    stamps = {key: str(value) for key, value in built.items() if key != "__line__"}
    return Kept(rubric, stamps, str(data.get("title", "")))


def _fail(message: str, path: str, line: object, hint: str = "") -> InputError:
    return InputError(message, place=f"{path}:{line}", hint=hint)


def _rubric(entry: object, path: str) -> Rubric:
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str | int):
        raise _fail(
            "a rubric needs 'question'",
            path,
            entry.get("__line__", 1) if isinstance(entry, dict) else 1,
        )
    points = entry.get("points")
    if not isinstance(points, list) or not points:
        raise _fail("a rubric needs a list of 'points'", path, entry["__line__"])
    made = tuple(
        _point(point, path, entry["__line__"], number) for number, point in enumerate(points, 1)
    )
    ids = [p.id for p in made]
    if len(set(ids)) != len(ids):
        raise _fail("two points have the same id", path, entry["__line__"], "ids are k1, k2, …")
    return Rubric(str(entry["question"]), made, tuple(_texts(entry, "doubts", path)))


def _point(point: object, path: str, line: int, number: int) -> KeyPoint:
    if (
        not isinstance(point, dict)
        or not isinstance(point.get("text"), str)
        or not point["text"].strip()
    ):
        raise _fail(f"point {number} needs 'text'", path, line)
    weight = point.get("weight", 2)
    if weight not in (1, 2, 3) or isinstance(weight, bool):
        shown = repr(weight)[:20]
        message = f"point {number}: 'weight' must be 1, 2 or 3, not {shown}"
        raise _fail(message, path, point["__line__"])
    return KeyPoint(
        id=str(point.get("id", f"k{number}")),
        text=point["text"].strip(),
        weight=weight,
        keywords=tuple(_names(k) for k in _texts(point, "keywords", path)),
        mistakes=tuple(_texts(point, "mistakes", path)),
        passage=str(point.get("passage", "")),
        lines=_lines(point, path),
        why=str(point.get("why", "")),
        doubt=str(point.get("doubt", "")),
    )


def _lines(point: Mapping[str, Any], path: str) -> tuple[int, int] | None:
    lines = point.get("lines")
    if lines is None:
        return None
    match lines:
        case [int(first), int(last)] if 0 < first <= last:
            return first, last
    raise _fail("'lines' must be two numbers, first and last", path, point["__line__"])


def _texts(point: Mapping[str, Any], key: str, path: str) -> Sequence[str]:
    values = point.get(key) or []
    if not isinstance(values, list):
        raise _fail(f"'{key}' must be a list", path, point["__line__"])
    return [str(value) for value in values if value is not None and str(value).strip()]


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split("|") if name.strip())


def write_rubrics(rubrics: Iterable[Rubric]) -> str:
    """The YAML text; reading it back gives the same rubrics."""
    return write_kept(Kept(rubric) for rubric in rubrics)


def write_kept(kept: Iterable[Kept]) -> str:
    """The YAML text with stamps and titles; reading it back gives the same."""
    data = {"format": FORMAT, "rubrics": [_plain(each) for each in kept]}
    text: str = yaml.safe_dump(
        data, allow_unicode=True, sort_keys=False, width=100, default_flow_style=None
    )
    return text


def _plain(kept: Kept) -> dict[str, Any]:
    rubric = kept.rubric
    data: dict[str, Any] = {"question": rubric.question}
    if kept.title:
        data["title"] = kept.title
    if rubric.doubts:
        data["doubts"] = list(rubric.doubts)
    data["points"] = [_plain_point(point) for point in rubric.points]
    if kept.built:
        data["built"] = dict(kept.built)
    return data


def _plain_point(point: KeyPoint) -> dict[str, Any]:
    data: dict[str, Any] = {"id": point.id, "text": point.text, "weight": point.weight}
    optional = {
        "keywords": [" | ".join(names) for names in point.keywords],
        "mistakes": list(point.mistakes),
        "passage": point.passage,
        "lines": list(point.lines) if point.lines else None,
        "why": point.why,
        "doubt": point.doubt,
    }
    return data | {key: value for key, value in optional.items() if value}


def load_rubrics(path: str | Path) -> tuple[Rubric, ...]:
    """Rubrics of a file, or of every `.yaml`/`.yml` below a folder. Raises InputError."""
    return tuple(kept.rubric for file in rubric_files(Path(path)) for kept in load_kept(file))


def rubric_files(root: Path) -> list[Path]:
    """The file itself, or every `.yaml`/`.yml` below a folder, sorted. Raises InputError for links
    that lead out of it.
    """
    if not root.is_dir():
        return [root]
    found = sorted(p for p in root.rglob("*") if p.suffix in (".yaml", ".yml") and p.is_file())
    if outside := next((p for p in found if leads_outside(p, root)), None):
        hint = "give that file itself"
        raise InputError("is a link to a file outside this folder", place=str(outside), hint=hint)
    return found


def load_kept(file: Path) -> tuple[Kept, ...]:
    """The rubrics of one file with their stamps. Raises InputError."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise InputError(f"cannot read the rubric file: {reason}", place=str(file)) from None
    return read_kept(text, str(file))


def bundled_rubrics() -> tuple[Rubric, ...]:
    """The hand-checked rubrics of the bundled bank.

    They are ours and tested, so they need no lines for messages and are read by the quicker C
    loader where PyYAML has it.
    """
    folder = files("rubrics") / "library"
    texts = sorted(
        (f.name, f.read_text("utf-8")) for f in folder.iterdir() if f.name.endswith(".yaml")
    )
    return tuple(rubric for name, text in texts for rubric in _read_bundled(name, text))


def _read_bundled(name: str, text: str) -> list[Rubric]:
    data = yaml.load(text, Loader=_QUICK)  # noqa: S506  # a safe loader, and a file of ours
    entries = data["rubrics"]
    for entry in entries:
        for mapping in (entry, *entry["points"]):
            mapping["__line__"] = 1
    return [_rubric(entry, name) for entry in entries]


def find_rubric(rubrics: Iterable[Rubric], question: Question) -> Rubric | None:
    """The last of the rubrics that is for this question, by id or by title; None without one."""
    names = {folded(question.id), folded(question.title)}
    found = [rubric for rubric in rubrics if folded(rubric.question) in names]
    return found[-1] if found else None
