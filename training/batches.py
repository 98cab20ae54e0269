"""Examples -> padded tensors, long ones together, within a budget of tokens."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer

from examples import Example

BOS, PAD, EOS = 0, 1, 2
CONTEXT_LIMIT, POINT_LIMIT, QUESTION_LIMIT = 400, 96, 64
POINT_OFFSET = 402


@dataclass(frozen=True)
class Encoded:
    """One example as token ids: the context, and each point."""

    context: list[int]
    points: list[list[int]]
    targets: list[tuple[float, ...]]
    example: Example

    @property
    def length(self) -> int:
        return len(self.context) + sum(map(len, self.points))


class Encoder:
    """Tokenises with a memory: points and real answers come again every epoch."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.memory: dict[str, list[int]] = {}

    def ids(self, text: str) -> list[int]:
        found = self.memory.get(text)
        if found is None:
            found = self.tokenizer.encode(text, add_special_tokens=False).ids
            self.memory[text] = found
        return found

    def encode(self, e: Example, with_question: bool = True) -> Encoded:
        question = (
            [*self.ids(e.question)[:QUESTION_LIMIT], EOS] if with_question and e.question else []
        )
        answer = self.ids(e.answer)[: CONTEXT_LIMIT - len(question) - 2]
        points = [[BOS, *self.ids(p)[:POINT_LIMIT], EOS] for p in e.points]
        return Encoded([BOS, *question, *answer, EOS], points, [tuple(t) for t in e.targets], e)


@dataclass(frozen=True)
class Batch:
    ids: torch.Tensor
    positions: torch.Tensor
    segments: torch.Tensor
    starts: torch.Tensor
    rows: torch.Tensor
    targets: torch.Tensor
    members: list[Encoded]


def collate(members: list[Encoded]) -> Batch:
    length = max(m.length for m in members)
    ids = torch.full((len(members), length), PAD)
    positions = torch.zeros_like(ids)
    segments = torch.full_like(ids, -1)
    starts, rows, targets = [], [], []
    for row, m in enumerate(members):
        at = 0
        for segment, piece in enumerate([m.context, *m.points]):
            n = len(piece)
            ids[row, at : at + n] = torch.tensor(piece)
            positions[row, at : at + n] = torch.arange(n) + (POINT_OFFSET if segment else 0)
            segments[row, at : at + n] = segment
            if segment:
                starts.append(at)
                rows.append(row)
            at += n
        targets.extend(m.targets)
    return Batch(
        ids,
        positions,
        segments,
        torch.tensor(starts),
        torch.tensor(rows),
        torch.tensor(targets, dtype=torch.float32),
        members,
    )


def batches(encoded: list[Encoded], budget: int, rng: random.Random | None) -> Iterator[Batch]:
    """Batches of at most `budget` padded tokens; shuffled when a generator is given."""
    order = sorted(
        range(len(encoded)),
        key=lambda i: (encoded[i].length + (rng.randint(-25, 25) if rng else 0), i),
    )
    groups: list[list[Encoded]] = []
    current: list[Encoded] = []
    for i in order:
        if current and (len(current) + 1) * encoded[i].length > budget:
            groups.append(current)
            current = []
        current.append(encoded[i])
    if current:
        groups.append(current)
    if rng:
        rng.shuffle(groups)
    yield from map(collate, groups)
