from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.clean import visible
from reports.segments import Piece, Span, cut, trusted_spans
from rubrics.marks import Evidence


def spans_of(answer: str, *places: tuple[int, int, int]) -> tuple[Span, ...]:
    """Spans from (point, start, end)."""
    return trusted_spans(answer, [(p, Evidence(s, e, answer[s:e])) for p, s, e in places])


def pieces_of(answer: str, *places: tuple[int, int, int]) -> list[tuple[str, tuple[int, ...]]]:
    return [(piece.text, piece.points) for piece in cut(answer, spans_of(answer, *places))]


def test_answer_without_evidence_is_one_piece() -> None:
    assert cut("abc", ()) == (Piece("abc", 0),)
    assert cut("", ()) == ()


def test_overlapping_evidence_makes_pieces_of_both() -> None:
    """Point 1 says "abcd", point 2 "cdef"."""
    assert pieces_of("abcdefg", (1, 0, 4), (2, 2, 6)) == [
        ("ab", (1,)),
        ("cd", (1, 2)),
        ("ef", (2,)),
        ("g", ()),
    ]


def test_evidence_inside_evidence() -> None:
    assert pieces_of("abcde", (1, 0, 5), (2, 2, 3)) == [("ab", (1,)), ("c", (1, 2)), ("de", (1,))]


def test_a_point_that_quotes_overlapping_words_twice_is_named_once() -> None:
    answer = "abcdef"
    pieces = cut(answer, spans_of(answer, (1, 0, 4), (1, 2, 6)))
    assert [(p.text, p.points, p.ends) for p in pieces] == [
        ("ab", (1,), ()),
        ("cd", (1,), (1,)),
        ("ef", (1,), (1,)),
    ]


def test_same_words_for_two_points_end_together() -> None:
    (piece,) = cut("abc", spans_of("abc", (2, 0, 3), (1, 0, 3)))
    assert piece.points == (1, 2)
    assert piece.ends == (1, 2)


def test_evidence_that_does_not_quote_the_answer_is_ignored() -> None:
    answer = "abc"
    bad = [
        Evidence(0, 2, "xy"),
        Evidence(-1, 2, "ab"),
        Evidence(-3, -1, "ab"),
        Evidence(2, 1, ""),
        Evidence(1, 1, ""),
        Evidence(0, 9, "abc"),
        Evidence(10**30, 10**30 + 1, ""),
    ]
    assert trusted_spans(answer, [(1, item) for item in bad]) == ()


def test_line_ends_are_not_cut_in_two() -> None:
    r"""The answer is "ab\r\ncd" and the evidence ends between CR and LF."""
    assert pieces_of("ab\r\ncd", (1, 0, 3)) == [("ab\n", (1,)), ("cd", ())]
    assert pieces_of("ab\r\ncd", (1, 3, 6)) == [("ab\n", ()), ("cd", (1,))]
    assert pieces_of("ab\r\ncd", (1, 2, 3)) == [("ab", ()), ("\n", (1,)), ("cd", ())]
    assert pieces_of("ab\r\ncd", (1, 3, 4)) == [("ab\r\ncd".replace("\r", ""), ())]


def test_astral_characters_count_as_one() -> None:
    assert pieces_of("\U0001f680ab", (1, 1, 2)) == [("\U0001f680", ()), ("a", (1,)), ("b", ())]


def test_surrogates_and_nul_are_shown() -> None:
    assert pieces_of("a\ud800\x00b", (1, 1, 3)) == [("a", ()), ("⟨U+D800⟩␀", (1,)), ("b", ())]


TEXT = st.text(st.sampled_from("ab长\r\n\x00\ud800\U0001f680"), max_size=30)
PLACES = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 30), st.integers(0, 30)), max_size=8)


@given(TEXT, PLACES)
def test_pieces_together_are_the_answer(answer: str, places: list[tuple[int, int, int]]) -> None:
    pieces = cut(answer, spans_of(answer, *places))
    assert "".join(piece.text for piece in pieces) == visible(answer)


@given(TEXT, PLACES)
def test_every_span_starts_a_piece_and_ends_one(
    answer: str, places: list[tuple[int, int, int]]
) -> None:
    spans = spans_of(answer, *places)
    pieces = cut(answer, spans)
    starts = {piece.start: piece for piece in pieces}
    assert all(span.point in starts[span.start].points for span in spans)
    assert {point for piece in pieces for point in piece.ends} == {span.point for span in spans}
    assert all(set(piece.ends) <= set(piece.points) for piece in pieces)
