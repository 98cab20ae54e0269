"""Gather the evidence of every room for each point and give each raw value a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grader.entailment import Entailment
from grader.evidence.consistency import ConsistencyEvidence, compare
from grader.evidence.meaning import MeaningEvidence, weigh_meaning
from grader.evidence.words import WordEvidence, statement_share, weigh_words
from grader.scoring import PointEvidence
from rubrics.encoder import Encoder, Vectors
from rubrics.glossary import Glossary
from rubrics.marks import Evidence
from rubrics.model import KeyPoint
from rubrics.text import Span, fold, language, windows

TIERS = ("words", "meaning", "full")
_MANY_WINDOWS = 400


@dataclass(frozen=True)
class Models:
    """What a tier needs; None where the tier does without."""

    tier: str
    glossary: Glossary
    encoder: Encoder | None = None
    entailment: Entailment | None = None


def gather(
    question: str, points: Sequence[KeyPoint], answer: str, models: Models, vectors: Vectors | None
) -> list[PointEvidence]:
    """Evidence of each point. `answer` has ignored parts blanked out; `vectors` are the points'."""
    spans = windows(answer)[:_MANY_WINDOWS]
    pieces = [span.of(answer) for span in spans]
    words = weigh_words(points, fold(answer), pieces, models.glossary)
    meaning: list[MeaningEvidence | None] = [None] * len(points)
    if models.encoder is not None and vectors is not None:
        similarity = (
            vectors @ models.encoder.encode(pieces).T
            if pieces
            else np.zeros((len(points), 0), np.float32)
        )
        meaning = list(weigh_meaning(similarity))
    logits = None
    if models.entailment is not None:
        logits = models.entailment.judge(question, answer, [p.text for p in points])
    told = language(answer)
    statement = statement_share(answer)
    result = []
    for i, point in enumerate(points):
        window = _choose(words[i], meaning[i])
        piece = pieces[window] if window is not None else ""
        against = compare(point.text, piece) if piece else ConsistencyEvidence()
        values = _name_values(words[i], meaning[i], against, None if logits is None else logits[i])
        values |= {
            "statement": statement,
            "foreign": float(told != language(point.text) and told != "mixed"),
        }
        values["best.foreign"] = values.get("best", 0.0) * values["foreign"]
        values["overlap.foreign"] = values["overlap"] * values["foreign"]
        result.append(
            PointEvidence(values, _quote(answer, spans, window), against.clash, models.tier)
        )
    return result


def _choose(words: WordEvidence, meaning: MeaningEvidence | None) -> int | None:
    """The window that speaks of the point: by meaning where there is one, else by words."""
    return words.best if meaning is None else meaning.window


def _quote(answer: str, spans: Sequence[Span], window: int | None) -> Evidence | None:
    if window is None:
        return None
    span = spans[window]
    return Evidence(span.start, span.end, span.of(answer))


def _name_values(
    words: WordEvidence,
    meaning: MeaningEvidence | None,
    against: ConsistencyEvidence,
    logits: np.ndarray | None,
) -> dict[str, float]:
    values = {
        "keywords": words.keywords if words.keywords is not None else words.anywhere,
        "overlap": words.overlap,
        "anywhere": words.anywhere,
        "numbers": against.numbers,
        "agreeing": against.agreeing,
        "negation": against.negation,
        "opposites": against.opposites,
        "roles": against.roles,
    }
    if meaning is not None:
        values |= {"best": meaning.best, "top": meaning.top, "whole": meaning.whole}
    if logits is not None:
        covered, partial, missing, contradicted = (float(v) for v in logits - logits.mean())
        values |= {
            "covered": covered,
            "partial": partial,
            "missing": missing,
            "contradicted": contradicted,
        }
    return values


def names_of(evidence: Mapping[str, float]) -> list[str]:
    """The names of the signals, in a fixed order."""
    return sorted(evidence)
