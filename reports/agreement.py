"""The page about agreement: grader and people, people among themselves, and where they part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from reports.clean import one_line
from reports.documents.figures import (
    NONE,
    count_cell,
    estimate_cell,
    mean_cell,
    number_cell,
    show_interval,
    show_number,
    show_span,
    words_cell,
)
from reports.documents.parts import Cell, Column, Document, Dot, Scatter, Section, Table
from reports.documents.tables import filled, tabulate
from reports.parts import Fact, Notice
from reports.statistics.agreement import Agreement
from reports.words import STATES, Language, Words, _
from rubrics.marks import SCORED_STATES

RATERS = {"human": _("People")}
"""Who is called so where a file names no rater."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """An answer that grader and people score differently: each rater's score, and the grader's
    points as state and text.
    """

    answer_id: str
    title: str
    answer: str
    grader: float
    people: float
    raters: tuple[tuple[str, float], ...]
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Refit:
    """A calibration fitted on one half, judged on the other: mean absolute errors in points, or
    shares of points with the right state, before and after. `what` is "scores" or "points".
    """

    what: str
    fitted: int
    judged: int
    before: float
    after: float
    path: str


@dataclass(frozen=True, slots=True)
class Accord:
    """All figures. `pairs` compare each two people; `confusion` counts grader states by people's
    states in the order of SCORED_STATES; `missing` are rated answers that the run does not have.
    """

    run: str
    grader: Agreement
    pairs: tuple[tuple[str, str, Agreement], ...]
    raters: tuple[str, ...]
    alpha_people: float | None
    alpha_all: float | None
    point_kappa: float | None
    confusion: tuple[tuple[int, ...], ...]
    disputes: tuple[Dispute, ...]
    scores: tuple[tuple[float, float], ...]
    missing: int
    unscored: int
    refit: Refit | None = None


def build_agreement(accord: Accord, lang: Language) -> Document:
    """Make the page."""
    words = Words(lang)
    kappa = accord.grader.kappa
    return Document(
        lang=lang,
        kind=words.say("Agreement with people"),
        title=one_line(accord.run),
        facts=(
            Fact(words.say("Answers"), f"{accord.grader.n:,}"),
            Fact(words.say("Raters"), f"{len(accord.raters)}"),
        ),
        figure=show_number(kappa.value) if kappa else "",
        unit=words.say("quadratic weighted kappa") if kappa else "",
        range=words.say("95 % interval {range}", range=show_interval(kappa, 2))
        if kappa and kappa.low is not None
        else "",
        notices=tuple(_notices(accord, words)),
        sections=tuple(s for s in _sections(accord, words) if s.blocks),
        source_title=words.say("How this was computed"),
        source_note=_method(accord, words),
        sources=(),
    )


def agreement_to_json(accord: Accord) -> dict[str, Any]:
    """All figures as plain data."""
    return asdict(accord)


def _method(accord: Accord, words: Words) -> str:
    drawn = words.say("questions") if accord.grader.unit == "question" else words.say("answers")
    return words.say(
        "Kappa over five equal bands. Intervals: bootstrap over {drawn}, 95 %. "
        "Bias and limits: Bland and Altman, grader minus people.",
        drawn=drawn,
    )


def _notices(accord: Accord, words: Words) -> Iterator[Notice]:
    if accord.missing:
        text = words.say_many(
            "{n} rated answer is not in the run.",
            "{n} rated answers are not in the run.",
            accord.missing,
        )
        yield Notice("bad", text)
    if accord.unscored:
        text = words.say_many(
            "{n} rated answer has no score and was left out.",
            "{n} rated answers have no score and were left out.",
            accord.unscored,
        )
        yield Notice("unscored", text)
    if accord.refit:
        yield _refit_notice(accord.refit, words)


def _refit_notice(refit: Refit, words: Words) -> Notice:
    better = refit.after < refit.before if refit.what == "scores" else refit.after > refit.before
    if refit.what == "scores":
        text = words.say(
            "Calibrated on {fitted} answers; on the {judged} others the mean error went from "
            "{before} to {after} points.",
            fitted=refit.fitted,
            judged=refit.judged,
            before=show_number(refit.before, 1),
            after=show_number(refit.after, 1),
        )
    else:
        text = words.say(
            "Calibrated on {fitted} points; on the {judged} others the share of right states went "
            "from {before} to {after}.",
            fitted=refit.fitted,
            judged=refit.judged,
            before=show_number(refit.before),
            after=show_number(refit.after),
        )
    hint = (
        words.say("Written to {path}.", path=one_line(refit.path))
        if better
        else words.say("It does not help; do not use it.")
    )
    return Notice("good" if better else "bad", text, hint)


def _sections(accord: Accord, words: Words) -> Iterator[Section]:
    yield Section(words.say("Scores"), "", (_measures(accord, words), _plot(accord, words)))
    yield _alphas(accord, words)
    yield _confusion(accord, words)
    yield _disputes(accord, words)


def _measures(accord: Accord, words: Words) -> Table:
    pairs = [
        (words.say("Grader – people"), accord.grader),
        *((f"{one_line(a, 30)} – {one_line(b, 30)}", found) for a, b, found in accord.pairs),
    ]
    return tabulate(
        "agreement",
        pairs,
        (Column(words.say("Who")), lambda p: Cell(p[0])),
        (Column(words.say("Answers"), True), lambda p: count_cell(p[1].n)),
        (Column("Pearson", True), lambda p: estimate_cell(p[1].pearson)),
        (Column("Spearman", True), lambda p: estimate_cell(p[1].spearman)),
        (Column(words.say("Weighted kappa"), True), lambda p: estimate_cell(p[1].kappa)),
        (Column(words.say("Mean error"), True), lambda p: estimate_cell(p[1].error, 1)),
        (Column(words.say("Bias"), True), lambda p: estimate_cell(p[1].bias, 1)),
        (Column(words.say("Limits"), True), lambda p: _limits(p[1])),
    )


def _limits(found: Agreement) -> Cell:
    return Cell(show_span(*found.limits) if found.limits else NONE)


def _plot(accord: Accord, words: Words) -> Scatter:
    """Bland and Altman's plot: the difference over the mean of both."""
    dots = tuple(Dot("", round((g + p) / 2, 1), round(g - p, 1)) for g, p in accord.scores[:2000])
    bias, limits = accord.grader.bias, accord.grader.limits
    lines = (bias.value, *limits) if bias and limits else ()
    text = words.say("Grader minus people over the mean of both, with bias and limits")
    return Scatter(text, words.say("Mean of both"), words.say("Grader minus people"), dots, lines)


