"""The entailment model that ships with the package: 8-bit weights, numpy, no network."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from grader.entailment import Logits
from grader.entailment.network import Network
from rubrics.text import sentences

_BOS, _EOS, _UNK = 0, 2, 3
_CONTEXT, _POINT, _QUESTION = 400, 96, 64
_MISSING = 2


class SmallEntailment:
    """A fine-tuned multilingual-e5-small; see `docs/model-card.md`."""

    def __init__(self, weights: Path | None = None) -> None:
        path = weights or files("grader.entailment").joinpath("small.npz")
        data = path.read_bytes()
        self.name = f"small-{hashlib.sha256(data).hexdigest()[:8]}"
        with np.load(io.BytesIO(data), allow_pickle=False) as store:
            self._network = Network(store)
            pieces = bytes(store["pieces"]).decode("utf-8").split("\n")
            scores = store["scores"].tolist()
        self._tokenizer = Tokenizer(
            models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=_UNK)
        )
        self._tokenizer.normalizer = normalizers.Sequence(
            [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")]
        )
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        self._blas = ThreadpoolController()
        self._points: dict[str, list[int]] = {}

    def _ids(self, text: str) -> list[int]:
        clean = text.encode("utf-8", "replace").decode("utf-8")
        ids: list[int] = self._tokenizer.encode(clean, add_special_tokens=False).ids
        return ids

    def _point(self, text: str) -> list[int]:
        if text not in self._points:
            self._points[text] = [_BOS, *self._ids(text)[:_POINT], _EOS]
        return self._points[text]

    def _contexts(self, question: str, answer: str) -> list[list[int]]:
        """The answer in pieces of whole sentences that fit, each with the question before it."""
        head = [_BOS, *self._ids(question)[:_QUESTION], _EOS] if question.strip() else [_BOS]
        room = _CONTEXT - len(head)
        whole = self._ids(answer)
        if len(whole) <= room:
            return [[*head, *whole, _EOS]]
        parts = [self._ids(span.of(answer)) for span in sentences(answer)]
        parts = [part[at : at + room] for part in parts for at in range(0, len(part), room)]
        pieces: list[list[int]] = []
        current: list[int] = []
        last: list[int] = []
        for part in parts:
            if current and len(current) + len(part) > room:
                pieces.append(current)
                current = list(last) if len(last) + len(part) <= room else []
            current = current + part
            last = part
        pieces.append(current)
        return [[*head, *piece, _EOS] for piece in pieces]

    def judge(self, question: str, answer: str, points: Sequence[str]) -> Logits:
        """See `Entailment.judge`; of a long answer each point takes the piece that says most."""
        if not points:
            return np.zeros((0, 4), np.float32)
        tokens = [self._point(point) for point in points]
        with self._blas.limit(limits=1, user_api="blas"):
            all_logits = np.stack(
                [
                    self._network.logits(context, tokens)
                    for context in self._contexts(question, answer)
                ]
            )
        others = np.logaddexp.reduce(np.delete(all_logits, _MISSING, axis=2), axis=2)
        best = (others - all_logits[:, :, _MISSING]).argmax(axis=0)
        return np.asarray(all_logits[best, np.arange(len(points))], np.float32)
