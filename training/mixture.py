"""What one epoch of fitting reads: a fresh mixture of real, composed and brief answers each time."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from authored import Authored, read_authored, read_interviews
from briefs import Listing, answer_list, read_briefs, read_lists
from composing import compose, single, turned, web, with_strangers
from public_sets import read_public
from statements import read_statements
from twins import read_twins, twins_of

from examples import Example, is_held_out

EASY = ("stuffed", "offtopic", "blank")


@dataclass(frozen=True)
class Shares:
    """How much of what an epoch reads.

    `real`, `turned`: share of the answers, and of those with turned points. `composed`, `single`:
    a question. `web`: share of the points whose statements are set against each other. `twins`: share of those.
    `lists`: answers a list. `public`: examples in all. `interviews`: times each, their twins once.
    """

    real: float = 0.4
    turned: float = 0.7
    composed: int = 4
    single: int = 4
    web: float = 0.5
    twins: float = 1.0
    lists: int = 2
    public: int = 500
    interviews: int = 3


@dataclass
class Mixture:
    """The questions that are fitted on, and `epoch()`, which draws from them."""

    fitted: list[Authored]
    statements: list[Authored]
    briefs: list[Example]
    twins: list[Example]
    lists: list[Listing]
    public: list[Example]
    interviews: list[Example]
    shares: Shares
    rng: random.Random
    by_group: dict[str, Authored] = field(init=False)

    def __post_init__(self) -> None:
        """Index the questions by group."""
        self.by_group = {q.group: q for q in self.fitted}

    def epoch(self) -> list[Example]:
        """Examples in no order; every call draws others."""
        shares, rng = self.shares, self.rng
        chosen = [self._varied(e) for e in self._real()]
        sources = [q for q in (*self.fitted, *self.statements) if q.atoms]
        chosen += [compose(q, rng) for q in sources for _ in range(shares.composed)]
        for q in sources:
            pairs = single(q, rng)
            chosen += rng.sample(pairs, min(len(pairs), shares.single))
            for i in range(len(q.points)):
                if rng.random() < shares.web:
                    chosen += web(q, i, rng)
        chosen += [answer_list(q, self.lists, rng) for q in self.lists for _ in range(shares.lists)]
        chosen += rng.sample(self.public, min(len(self.public), shares.public)) + self.briefs
        return [e for e in chosen if e.points]

    def _real(self) -> list[Example]:
        rng = self.rng
        real = [
            e for q in self.fitted for e in q.answers if e.kind not in EASY or rng.random() < 0.4
        ]
        chosen = rng.sample(real, int(len(real) * self.shares.real))
        chosen += rng.sample(self.twins, int(len(self.twins) * self.shares.twins))
        again = [e for e in self.interviews if e.source != "twin"]
        return chosen + self.interviews + again * (self.shares.interviews - 1)

    def _varied(self, example: Example) -> Example:
        if self.rng.random() < self.shares.turned:
            example = turned(example, self.by_group.get(example.group), self.rng)
        if self.rng.random() < 0.15:
            example = with_strangers(example, self.fitted, self.rng)
        return example


def make_mixture(
    texts: Path, public: Path | None, interviews: list[Example], shares: Shares, seed: int
) -> Mixture:
    """Everything below `texts` and beside it that is not kept aside."""
    folder, own = texts.parent, read_authored(texts)
    return Mixture(
        [q for q in own if not is_held_out(q.group)],
        [q for q in read_statements(folder / "statements") if not is_held_out(q.group)],
        [e for q in read_briefs(folder) if not is_held_out(q.group) for e in q.answers],
        [e for e in read_twins(folder / "twins", own) if not is_held_out(e.group)],
        [q for q in read_lists(folder / "lists.txt") if not is_held_out(q.group)],
        [e for e in read_public(public) if not is_held_out(e.group)] if public else [],
        interviews,
        shares,
        random.Random(seed),
    )


def split_interviews(path: Path, fold: str) -> tuple[list[Example], list[Example]]:
    """(watched, fitted). `fold` is none, all, or K/N: fitted is every question but K modulo N, with
    its twins.
    """
    examples = read_interviews(path)
    twins = [
        e for p in sorted(path.parent.glob("interviews.twins*.txt")) for e in twins_of(examples, p)
    ]
    every = [*examples, *twins]
    if fold in ("none", "all"):
        return examples, every if fold == "all" else []
    kept, count = map(int, fold.split("/"))
    order = {group: n for n, group in enumerate(dict.fromkeys(e.group for e in examples))}
    watched = [e for e in examples if order[e.group] % count == kept]
    return watched, [e for e in every if order[e.group] % count != kept]
