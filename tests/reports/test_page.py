from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from importlib.resources import files

import pytest

from questions.model import Source
from reports.page import build_page
from reports.parts import Page
from reports.words import Language
from rubrics.marks import Evidence, Failure, Mark, Scoresheet, State
from rubrics.model import KeyPoint, Rubric
from tests.reports import samples
from tests.reports.hostile import ATTACKS, hostile


def page_of(sheet: Scoresheet | None = None, lang: Language = "en") -> Page:
    return build_page(sheet or samples.sheet(), samples.question(), samples.rubric(), lang)


def marks(*states: State, weight: int = 1) -> tuple[Mark, ...]:
    """One mark for each state, all of the same weight."""
    return tuple(Mark(f"k{n}", f"point {n}", weight, s) for n, s in enumerate(states, 1))


def sheet_of(score: float | None, *states: State) -> Scoresheet:
    return replace(samples.sheet(), score=score, marks=marks(*states), interval=None)


def test_headline_rounds_down() -> None:
    assert page_of(replace(samples.sheet(), score=99.6)).headline.score == "99"
    assert page_of(replace(samples.sheet(), score=79.99)).headline.score == "79"


def test_no_score_is_unscored_and_never_zero() -> None:
    headline = page_of(samples.failed_sheet()).headline
    assert (headline.score, headline.out_of, headline.interval) == ("Unscored", "", "")
    assert headline.band.tone == "unscored"
    assert headline.gauge is None


def test_failure_says_why_and_what_to_do() -> None:
    notice = page_of(samples.failed_sheet()).headline.notices[0]
    assert notice.text == "No score: the judge did not reply within 30 s"
    assert notice.hint == "try again later"


def test_points_that_nobody_marked_are_unscored() -> None:
    page = page_of(samples.failed_sheet())
    assert [row.badge.tone for row in page.points.rows] == ["unscored"] * 6
    assert page.additions.rows == ()


def test_unscored_points_leave_a_range_open() -> None:
    """Three of four points are scored at 50; the fourth adds between -0.2 and 1 of its weight."""
    states = (State.COVERED, State.PARTIAL, State.MISSING, State.UNSCORED)
    page = build_page(sheet_of(50.0, *states), samples.question(), Rubric("q", ()), "en")
    (notice,) = page.headline.notices
    assert "1 point is unscored" in notice.text
    assert "32–63" in notice.text


@pytest.mark.parametrize(
    ("flags", "reason", "notices", "shown"),
    [
        (("blank",), "the answer is blank", ["The answer is blank."], ""),
        (("stuffed",), "because", ["The answer strings keywords together"], "because"),
        (("new-flag",), "because", ["new-flag"], "because"),
        ((), "because", [], "because"),
    ],
)
def test_flags_are_said_once(
    flags: tuple[str, ...], reason: str, notices: list[str], shown: str
) -> None:
    sheet = replace(sheet_of(0.0, State.MISSING), flags=flags, reason=reason)
    page = build_page(sheet, samples.question(), Rubric("q", ()), "en")
    shown_notices = [notice.text for notice in page.headline.notices]
    assert [
        text[: len(start)] for text, start in zip(shown_notices, notices, strict=True)
    ] == notices
    assert page.headline.reason == shown


def test_contradictions_are_set_apart_and_the_rest_is_sorted_by_gain() -> None:
    page = page_of()
    assert [row.number for row in page.corrections.rows] == [3]
    assert [(row.number, row.gain) for row in page.additions.rows] == [
        (5, "+17 points"),
        (2, "+10 points"),
        (4, "+9 points"),
    ]


def test_gain_is_never_more_than_the_score_lacks() -> None:
    page = page_of(sheet_of(95.0, State.COVERED, State.MISSING))
    assert page.additions.rows[0].gain == "+5 points"


def test_gain_leaves_unscored_weight_out() -> None:
    page = page_of(sheet_of(50.0, State.COVERED, State.PARTIAL, State.UNSCORED))
    assert page.additions.rows[0].gain == "+25 points"


def test_without_a_score_no_gain_is_promised() -> None:
    assert page_of(sheet_of(None, State.MISSING)).additions.rows[0].gain == ""


def test_advice_fits_the_state() -> None:
    advice = {row.badge.tone: row.advice for row in page_of().points.rows}
    assert advice["covered"] == ""
    assert advice["missing"] == "State this."
    assert len(set(advice.values())) == len(State)


def test_quotes_lead_to_where_they_start_in_the_answer() -> None:
    page = page_of()
    segments = {segment.number: segment for segment in page.answer.segments if segment.number}
    for row in page.points.rows:
        for quote in row.quotes:
            assert row.number in segments[quote.segment].points
            assert quote.text.startswith(segments[quote.segment].text[:5])


def test_shared_words_take_the_gravest_colour() -> None:
    """Both points quote "RoPE"; one is right, one is wrong."""
    quote = (samples.evidence(samples.ANSWER, "RoPE"),)
    both = [replace(mark, evidence=quote) for mark in marks(State.COVERED, State.CONTRADICTED)]
    page = page_of(replace(samples.sheet(), marks=tuple(both)))
    (shared,) = [segment for segment in page.answer.segments if segment.number]
    assert (shared.tone, shared.points) == ("contradicted", (1, 2))
    assert [reference.number for reference in shared.references] == [1, 2]


