"""A folder of rubric files, one for each file of the bank, written without losing an edit."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from questions.errors import InputError
from questions.model import Question
from rubrics.build import build_rubric
from rubrics.files import Kept, load_kept, write_kept
from rubrics.glossary import Glossary
from rubrics.merge import Change, merge, stamped
from rubrics.text import folded


@dataclass(frozen=True, slots=True)
class Written:
    """One rubric file: how many rubrics it holds, whether it was written, what changed in it."""

    path: Path
    rubrics: int
    is_new: bool
    is_changed: bool
    changes: tuple[Change, ...] = ()
    unknown: tuple[str, ...] = ()
    """Questions on file that the bank no longer has; their rubrics stay."""


def build_folder(
    questions: Sequence[Question], out: Path, glossary: Glossary | None = None
) -> tuple[Written, ...]:
    """Build every gradable question and bring the files of `out` up to date. Raises InputError."""
    by_file: dict[str, list[Question]] = {}
    for question in questions:
        if question.is_gradable:
            by_file.setdefault(question.source.path, []).append(question)
    names = _names(list(by_file))
    if by_file:
        _make(out)
    return tuple(_update(out / names[path], found, glossary) for path, found in by_file.items())


def _names(paths: Sequence[str]) -> dict[str, str]:
    """A file name for each bank file; namesakes get their folder in front."""
    stems = [Path(path).stem for path in paths]
    names = {}
    for path, stem in zip(paths, stems, strict=True):
        parent = Path(path).parent.name
        names[path] = (
            f"{parent}-{stem}.yaml" if stems.count(stem) > 1 and parent else f"{stem}.yaml"
        )
    if len(set(names.values())) < len(names):
        return {path: f"{number:03d}-{names[path]}" for number, path in enumerate(paths, 1)}
    return names


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot be made: {error.strerror}", place=str(out), hint="--out names a folder"
        ) from None


def _update(path: Path, questions: Sequence[Question], glossary: Glossary | None) -> Written:
    on_file = load_kept(path) if path.exists() else ()
    old = {folded(kept.rubric.question): kept for kept in on_file}
    entries: list[Kept] = []
    changes: list[Change] = []
    for question in questions:
        fresh = build_rubric(question, glossary)
        kept = old.pop(folded(question.id), None) or old.pop(folded(question.title), None)
        if kept is None and fresh.points:
            entries.append(stamped(fresh, question.title))
        elif kept is not None:
            merged, told = merge(kept, fresh)
            entries.append(merged)
            changes.extend(told)
    entries.extend(old.values())
    text = write_kept(entry for entry in entries if entry.rubric.points)
    is_changed = bool(entries) and text != write_kept(on_file)
    if is_changed:
        write_whole(path, text)
    unknown = tuple(kept.rubric.question for kept in old.values())
    return Written(path, len(entries), not on_file, is_changed, tuple(changes), unknown)


def write_whole(path: Path, text: str) -> None:
    """All or nothing: a half-written rubric file never stands where a person's edits stood.

    Raises InputError.
    """
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            file.write(text)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", place=str(path)) from None
