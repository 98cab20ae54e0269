"""One answer graded with one call, for scripts, notebooks and tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from grader.desk import Desk, find_rubric, make_desk
from questions.library import bundled_bank
from questions.model import Question
from rubrics.glossary import Glossary
from rubrics.marks import Mark, Scoresheet, State
from rubrics.model import Rubric

if TYPE_CHECKING:
    from pathlib import Path

_SYMBOLS = {
    State.COVERED: "✓", State.PARTIAL: "◐", State.MISSING: "○", State.CONTRADICTED: "✗",
    State.UNSCORED: "?",
}  # fmt: skip
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Graded:
    """An answer's sheet with what it was graded against."""

    sheet: Scoresheet
    question: Question
    rubric: Rubric
    glossary: Glossary

    @property
    def score(self) -> float | None:
        """0 to 100, None when nothing could be scored; `sheet.failure` then says why."""
        return self.sheet.score

    def points(self, *states: State) -> tuple[Mark, ...]:
        """The marks in any of these states, in the order of the rubric."""
        return tuple(mark for mark in self.sheet.marks if mark.state in states)

    @property
    def missed(self) -> tuple[Mark, ...]:
        """What keeps the score down: contradicted, missing and partly covered points, in this
        order.
        """
        wrong = (State.CONTRADICTED, State.MISSING, State.PARTIAL)
        return tuple(mark for state in wrong for mark in self.points(state))

    def explain(self) -> str:
        """The score and every missed point, one a line, with the words that contradict it."""
        sheet = self.sheet
        score = "unscored" if sheet.score is None else f"{sheet.score:.1f} / 100"
        reason = sheet.failure.message if sheet.failure else sheet.reason
        lines = [f"{_short(self.question.title)}: {score}" + (f" ({reason})" if reason else "")]
        lines += [_line(mark) for mark in self.missed]
        return "\n".join(lines)

    def to_html(self, lang: Literal["zh", "en"] = "zh") -> str:
        """The report as one HTML file that needs nothing else; `kaoguan verify` checks it."""
        from reports.html import render_html
        from reports.page import build_page

        return render_html(build_page(self.sheet, self.question, self.rubric, lang, self.glossary))

    def write_html(self, path: Path, lang: Literal["zh", "en"] = "zh") -> None:
        """The report as a file. Raises OSError."""
        path.write_text(self.to_html(lang), "utf-8")


def grade(
    question: str | Question,
    answer: str,
    *,
    desk: Desk | None = None,
    rubric: Rubric | None = None,
    author: str = "",
) -> Graded:
    """Grade an answer to a question, which may be named by id, number or title.

    `desk` has the bank and the models (`make_desk`); without one it is the bundled bank with all
    models, loaded once. `rubric` comes before that of the desk. Raises InputError when the question
    is not found, or has nothing to grade against.
    """
    chosen = desk or _own_desk()
    asked = chosen.find(question) if isinstance(question, str) else question
    points = rubric or find_rubric(chosen, asked)
    sheet = chosen.grader.grade(asked, points, answer, author=author)
    return Graded(sheet, asked, points, chosen.grader.models.glossary)


@cache
def _own_desk() -> Desk:
    return make_desk(bundled_bank())


def _line(mark: Mark) -> str:
    quote = f" — said: “{_short(mark.evidence[0].text)}”" if mark.evidence else ""
    return f"  {_SYMBOLS[mark.state]} {mark.state.value:12} {_short(mark.text)}{quote}"


def _short(text: str) -> str:
    """One line without control characters: answers are other people's text."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