def test_quotations_that_are_not_in_the_answer_are_dropped_and_counted() -> None:
    mark = replace(marks(State.COVERED)[0], evidence=(Evidence(0, 4, "nope"),))
    page = page_of(replace(samples.sheet(), marks=(mark,)))
    assert page.points.rows[0].quotes == ()
    assert "1 quotation is not in the answer and was ignored." in [
        notice.text for notice in page.headline.notices
    ]


def test_points_that_could_go_either_way_are_announced() -> None:
    notices = [notice.text for notice in page_of().headline.notices]
    assert any(text.startswith("1 point could be called either way.") for text in notices)


def test_probability_of_the_state_is_how_sure_the_tier_is() -> None:
    assert page_of().points.rows[0].decided_by == "Entailment, 91% sure"
    assert page_of().points.rows[1].unsure == "unsure"
    assert page_of().points.rows[5].decided_by == "Judge model"


def test_a_point_is_unscored_not_zero_in_every_count() -> None:
    counts = {count.badge.tone: count.number for count in page_of().bar.counts}
    assert counts == {
        "covered": 1,
        "partial": 1,
        "unscored": 1,
        "missing": 2,
        "contradicted": 1,
    }


def test_report_names_the_bank_but_no_folder() -> None:
    facts = {fact.label: fact.value for fact in page_of().provenance.facts}
    assert facts["Bank"] == "qwen.md:133"
    assert facts["Signature"] == samples.sheet().signature


def test_command_quotes_what_a_shell_would_read() -> None:
    question = replace(samples.question(), id="a'; rm -rf ~ #\n$(x)")
    page = build_page(samples.sheet(), question, samples.rubric(), "en")
    words = """kaoguan grade 'a'"'"'; rm -rf ~ # $(x)' answer.txt"""
    assert page.provenance.command == f"{words} --bank qwen.md --tier meaning"


def test_bundled_bank_and_full_tier_need_no_option() -> None:
    bundled = next(f.name for f in (files("questions") / "banks").iterdir())
    question = replace(samples.question(), source=Source(bundled, 1))
    sheet = replace(samples.sheet(), signature="tier:full|rubric:0")
    page = build_page(sheet, question, samples.rubric(), "en")
    assert page.provenance.command == "kaoguan grade q-3f2a91 answer.txt"


@pytest.mark.parametrize(
    ("signed", "options"),
    [
        (
            "judge:deepseek:deepseek-chat|prompt:0|when:unsure|doubt:12",
            "--judge deepseek:deepseek-chat",
        ),
        (
            "judge:ollama:qwen3:8b, m@http://h.test:80/v1|prompt:0|samples:5|when:always",
            "--judge ollama:qwen3:8b --judge m@http://h.test:80/v1 --judge-when always --samples 5",
        ),
        (
            "judge:plugin:tiny (package-1.0/tiny q4)|when:always",
            "--judge plugin:tiny --judge-when always",
        ),
        ("judge:m$(x)|samples:a", "--judge 'm$(x)'"),
        ("judge:|samples:5|when:always", ""),
    ],
)
def test_command_asks_the_judges_again(signed: str, options: str) -> None:
    sheet = replace(samples.sheet(), signature=f"tier:words|rubric:0|{signed}")
    page = build_page(sheet, samples.question(), samples.rubric(), "en")
    assert page.provenance.command.partition("--tier words")[2].strip() == options


def test_reasons_of_the_program_are_translated_and_others_kept() -> None:
    page = page_of(samples.blank_sheet(), "zh")
    assert page.points.rows[0].reason == "回答是空白"
    assert page_of(lang="zh").points.rows[1].reason == "说了方法，没说非线性映射的目的"


def test_a_score_that_cannot_move_has_no_range() -> None:
    assert page_of(samples.blank_sheet()).headline.interval == ""


def test_marks_that_the_rubric_does_not_know_are_shown() -> None:
    page = build_page(samples.sheet(), samples.question(), Rubric("q", ()), "en")
    assert len(page.points.rows) == 6
    assert page.points.rows[0].passage == ""


def test_reference_without_highlight_has_no_summary() -> None:
    question = replace(samples.question(), marks=())
    assert build_page(samples.sheet(), question, samples.rubric(), "en").summary.paragraphs == ()


def test_failure_and_score_may_stand_together() -> None:
    """A judge that died on one point leaves the others scored."""
    page = page_of(replace(samples.sheet(), failure=Failure("judge", "gone", "")))
    assert page.headline.score == "26"
    assert page.headline.notices[0].text == "Incomplete: gone"


def test_weight_beyond_the_scale_is_no_error() -> None:
    rubric = Rubric("q", (KeyPoint("k", "t", 40), KeyPoint("l", "u", 0)))
    bar = build_page(samples.failed_sheet(), samples.question(), rubric, "en").bar
    assert [cell.size for cell in bar.cells] == [9, 1]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ATTACKS)
def test_page_holds_only_visible_text_of_any_input(name: str, lang: Language) -> None:
    for text in texts(replace(build_page(*hostile(ATTACKS[name]), lang), record="")):
        text.encode("utf-8")
        assert not [c for c in text if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0]


def texts(value: object) -> list[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts(item)]
    if is_dataclass(value):
        return [text for f in fields(value) for text in texts(getattr(value, f.name))]
    return []
