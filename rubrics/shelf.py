"""Rubrics where they stand, each with its question: changed one by one, written file by file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from questions.errors import InputError
from questions.model import Question
from rubrics.build import build_rubric
from rubrics.files import Kept, load_kept, rubric_files, write_kept
from rubrics.folder import write_whole
from rubrics.glossary import Glossary
from rubrics.merge import stamped
from rubrics.text import folded


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rubric stands: the `index`-th of a file; `path` is None when it is on none."""

    question: Question
    path: Path | None
    index: int


class Shelf:
    """Rubrics of some questions. `unknown` counts those on file for other questions, `missing` are
    the gradable questions without one, `written` the files changed so far.
    """

    def __init__(
        self,
        root: Path | None,
        files: dict[Path | None, list[Kept]],
        questions: Sequence[Question],
    ) -> None:
        self.root = root
        self._files = files
        self._seen = {path: path.read_bytes() for path in files if path is not None}
        self.written: list[Path] = []
        by_name = {folded(name): q for q in questions for name in (q.title, q.id)}
        found = [
            (by_name.get(folded(kept.rubric.question)), path, index)
            for path, entries in files.items()
            for index, kept in enumerate(entries)
        ]
        self.places = [Place(q, path, index) for q, path, index in found if q is not None]
        self.unknown = len(found) - len(self.places)
        known = {place.question.id for place in self.places}
        self.missing = [q for q in questions if q.is_gradable and q.id not in known]

    @property
    def is_loose(self) -> bool:
        """Whether the rubrics are on no file."""
        return self.root is None

    def kept(self, place: Place) -> Kept:
        """The rubric as it is now."""
        return self._files[place.path][place.index]

    def text(self) -> str:
        """All rubrics as one YAML text."""
        return write_kept(kept for entries in self._files.values() for kept in entries)

    def put(self, place: Place, kept: Kept) -> None:
        """Replace a rubric, and write its file at once.

        Raises InputError when the file cannot be written or has changed since it was read.
        """
        self._files[place.path][place.index] = kept
        path = place.path
        if path is None:
            return
        if not path.is_file() or path.read_bytes() != self._seen[path]:
            raise InputError(
                "has been changed meanwhile and is left as it is", place=str(path), hint="run again"
            )
        write_whole(path, write_kept(self._files[path]))
        self._seen[path] = path.read_bytes()
        if path not in self.written:
            self.written.append(path)


def shelf_of(root: Path, questions: Sequence[Question]) -> Shelf:
    """The rubrics of a file or folder. Raises InputError."""
    files: dict[Path | None, list[Kept]] = {}
    for path in rubric_files(root):
        files[path] = list(load_kept(path))
    return Shelf(root, files, questions)


def built_shelf(questions: Sequence[Question], glossary: Glossary | None = None) -> Shelf:
    """Rubrics built anew, on no file."""
    built = [(q, build_rubric(q, glossary)) for q in questions if q.is_gradable]
    return Shelf(None, {None: [stamped(r, q.title) for q, r in built if r.points]}, questions)
