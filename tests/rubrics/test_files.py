"""Rubric files: what is written is read back; what is wrong is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.errors import InputError
from rubrics.files import (
    Kept,
    bundled_rubrics,
    find_rubric,
    load_rubrics,
    read_kept,
    read_rubrics,
    write_kept,
    write_rubrics,
)
from rubrics.model import KeyPoint, Rubric
from tests.rubrics.making import question, rubric

HEAD = "format: kaoguan-rubric/1\n"
FULL = KeyPoint(
    "k1",
    "写回：换出时才写内存",
    3,
    (("写回", "write-back"), ("脏位",)),
    ("写回：每次都写内存",),
    "写回：换出时才写。",
    (4, 6),
    "重点",
    "long",
)


def test_a_whole_point_comes_back() -> None:
    written = write_rubrics([Rubric("q1", (FULL,), ("no highlight",))])
    assert read_rubrics(written, "r.yaml") == (Rubric("q1", (FULL,), ("no highlight",)),)


def test_stamps_and_titles_come_back() -> None:
    kept = Kept(rubric("一", "二"), {"k1": "0a1b2c3d", "k9": "deadbeef"}, "标题：带冒号")
    assert read_kept(write_kept([kept]), "r.yaml") == (kept,)


def test_the_file_is_made_for_people() -> None:
    text = write_rubrics([Rubric("q1", (FULL,))])
    assert "keywords: [写回 | write-back, 脏位]" in text
    assert "lines: [4, 6]" in text
    assert "\\u" not in text


printable = (
    st.text(
        st.characters(
            blacklist_categories=("Cs", "Cc"), blacklist_characters="|\ufeff\u2028\u2029\x85"
        ),
        min_size=1,
        max_size=30,
    )
    .map(str.strip)
    .filter(bool)
)


@given(
    st.lists(
        st.tuples(printable, st.integers(1, 3), st.lists(printable, max_size=3)),
        min_size=1,
        max_size=4,
    )
)
def test_any_texts_come_back(points: list[tuple[str, int, list[str]]]) -> None:
    made = Rubric(
        "q1",
        tuple(KeyPoint(f"k{n}", t, w, mistakes=tuple(m)) for n, (t, w, m) in enumerate(points)),
    )
    assert read_rubrics(write_rubrics([made]), "r.yaml") == (made,)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("rubrics: []", "no rubric file", 1),
        (HEAD + "rubrics: 3", "'rubrics' must be a list", 1),
        (HEAD + "rubrics:\n  - points: []", "a rubric needs 'question'", 3),
        (HEAD + "rubrics:\n  - question: q\n    points: []", "a list of 'points'", 3),
        (
            HEAD + "rubrics:\n  - question: q\n    points:\n      - {text: ''}",
            "point 1 needs 'text'",
            3,
        ),
        (
            HEAD + "rubrics:\n  - question: q\n    points:\n      - {text: a, weight: 7}",
            "'weight' must be 1, 2 or 3",
            5,
        ),
        (
            HEAD + "rubrics:\n  - question: q\n    points:\n      - {text: a, keywords: b}",
            "'keywords' must be a list",
            5,
        ),
        (
            HEAD + "rubrics:\n  - question: q\n    points:\n      - {text: a, lines: [3]}",
            "'lines' must be two numbers",
            5,
        ),
        (
            HEAD + "rubrics:\n  - question: q\n    built: 3\n    points:\n      - {text: a}",
            "'built' must map",
            3,
        ),
        (
            HEAD + "rubrics:\n  - question: q\n    points: [{id: k1, text: a}, {id: k1, text: b}]",
            "the same id",
            3,
        ),
        (HEAD + "rubrics: &a [*a]", "aliases are not allowed", 2),
        (HEAD + "rubrics: [", "no YAML", 2),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, message: str, line: int) -> None:
    with pytest.raises(InputError) as error:
        read_rubrics(text, "r.yaml")
    assert message in error.value.message
    assert error.value.place == f"r.yaml:{line}"


def test_objects_of_a_language_are_not_made() -> None:
    with pytest.raises(InputError):
        read_rubrics(HEAD + "rubrics: !!python/object/apply:os.system ['true']", "r.yaml")


def test_a_folder_is_read_in_order_and_a_missing_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.yml").write_text(write_rubrics([Rubric("q2", (FULL,))]), "utf-8")
    (tmp_path / "a.yaml").write_text("\ufeff" + write_rubrics([Rubric("q1", (FULL,))]), "utf-8")
    (tmp_path / "notes.txt").write_text("x", "utf-8")
    assert [r.question for r in load_rubrics(tmp_path)] == ["q1", "q2"]
    with pytest.raises(InputError, match="cannot read"):
        load_rubrics(tmp_path / "none.yaml")


def test_a_rubric_is_found_by_id_or_title_and_the_last_one_counts() -> None:
    first, second = Rubric("Q1", (FULL,)), Rubric("什么是幂等？", (FULL,))
    assert find_rubric([first, second], question("什么是幂等？", "")) is second
    assert find_rubric([first], question("别的", "")) is first
    assert find_rubric([], question("别的", "")) is None


def test_the_bundled_rubrics_are_readable() -> None:
    assert bundled_rubrics()
