"""Gather the evidence of every room for each point and give each raw value a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from grader.entailment import Entailment, Logits
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
_DECIDES = {"words": "words", "meaning": "meaning", "full": "entailment"}
_MANY_WINDOWS = 400
_COVERED, _CONTRADICTED = 0, 3


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
    meaning = _meaning(points, pieces, models.encoder, vectors)
    logits = _logits(question, points, answer, models.entailment)
    told, statement = language(answer), statement_share(answer)
    result = []
    for i, point in enumerate(points):
        window = _choose(words[i], meaning[i])
        piece = pieces[window] if window is not None else ""
        against = compare(point.text, piece, point.mistakes) if piece else ConsistencyEvidence()
        values = _name_values(words[i], meaning[i], against, logits[i])
        foreign = float(told != language(point.text) and told != "mixed")
        values |= {"statement": statement, "foreign": foreign}
        values["best.foreign"] = values.get("best", 0.0) * foreign
        values["overlap.foreign"] = values["overlap"] * foreign
        quote = _quote(answer, spans, window)
        result.append(PointEvidence(values, quote, against.clash, _DECIDES[models.tier]))
    return _with_means(result)


def _with_means(evidence: list[PointEvidence]) -> list[PointEvidence]:
    """Beside each verdict its mean over the answer: who errs on most points errs on more."""
    if not evidence or "covered" not in evidence[0].signals:
        return evidence
    means = {
        f"{name}.mean": sum(e.signals[name] for e in evidence) / len(evidence)
        for name in ("covered", "partial", "missing", "contradicted")
    }
    return [replace(e, signals={**e.signals, **means}) for e in evidence]


def _meaning(
    points: Sequence[KeyPoint], pieces: list[str], encoder: Encoder | None, vectors: Vectors | None
) -> Sequence[MeaningEvidence | None]:
    if encoder is None or vectors is None:
        return [None] * len(points)
    lengths = np.array([len(piece) for piece in pieces], np.int64)
    if not pieces:
        return weigh_meaning(np.zeros((len(points), 0), np.float32), lengths)
    return weigh_meaning(vectors @ encoder.encode(pieces).T, lengths)


def _logits(
    question: str, points: Sequence[KeyPoint], answer: str, entailment: Entailment | None
) -> Sequence[Logits | None]:
    """Logits of each point; an answer that states a typical mistake contradicts its point."""
    if entailment is None:
        return [None] * len(points)
    mistakes = [(i, text) for i, point in enumerate(points) for text in point.mistakes]
    texts = [*(p.text for p in points), *(text for _, text in mistakes)]
    judged = entailment.judge(question, answer, texts)
    result = judged[: len(points)].copy()
    for (i, _), row in zip(mistakes, judged[len(points) :], strict=True):
        if row.argmax() == _COVERED and row[_COVERED] > result[i, _COVERED]:
            result[i, _CONTRADICTED] = max(result[i, _CONTRADICTED], row[_COVERED])
    return list(result)


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
    logits: Logits | None,
) -> dict[str, float]:
    values = {
        "keywords": words.keywords if words.keywords is not None else words.anywhere,
        "overlap": words.overlap,
        "anywhere": words.anywhere,
        "named": words.named,
        "literal": float(words.literal),
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
