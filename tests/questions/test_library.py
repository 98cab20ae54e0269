"""Banks from disk, and questions found in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from questions.decoding import decode
from questions.errors import InputError
from questions.find import find_question
from questions.library import bundled_bank, load_banks
from questions.markdown import parse_bank

ONE = "### Q. 什么是缓存穿透？\n查不存在的键。\n"
TWO = "### Q. 什么是缓存雪崩？\n同时过期。\n"


def test_folders_are_read_in_order_with_hidden_files_left_out(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(TWO, "utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text(ONE, "gb18030")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.md").write_text(ONE, "utf-8")
    (tmp_path / "notes.rst").write_text(ONE, "utf-8")
    bank, problems = load_banks([tmp_path])
    assert [q.title for q in bank.questions] == ["什么是缓存穿透？", "什么是缓存雪崩？"]
    assert problems == ()


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(ONE, "utf-8")
    assert len(load_banks([file, tmp_path])[0].questions) == 1


def test_namesakes_in_two_files_get_two_ids_whatever_their_order(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ONE, "utf-8")
    (tmp_path / "b.md").write_text(ONE.replace("查", "问"), "utf-8")
    forward, _ = load_banks([tmp_path / "a.md", tmp_path / "b.md"])
    backward, _ = load_banks([tmp_path / "b.md", tmp_path / "a.md"])
    assert {q.answer: q.id for q in forward.questions} == {
        q.answer: q.id for q in backward.questions
    }
    assert len({q.id for q in forward.questions}) == 2


@pytest.mark.parametrize("name", ["absent.md", "empty"])
def test_what_cannot_be_read_is_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as caught:
        load_banks([tmp_path / name])
    assert str(caught.value).startswith(str(tmp_path / name))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_encodings(encoding: str) -> None:
    text, problems = decode((ONE + TWO).encode(encoding), "x.md")
    assert text.removeprefix("\ufeff") == ONE + TWO
    assert problems == ()


def test_bytes_that_no_encoding_explains_are_reported_by_line() -> None:
    data = ONE.encode() + b"\xff\xfe\xfa broken \x81\n" + TWO.encode()
    text, problems = decode(data, "x.md")
    assert [p.line for p in problems] == [3]
    assert len(parse_bank(text, "x.md")[0].questions) == 2


def test_the_bundled_bank_can_be_graded() -> None:
    bank = bundled_bank()
    assert len(bank.questions) > 10
    assert all(question.is_gradable for question in bank.questions)
    assert bundled_bank() is bank


def test_a_question_by_id_number_title_and_likeness() -> None:
    bank, _ = parse_bank(ONE + TWO, "x.md")
    first, second = bank.questions
    for query in (first.id, "1", "#1", "什么是缓存穿透？", "什么是缓存穿透", "缓存 穿透", "穿透"):
        assert find_question(bank, query) == first
    assert find_question(bank, "缓存雪崩是什么") == second


@pytest.mark.parametrize("query", ["3", "0", "zzz", "什么是缓存", ""])
def test_unknown_and_ambiguous_names_are_answered_with_a_hint(query: str) -> None:
    bank, _ = parse_bank(ONE + TWO, "x.md")
    with pytest.raises(InputError) as caught:
        find_question(bank, query)
    assert caught.value.hint
