"""Rubrics as YAML that a person edits: `kaoguan-rubric/1`, many rubrics a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from questions.errors import InputError
from rubrics.model import KeyPoint, Rubric

FORMAT = "kaoguan-rubric/1"
"""History: /1 (0.1.0) first version."""
_LARGEST = 5_000_000


class _Loader(yaml.SafeLoader):
    """Safe YAML that keeps the line of each mapping and refuses aliases (they can explode)."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.MarkedYAMLError(problem="aliases are not allowed", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    data: dict[str, Any] = loader.construct_mapping(node, deep=True)
    data["__line__"] = node.start_mark.line + 1
    return data


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_rubrics(text: str, path: str) -> tuple[Rubric, ...]:
    """All rubrics of one file. Raises InputError with file and line on anything but the format."""
    if len(text) > _LARGEST:
        raise InputError("the rubric file is larger than 5 MB", place=path, hint="split it")
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506  # a SafeLoader without aliases
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"no YAML: {error.problem}", place=f"{path}:{line}", hint="quote texts that hold ': ' or '#'") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"no YAML: {str(error).splitlines()[0]}", place=path) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError(f"no rubric file: 'format: {FORMAT}' is missing", place=f"{path}:1", hint="see docs/formats.md")
    entries = data.get("rubrics")
    if not isinstance(entries, list):
        raise InputError("'rubrics' must be a list", place=f"{path}:1")
    return tuple(_rubric(entry, path) for entry in entries)


def _fail(message: str, path: str, line: object, hint: str = "") -> InputError:
    return InputError(message, place=f"{path}:{line}", hint=hint)


def _rubric(entry: object, path: str) -> Rubric:
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str | int):
        raise _fail("a rubric needs 'question'", path, entry.get("__line__", 1) if isinstance(entry, dict) else 1)
    points = entry.get("points")
    if not isinstance(points, list) or not points:
        raise _fail("a rubric needs a list of 'points'", path, entry["__line__"])
    made = tuple(_point(point, path, entry["__line__"], number) for number, point in enumerate(points, 1))
    ids = [p.id for p in made]
    if len(set(ids)) != len(ids):
        raise _fail("two points have the same id", path, entry["__line__"], "ids are k1, k2, …")
    return Rubric(str(entry["question"]), made)


def _point(point: object, path: str, line: int, number: int) -> KeyPoint:
    if not isinstance(point, dict) or not isinstance(point.get("text"), str) or not point["text"].strip():
        raise _fail(f"point {number} needs 'text'", path, line)
    weight = point.get("weight", 2)
    if weight not in (1, 2, 3) or isinstance(weight, bool):
        raise _fail(f"point {number}: 'weight' must be 1, 2 or 3, not {weight!r}", path, point["__line__"])
    return KeyPoint(
        id=str(point.get("id", f"k{number}")),
        text=point["text"].strip(),
        weight=weight,
        keywords=tuple(_names(k) for k in _texts(point, "keywords", path)),
        mistakes=tuple(_texts(point, "mistakes", path)),
        passage=str(point.get("passage", "")),
        why=str(point.get("why", "")),
    )


def _texts(point: Mapping[str, Any], key: str, path: str) -> Sequence[str]:
    values = point.get(key) or []
    if not isinstance(values, list):
        raise _fail(f"'{key}' must be a list", path, point["__line__"])
    return [str(value) for value in values if str(value).strip()]


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split("|") if name.strip())


def write_rubrics(rubrics: Iterable[Rubric]) -> str:
    """The YAML text; reading it back gives the same points."""
    data = {"format": FORMAT, "rubrics": [_plain(rubric) for rubric in rubrics]}
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
    return text


def _plain(rubric: Rubric) -> dict[str, Any]:
    return {"question": rubric.question, "points": [_plain_point(p) for p in rubric.points]}


def _plain_point(point: KeyPoint) -> dict[str, Any]:
    data: dict[str, Any] = {"id": point.id, "text": point.text, "weight": point.weight}
    if point.keywords:
        data["keywords"] = [" | ".join(names) for names in point.keywords]
    if point.mistakes:
        data["mistakes"] = list(point.mistakes)
    if point.passage:
        data["passage"] = point.passage
    if point.why:
        data["why"] = point.why
    return data


def load_rubrics(path: str | Path) -> tuple[Rubric, ...]:
    """Rubrics of a file, or of every `.yaml`/`.yml` below a folder. Raises InputError."""
    root = Path(path)
    if root.is_dir():
        found = sorted(p for p in root.rglob("*") if p.suffix in (".yaml", ".yml") and p.is_file())
    else:
        found = [root]
    rubrics: list[Rubric] = []
    for file in found:
        try:
            text = file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8"
            raise InputError(f"cannot read the rubric file: {reason}", place=str(file)) from None
        rubrics.extend(read_rubrics(text, str(file)))
    return tuple(rubrics)


def bundled_rubrics() -> tuple[Rubric, ...]:
    """The hand-checked rubrics of the bundled bank."""
    folder = files("rubrics") / "library"
    texts = sorted((f.name, f.read_text("utf-8")) for f in folder.iterdir() if f.name.endswith(".yaml"))
    return tuple(rubric for name, text in texts for rubric in read_rubrics(text, name))
