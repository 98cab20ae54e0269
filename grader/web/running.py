"""Runs of `kaoguan eval` on this machine: found, opened, compared, answer by answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from grader.signature import read_signature
from grader.web.documents import hand_out, show_document
from grader.web.refusals import RefusedError
from grader.web.rendering import reader, render, site_of
from grader.web.site import Site
from questions.errors import InputError
from questions.model import Question, Source
from reports.documents.parts import Document
from reports.page import build_page
from rubrics.marks import Scoresheet
from rubrics.model import KeyPoint, Rubric
from rubrics.runs import MANIFEST, RESULTS, Row, read_manifest, read_rows

PER_PAGE = 100
_DEEPEST = 3
_MOST = 500


@dataclass(frozen=True, slots=True)
class Found:
    """A run's folder. `key` stands for it in addresses: paths are never taken from there."""

    key: str
    name: str
    path: Path
    manifest: dict[str, Any]


def find_runs(site: Site) -> list[Found]:
    """The runs in the folders that are served, at most three levels down, by name."""
    folders = {f.resolve(): f for root in site.runs for f in _folders(root, _DEEPEST)}
    found = []
    for full, folder in sorted(folders.items())[:_MOST]:
        try:
            manifest = read_manifest(folder)
        except InputError:
            continue
        key = hashlib.sha256(str(full).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        found.append(Found(key, full.name, folder, manifest))
    return found


def _folders(root: Path, depth: int) -> Iterator[Path]:
    """Folders that hold results; hidden ones and links are passed over."""
    if (root / RESULTS).is_file() and (root / MANIFEST).is_file():
        yield root
        return
    if depth:
        try:
            inner = [f for f in root.iterdir() if f.is_dir() and not f.is_symlink()]
        except OSError:
            return
        for folder in sorted(inner):
            if not folder.name.startswith("."):
                yield from _folders(folder, depth - 1)


def rows_of(run: Found) -> tuple[Row, ...]:
    """The rows of a run, read anew when the file has changed. Raises InputError."""
    seen = (run.path / RESULTS).stat()
    return _rows(run.path, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=4)
def _rows(path: Path, _changed: int, _size: int) -> tuple[Row, ...]:
    return tuple(read_rows(path))


def show_runs(request: Request) -> Response:
    """The list."""
    site = site_of(request)
    return render(request, "runs.html", runs=find_runs(site), folders=[str(f) for f in site.runs])


def show_run(request: Request) -> Response:
    """What came out."""
    run = _run_of(request)
    return show_document(request, _document(request, run), files=f"/runs/{run.key}/files/report")


def take_run(request: Request) -> Response:
    """The report as a file."""
    run = _run_of(request)
    return hand_out(_document(request, run), run.name, request.path_params["form"])


def _document(request: Request, run: Found) -> Document:
    from reports.runs import build_run
    from reports.statistics.table import make_table

    table = make_table(run.name, rows_of(run))
    return build_run(table, run.manifest, reader(request).lang)


def show_comparison(request: Request) -> Response:
    """Two or more runs held against each other, or the authors of one."""
    from reports.comparison import build_comparison
    from reports.statistics.comparison import compare, sides_of
    from reports.statistics.table import make_table

    known = {run.key: run for run in find_runs(site_of(request))}
    chosen = [known[key] for key in request.query_params.getlist("run") if key in known]
    tables = [make_table(run.name, rows_of(run)) for run in chosen]
    say = reader(request).words.say
    sides = sides_of(tables, "auto") if tables else []
    if len(sides) < 2:
        raise InputError(say("Choose two runs, or one with several authors."))
    found = compare(sides)
    if found.mixed:
        raise InputError(say("These runs were graded with different rubrics or settings."))
    return show_document(request, build_comparison(found, reader(request).lang))


def show_answers(request: Request) -> Response:
    """The answers of a run, the lowest scores first if that is asked for."""
    run = _run_of(request)
    rows = list(enumerate(rows_of(run)))
    if request.query_params.get("order") == "score":
        rows.sort(key=lambda pair: (pair[1].sheet.score is not None, pair[1].sheet.score or 0.0))
    number = request.query_params.get("page", "1")[:6]
    last = max(1, -(-len(rows) // PER_PAGE))
    page = min(last, max(1, int(number) if number.isascii() and number.isdigit() else 1))
    return render(
        request,
        "run_answers.html",
        run=run,
        rows=rows[(page - 1) * PER_PAGE : page * PER_PAGE],
        page=page,
        last=last,
        order=request.query_params.get("order") == "score",
    )


def show_row(request: Request) -> Response:
    """One answer of a run, with its evidence."""
    site, run = site_of(request), _run_of(request)
    rows, number = rows_of(run), _number(request.path_params["number"])
    if number >= len(rows):
        raise RefusedError(404, "no-page")
    row = rows[number]
    question = _question(site, row)
    rubric = _rubric(site, question, row.sheet)
    return render(
        request,
        "run_answer.html",
        page=build_page(row.sheet, question, rubric, reader(request).lang),
        run=run,
        number=number,
        count=len(rows),
    )


def _number(text: str) -> int:
    """A number of an address. Raises RefusedError for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise RefusedError(404, "no-page")
    return int(text)


def _run_of(request: Request) -> Found:
    wanted = request.path_params["run"]
    found = next((run for run in find_runs(site_of(request)) if run.key == wanted), None)
    if found is None:
        raise RefusedError(404, "no-page")
    return found


def _question(site: Site, row: Row) -> Question:
    """The question of the bank; of another bank, what the row knows of it."""
    stranger = Question(row.sheet.question_id, row.title or row.sheet.question_id, Source("", 0))
    return site.questions.get(row.sheet.question_id, stranger)


def _rubric(site: Site, question: Question, sheet: Scoresheet) -> Rubric:
    """The rubric of the desk if the sheet was made with it; else what the sheet says of its own."""
    signed = read_signature(sheet.signature).get("rubric") if sheet.signature else None
    own = site.desk.rubric(question)
    if own is not None and own.hash == signed:
        return own
    return Rubric(question.title, _points(sheet))


def _points(sheet: Scoresheet) -> tuple[KeyPoint, ...]:
    return tuple(KeyPoint(mark.point, mark.text, mark.weight) for mark in sheet.marks)


ROUTES = (
    Route("/runs", show_runs),
    Route("/runs/compare", show_comparison),
    Route("/runs/{run}", show_run),
    Route("/runs/{run}/files/report.{form}", take_run),
    Route("/runs/{run}/answers", show_answers),
    Route("/runs/{run}/answers/{number}", show_row),
)
