"""One sitting of a run: look at what is there, grade what is not, leave the folder in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader.answers import read_answers
from grader.answers.model import Answer
from grader.engines import Engine, make_engine
from grader.engines.bench import Bench, Recipe
from grader.engines.serial import SerialEngine
from grader.judges.ballots import FAILED
from grader.judges.budget import NOTHING, Spending
from grader.judging import Job, make_judging
from grader.runs.batch import Batch, Entry
from grader.runs.docket import Docket
from grader.runs.folder import RunFolder
from grader.runs.manifest import changes, describe_file, now, settings_of, surroundings
from grader.runs.memory import Memory
from grader.runs.review import review_rows
from questions.errors import InputError
from questions.model import Question
from rubrics.files import write_rubrics
from rubrics.runs import RUBRICS, Row, read_rows

Watch = Callable[[Row, bool], None]
"""Called for each row; the flag says whether it was known from before."""


@dataclass(frozen=True)
class Order:
    """What a run is to be. `memory` is the file of sheets that runs share, None for none."""

    answers: Path
    out: Path
    recipe: Recipe
    kind: str = "auto"
    banks: tuple[Path, ...] = ()
    engine: str = "local"
    workers: int = 1
    restart: bool = False
    retry_failures: bool = False
    memory: Path | None = None


@dataclass
class Tally:
    """What a run came to. `failures` counts by kind; `total` adds the scores up.

    `cost` is that of making the answers, `spending` what the judges took this time; `unjudged`
    counts the answers that they should have seen and did not.
    """

    rows: int = 0
    known: int = 0
    scored: int = 0
    total: float = 0.0
    failures: dict[str, int] = field(default_factory=dict)
    cost: float = 0.0
    seconds: float = 0.0
    unjudged: int = 0
    spending: Spending = NOTHING

    @property
    def mean(self) -> float | None:
        """The mean score of what was scored, None when nothing was."""
        return self.total / self.scored if self.scored else None

    def add(self, row: Row, known: bool) -> None:
        """Count a row."""
        self.rows += 1
        self.known += known
        self.cost += row.usage.cost or 0.0
        self.unjudged += FAILED in row.sheet.flags
        if row.sheet.failure is not None:
            kind = row.sheet.failure.kind
            self.failures[kind] = self.failures.get(kind, 0) + 1
        if row.sheet.score is not None:
            self.scored += 1
            self.total += row.sheet.score

    def spend(self, spending: Spending) -> None:
        """Count what the judges took."""
        self.spending += spending

    def forget_rows(self) -> None:
        """Start counting rows again."""
        fresh = Tally(spending=self.spending)
        self.__dict__.update(fresh.__dict__)

    def to_json(self) -> dict[str, Any]:
        """The counts of run.json."""
        spending = self.spending
        return {
            "answers": self.rows,
            "unjudged": self.unjudged,
            "judge": {
                "calls": spending.calls,
                "cached": spending.cached,
                "failed": spending.failed,
                "cost": spending.cost,
            },
            "scored": self.scored,
            "failures": dict(sorted(self.failures.items())),
            "mean_of_answers": None if self.mean is None else round(self.mean, 2),
            "cost": round(self.cost, 6),
        }


def hold(order: Order, watch: Watch) -> Tally:
    """Do the run, or the rest of it, and say what it came to.

    Raises InputError when the folder holds a run of other answers or settings.
    """
    folder = RunFolder(order.out)
    with folder.lock():
        return _Session(order, folder, watch).hold()


def foresee(order: Order) -> Iterator[Job]:
    """Every answer marked offline, as the judges would get it; nothing is sent or written."""
    bench = Bench(order.recipe.desk())
    batch = Batch(Docket(order.recipe.bank), SerialEngine(order.recipe, bench=bench), Memory(bench))
    entries = (Entry(answer) for answer in read_answers(order.answers, order.kind))
    for item in batch.grade(entries):
        if item.question is not None:
            yield Job(item.question, bench.rubric(item.question), item.row.sheet)


def _is_failed(row: Row) -> bool:
    return row.sheet.failure is not None or FAILED in row.sheet.flags


class _Session:
    def __init__(self, order: Order, folder: RunFolder, watch: Watch) -> None:
        self._order = order
        self._folder = folder
        self._watch = watch
        self._bench = Bench(order.recipe.desk())
        self._docket = Docket(order.recipe.bank)
        self._settings = settings_of(self._bench, order.recipe)
        self._judging = make_judging(order.recipe.judges) if order.recipe.judges else None
        self._tally = Tally()
        self._used: dict[str, Question] = {}
        self._started = time.monotonic()

    def hold(self) -> Tally:
        inputs = self._inputs()
        before = self._prepare()
        self._manifest("running", inputs, before)
        try:
            self._grade()
        except BaseException:
            self._manifest("stopped", inputs, before)
            raise
        self._folder.write(RUBRICS, write_rubrics(self._rubrics()))
        self._manifest("complete", inputs, before)
        return self._tally

    def _inputs(self) -> dict[str, Any]:
        order = self._order
        rubrics = order.recipe.rubrics
        return {
            "answers": describe_file(order.answers) | {"kind": order.kind},
            "banks": [describe_file(path) for path in order.banks] or "bundled",
            "rubrics": describe_file(rubrics) if rubrics else None,
        }

    def _prepare(self) -> dict[str, Any]:
        """Mend what is there and refuse to mix runs; the old manifest, empty if there is none."""
        old = self._folder.manifest() or {}
        if self._order.restart:
            self._folder.set_aside()
            return {}
        self._folder.mend()
        if self._folder.results.exists() and (
            found := changes(old.get("settings", {}), self._settings)
        ):
            raise InputError(
                f"this run was made with other settings ({'; '.join(found)})",
                place=str(self._order.out),
                hint="--restart sets the old results aside; or choose another --out",
            )
        return old

    def _grade(self) -> None:
        answers = read_answers(self._order.answers, self._order.kind)
        self._compare(answers)
        if self._order.retry_failures and (self._tally.failures or self._tally.unjudged):
            self._tally.forget_rows()
            answers = read_answers(self._order.answers, self._order.kind)
            self._watch_all(self._folder.rewrite(self._rows(self._again(answers))))
        else:
            entries = (Entry(answer) for answer in answers)
            self._watch_all(self._folder.append(self._rows(entries)))

    def _watch_all(self, rows: Iterator[Row]) -> None:
        for row in rows:
            self._count(row, known=False)

    def _count(self, row: Row, known: bool) -> None:
        found = self._docket.find(row.sheet.question_id)
        if isinstance(found, Question):
            self._used[found.id] = found
        self._tally.add(row, known)
        self._watch(row, known)

    def _compare(self, answers: Iterator[Answer]) -> None:
        """Go past the answers that are graded, each held against its line."""
        if not self._folder.results.exists():
            return
        for number, row in enumerate(read_rows(self._folder.path), 1):
            answer = next(answers, None)
            place = f"{self._folder.results}:{number}"
            hint = "--restart sets the old results aside; or choose another --out"
            if answer is None:
                raise InputError("there are more results than answers", place=place, hint=hint)
            if reason := self._difference(answer, row):
                raise InputError(reason, place=place, hint=hint)
            self._count(row, known=True)

    def _difference(self, answer: Answer, row: Row) -> str:
        """Why the row is not of this answer and these settings, "" when it is."""
        sheet = row.sheet
        if self._order.retry_failures and _is_failed(row):
            return ""
        if (answer.answer_id, answer.author, answer.text) != (
            sheet.answer_id,
            sheet.author,
            sheet.answer,
        ):
            return f"this result is of another answer than {answer.place} holds now"
        found = self._docket.find(sheet.question_id)
        if sheet.signature and isinstance(found, Question):
            signature = self._bench.desk.grader.signature(self._bench.rubric(found), found)
            if signature != sheet.signature:
                return f"the rubric of {found.title!r} has changed since"
        return ""

    def _again(self, answers: Iterator[Answer]) -> Iterator[Entry]:
        """Every answer with its row, but for those whose row is a failure; then the new ones."""
        old = read_rows(self._folder.path)
        for answer in answers:
            row = next(old, None)
            yield Entry(answer, None if row is None or _is_failed(row) else row)

    def _rows(self, entries: Iterator[Entry]) -> Iterator[Row]:
        """Each entry's row, with the judges' word where there are judges."""
        memory = Memory(self._bench, self._order.memory)
        graded = Batch(self._docket, self._engine(), memory).grade(entries)
        judging = self._judging
        if judging is None:
            return (item.row for item in graded)
        return review_rows(graded, self._bench, judging, self._tally.spend)

    def _engine(self) -> Engine:
        order = self._order
        if order.engine == "local" and order.workers == 1:
            return SerialEngine(order.recipe, bench=self._bench)
        return make_engine(order.engine, order.recipe, order.workers)

    def _rubrics(self) -> list[Any]:
        rubrics = [(q, self._bench.rubric(q)) for q in self._used.values()]
        return [replace(rubric, question=q.id) for q, rubric in rubrics if rubric.points]

    def _manifest(self, status: str, inputs: dict[str, Any], before: dict[str, Any]) -> None:
        self._tally.seconds = time.monotonic() - self._started
        self._folder.write_manifest(
            {
                "status": status,
                "started": before.get("started", now()),
                "written": now(),
                "seconds": round(before.get("seconds", 0.0) + self._tally.seconds, 1),
                "settings": self._settings,
                "engine": {"name": self._order.engine, "workers": self._order.workers},
                "inputs": inputs,
                "counts": self._tally.to_json(),
                "questions": {
                    q.id: {"title": q.title, "rubric": self._bench.rubric(q).hash}
                    for q in self._used.values()
                },
                "environment": surroundings(),
            }
        )