def _alphas(accord: Accord, words: Words) -> Section:
    found = (
        (words.say("People only"), accord.alpha_people),
        (words.say("People and grader"), accord.alpha_all),
    )
    table = tabulate(
        "alpha",
        [pair for pair in found if pair[1] is not None],
        (Column(words.say("Who")), lambda p: Cell(p[0])),
        (Column(words.say("Krippendorff's alpha"), True), lambda p: number_cell(p[1])),
    )
    return Section(words.say("Several raters"), "", filled(table))


def _confusion(accord: Accord, words: Words) -> Section:
    if not any(map(sum, accord.confusion)):
        return Section(words.say("Key points"), "", ())
    names = [words.known(STATES, s) for s in SCORED_STATES]
    columns = (Column(words.say("People say")), *(Column(name, True) for name in names))
    by_people = list(zip(*accord.confusion, strict=True))
    rows = tuple(
        (Cell(names[i]), *(count_cell(n, "covered" if i == j else "") for j, n in enumerate(line)))
        for i, line in enumerate(by_people)
    )
    note = words.say(
        "Columns: what the grader says. Cohen's kappa {kappa}.",
        kappa=show_number(accord.point_kappa),
    )
    return Section(words.say("Key points"), note, (Table("confusion", columns, rows),))


def _disputes(accord: Accord, words: Words) -> Section:
    table = tabulate(
        "disputes",
        accord.disputes,
        (Column(words.say("Question")), lambda d: words_cell(d.title)),
        (Column(words.say("Answer")), lambda d: words_cell(d.answer_id)),
        (Column(words.say("Grader"), True), lambda d: mean_cell(d.grader)),
        (Column(words.say("People"), True), lambda d: mean_cell(d.people)),
        (Column(words.say("The grader says")), lambda d: Cell(_points(d, words))),
        (Column(words.say("People say")), lambda d: Cell(_raters(d, words))),
        (Column(words.say("The answer says")), lambda d: Cell(one_line(d.answer, 300))),
    )
    return Section(words.say("Where they disagree most"), "", filled(table))


def _points(dispute: Dispute, words: Words) -> str:
    said = [
        words.say("{name}: {text}", name=words.known(STATES, s), text=t) for s, t in dispute.points
    ]
    return one_line("; ".join(said), 200)


def _raters(dispute: Dispute, words: Words) -> str:
    said = (f"{words.known(RATERS, name)} {score:g}" for name, score in dispute.raters)
    return one_line("; ".join(said), 200)
