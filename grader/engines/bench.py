"""What a worker needs to grade: a desk built from a recipe that travels between processes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.calibration import Calibration, read_calibration
from grader.desk import Desk, make_desk
from grader.judging import JudgeOptions, make_judging
from questions.errors import InputError
from questions.model import Bank, Question
from rubrics.marks import Failure, Scoresheet
from rubrics.model import Rubric


@dataclass(frozen=True)
class Recipe:
    """Everything a desk is made of; small enough to send."""

    bank: Bank
    rubrics: Path | None
    tier: str
    encoder: str
    calibration: Path | None = None
    judges: JudgeOptions | None = None

    def desk(self) -> Desk:
        """Load the models. The judges only sign here, they need no key. Raises InputError."""
        desk = make_desk(self.bank, self.rubrics, tier=self.tier, encoder=self.encoder)
        if self.calibration is not None:
            desk.grader.calibration = _read_calibration(self.calibration)
        if self.judges is not None:
            desk.grader.judging = make_judging(replace(self.judges, keyless=True))
        return desk


@dataclass
class Bench:
    """A desk with its questions by id."""

    desk: Desk
    _questions: dict[str, Question] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the questions."""
        self._questions = {q.id: q for q in self.desk.bank.questions}

    def grade(self, question_id: str, text: str) -> Scoresheet:
        """The offline sheet, without the answer's id and author; errors are in `failure`."""
        question = self._questions[question_id]
        try:
            return self.desk.grader.grade_offline(question, self.rubric(question), text)
        except InputError as error:
            return failed(question_id, text, Failure("backend", error.message, error.hint))
        except Exception as error:  # noqa: BLE001  # one answer never ends a batch
            message = f"{type(error).__name__}: {error}"
            return failed(question_id, text, Failure("internal", message, "please report this"))

    def rubric(self, question: Question) -> Rubric:
        """The question's rubric; one without points where there is none."""
        return self.desk.rubric(question) or Rubric(question.id, ())


def _read_calibration(path: Path) -> Calibration:
    try:
        return read_calibration(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path)) from None
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        hint = "write one with `kaoguan agree --calibrate`"
        raise InputError(f"is no calibration: {error}", place=str(path), hint=hint) from None


def failed(question_id: str, text: str, failure: Failure) -> Scoresheet:
    """A sheet without a score."""
    return Scoresheet(question_id, "", "", text, None, "unscored", (), failure=failure)
