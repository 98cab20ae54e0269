"""The bundled bank and its rubrics hold what the README says."""

from __future__ import annotations

from questions.library import bundled_bank
from rubrics.files import bundled_rubrics
from rubrics.text import language


def test_at_least_forty_questions_six_of_them_in_english() -> None:
    bank = bundled_bank()
    assert len(bank.questions) >= 40
    assert sum(language(q.title) == "en" for q in bank.questions) >= 6


def test_every_question_has_an_answer_a_highlight_tags_and_a_difficulty() -> None:
    for question in bundled_bank().questions:
        assert question.answer.strip(), question.title
        assert question.marks, question.title
        assert question.tags, question.title
        assert question.difficulty in ("easy", "medium", "hard"), question.title


def test_every_question_has_a_rubric_written_by_hand() -> None:
    titles = [q.title for q in bundled_bank().questions]
    written = [r.question for r in bundled_rubrics()]
    assert sorted(titles) == sorted(written)
    for rubric in bundled_rubrics():
        assert 5 <= len(rubric.points) <= 10, rubric.question
        assert any(p.weight == 3 for p in rubric.points), rubric.question


def test_ids_are_unique() -> None:
    ids = [q.id for q in bundled_bank().questions]
    assert len(set(ids)) == len(ids)
