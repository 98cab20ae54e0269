"""A folder of rubric files follows its bank without losing an edit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from questions.errors import InputError
from questions.model import Question, Source
from rubrics.files import load_rubrics
from rubrics.folder import build_folder

ASKED = Question(
    "q1",
    "什么是写回？",
    Source("bank/cache.md", 3),
    answer="- 写回：换出时才写内存\n- 断电时没有写出的数据会丢",
    answer_line=4,
)
OTHER = Question(
    "q2",
    "什么是脏位？",
    Source("bank/cache.md", 9),
    answer="- 脏位记录这一行改过没有",
    answer_line=10,
)


def test_one_file_for_each_bank_file(tmp_path: Path) -> None:
    asked = [ASKED, replace(OTHER, source=Source("bank/locks.md", 1))]
    written = build_folder(asked, tmp_path / "new")
    assert [(w.path.name, w.rubrics, w.is_new) for w in written] == [
        ("cache.yaml", 1, True),
        ("locks.yaml", 1, True),
    ]
    assert {r.question for r in load_rubrics(tmp_path / "new")} == {"q1", "q2"}


def test_namesakes_get_their_folder(tmp_path: Path) -> None:
    asked = [replace(ASKED, source=Source("a/x.md", 1)), replace(OTHER, source=Source("b/x.md", 1))]
    assert [w.path.name for w in build_folder(asked, tmp_path)] == ["a-x.yaml", "b-x.yaml"]
    asked.append(replace(OTHER, id="q3", source=Source("c/a/x.md", 1)))
    assert len({w.path.name for w in build_folder(asked, tmp_path)}) == 3


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    build_folder([ASKED, OTHER], tmp_path)
    before = (tmp_path / "cache.yaml").stat().st_mtime_ns
    [again] = build_folder([ASKED, OTHER], tmp_path)
    assert not again.is_changed
    assert (tmp_path / "cache.yaml").stat().st_mtime_ns == before


def test_an_edit_outlives_a_change_of_the_bank(tmp_path: Path) -> None:
    build_folder([ASKED], tmp_path)
    path = tmp_path / "cache.yaml"
    path.write_text(
        path.read_text("utf-8").replace("text: 写回：换出时才写内存", "text: 写回就是延迟写"),
        "utf-8",
    )
    moved = replace(ASKED, answer="- 写回：换出时才写内存，省带宽\n- 断电时没有写出的数据会丢")
    [written] = build_folder([moved], tmp_path)
    assert "kept" in [c.kind for c in written.changes]
    assert load_rubrics(tmp_path)[0].points[0].text == "写回就是延迟写"


def test_questions_that_left_the_bank_keep_their_rubrics(tmp_path: Path) -> None:
    build_folder([ASKED, OTHER], tmp_path)
    [written] = build_folder([ASKED], tmp_path)
    assert written.unknown == ("q2",)
    assert {r.question for r in load_rubrics(tmp_path)} == {"q1", "q2"}


def test_drafts_and_questions_without_an_answer_are_left_out(tmp_path: Path) -> None:
    assert build_folder([replace(ASKED, answer=""), replace(OTHER, draft=True)], tmp_path) == ()


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", "utf-8")
    with pytest.raises(InputError):
        build_folder([ASKED], tmp_path / "out")


def test_a_broken_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "cache.yaml").write_text("format: [", "utf-8")
    with pytest.raises(InputError):
        build_folder([ASKED], tmp_path)
    assert (tmp_path / "cache.yaml").read_text("utf-8") == "format: ["
