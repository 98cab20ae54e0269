"""Fit the entailment network on our own texts, interview questions by folds, and public sets.

    python training/train.py --data FOLDER --out training/work/trunk.pt
    python training/train.py --start training/work/trunk.pt --fold 0/4 --out training/work/fold0.pt

Everything is seeded. Of `data/interviews.json` only what `--fold` says is fitted on; 15 % of our
own questions are kept aside by their names (`examples.is_held_out`).
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from authored import read_authored
from backbone import dequantise, package_file, unpack
from batches import Batch, Encoded, Encoder, batches
from evaluation import figures
from mixture import Shares, make_mixture, split_interviews
from network import Network, from_backbone
from vocabulary import choose_pieces, make_tokenizer

from examples import Example, is_held_out, texts_of

HERE = Path(__file__).parent


def make_network(
    texts: list[str], layers: list[int]
) -> tuple[Network, list[tuple[str, float]], list[int]]:
    backbone = unpack(package_file())
    keep = choose_pieces(backbone, texts)
    pieces = [(backbone.pieces[i], float(backbone.scores[i])) for i in keep]
    word = torch.from_numpy(dequantise(backbone.word[keep]))
    return from_backbone(backbone, word, layers), pieces, keep


def save(
    path: Path,
    network: Network,
    pieces: list[tuple[str, float]],
    keep: list[int],
    note: dict[str, object],
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {k: v for k, v in network.state_dict().items() if k != "word.weight"}
    torch.save(
        {
            "state": state,
            "pieces": pieces,
            "keep": keep,
            "layers": len(network.layers),
            "note": note,
        },
        path,
    )


def load(path: Path, dropout: float = 0.1) -> tuple[Network, list[tuple[str, float]], list[int]]:
    saved = torch.load(path, weights_only=True)
    backbone = unpack(package_file())
    word = torch.from_numpy(dequantise(backbone.word[saved["keep"]]))
    network = from_backbone(backbone, word, list(range(saved["layers"])), dropout)
    network.load_state_dict(saved["state"], strict=False)
    return network, [tuple(p) for p in saved["pieces"]], saved["keep"]


def forward(network: Network, batch: Batch) -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return network(batch.ids, batch.positions, batch.segments, batch.starts, batch.rows)


def predict(network: Network, encoder: Encoder, examples: list[Example]) -> list[np.ndarray]:
    """Probabilities (points, 4) for each example, in order."""
    network.eval()
    encoded = [encoder.encode(e) for e in examples]
    found: dict[int, np.ndarray] = {}
    with torch.no_grad():
        for batch in batches(encoded, 6000, None):
            p = forward(network, batch).float().softmax(-1).numpy()
            at = 0
            for member in batch.members:
                found[id(member)] = p[at : at + len(member.points)]
                at += len(member.points)
    network.train()
    return [found[id(e)] for e in encoded]


class Average:
    """Running mean of the weights: what is watched and saved, far steadier than the last step."""

    def __init__(self, network: Network, decay: float = 0.995) -> None:
        self.live = [p for p in network.parameters() if p.requires_grad]
        self.mean = [p.detach().clone() for p in self.live]
        self.decay, self.steps = decay, 0

    def update(self) -> None:
        self.steps += 1
        weight = 1 - min(self.decay, (1 + self.steps) / (10 + self.steps))
        torch._foreach_lerp_(self.mean, [p.detach() for p in self.live], weight)

    def swap(self) -> None:
        """Put the mean into the network and the network's own weights aside, or back."""
        with torch.no_grad():
            for live, mean in zip(self.live, self.mean, strict=True):
                kept = live.detach().clone()
                live.copy_(mean)
                mean.copy_(kept)


@dataclass(frozen=True)
class Schedule:
    """`rate` falls linearly to `floor` of itself over the epochs or the minutes, whichever ends first;
    `budget` is the number of padded tokens of a step.
    """

    epochs: int
    budget: int
    rate: float
    floor: float
    minutes: float

    def scale(self, step: int, total: int, seconds: float) -> float:
        """What the rate is multiplied with at a step, after a short warm-up."""
        done = max(step / total, seconds / (self.minutes * 60))
        return min(step / max(1, min(150, total // 20)), max(self.floor, 1 - done))


def fit(
    network: Network,
    epoch: Callable[[], list[Encoded]],
    schedule: Schedule,
    watch: Callable[[], dict[str, float]],
) -> None:
    """Fit in place; `watch` runs after each epoch and at the end on the averaged weights."""
    optimiser = make_optimiser(network, schedule.rate)
    average = Average(network)
    encoded = epoch()
    total = sum(1 for _ in batches(encoded, schedule.budget, random.Random(0))) * schedule.epochs
    step, began, losses = 0, time.time(), []
    network.train()
    for number in range(schedule.epochs):
        encoded = epoch() if number else encoded
        for batch in batches(encoded, schedule.budget, random.Random(number + 1)):
            seconds = time.time() - began
            if seconds > schedule.minutes * 60:
                break
            step += 1
            for group in optimiser.param_groups:
                group["lr"] = schedule.rate * schedule.scale(step, total, seconds)
            losses.append(take_step(network, batch, optimiser))
            average.update()
            if step % 50 == 0:
                print(
                    f"epoch {number} step {step}/{total} loss {np.mean(losses[-50:]):.3f} {seconds:.0f}s",
                    flush=True,
                )
        average.swap()
        show(number, watch())
        if time.time() - began > schedule.minutes * 60:
            return
        average.swap()
    average.swap()


def make_optimiser(network: Network, rate: float) -> torch.optim.Optimizer:
    """AdamW without decay of biases and norms."""
    free = [p for p in network.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in free if p.ndim > 1], "weight_decay": 0.01},
        {"params": [p for p in free if p.ndim == 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), fused=True)


def take_step(network: Network, batch: Batch, optimiser: torch.optim.Optimizer) -> float:
    """One step of cross-entropy with soft targets; the loss."""
    logits = forward(network, batch)
    loss = -(batch.targets * logits.float().log_softmax(-1)).sum(-1).mean()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)
    return loss.item()


def show(epoch: int, figures: dict[str, float]) -> None:
    rounded = {"epoch": epoch, **{k: round(v, 3) for k, v in figures.items()}}
    print(json.dumps(rounded, ensure_ascii=False), flush=True)


def run(args: argparse.Namespace) -> None:
    """Fit, looking at the questions kept aside after every epoch; save the averaged weights."""
    watched, interviews = split_interviews(args.interviews, args.fold)
    if not args.twins:
        interviews = [e for e in interviews if e.source != "twin"]
    shares = Shares(
        args.real,
        args.turned,
        args.composed,
        args.single,
        args.web,
        args.twins,
        args.lists,
        args.public,
        args.repeats,
    )
    mixture = make_mixture(args.texts, args.data, interviews, shares, args.seed)
    kept = [e for q in read_authored(args.texts) if is_held_out(q.group) for e in q.answers]
    kept = kept[:: max(1, len(kept) // 130)]
    network, pieces, keep = (
        load(args.start)
        if args.start
        else make_network(texts_of(e for q in mixture.fitted for e in q.answers), args.layers)
    )
    encoder = Encoder(make_tokenizer(pieces))

    def epoch() -> list[Encoded]:
        return [
            encoder.encode(e, with_question=mixture.rng.random() < 0.8) for e in mixture.epoch()
        ]

    def watch() -> dict[str, float]:
        save(args.out, network, pieces, keep, {"questions": len(mixture.fitted), "fold": args.fold})
        seen = figures(watched, predict(network, encoder, watched))
        aside = figures(kept, predict(network, encoder, kept))
        return seen | {f"kept {k}": v for k, v in aside.items() if not k.startswith("mean")}

    print(len(mixture.fitted), "questions", len(interviews), "interview answers", flush=True)
    schedule = Schedule(args.epochs, args.budget, args.rate, args.floor, args.minutes)
    fit(network, epoch, schedule, watch)
    save(args.out, network, pieces, keep, {"questions": len(mixture.fitted), "fold": args.fold})


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--texts", type=Path, default=HERE / "data" / "texts")
    parser.add_argument("--interviews", type=Path, default=HERE / "data" / "interviews.json")
    parser.add_argument(
        "--fold", default="none", help="interviews to fit on: none, all or all but K/N"
    )
    parser.add_argument("--repeats", type=int, default=3, help="of the interviews in an epoch")
    parser.add_argument("--start", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--budget", type=int, default=2400)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--floor", type=float, default=0.02, help="the last rate, as a share")
    parser.add_argument("--real", type=float, default=0.4, help="share of the answers an epoch")
    parser.add_argument("--composed", type=int, default=4)
    parser.add_argument("--web", type=float, default=0.5, help="share of the points")
    parser.add_argument("--twins", type=float, default=1.0, help="share of them an epoch")
    parser.add_argument("--single", type=int, default=4)
    parser.add_argument("--public", type=int, default=500)
    parser.add_argument(
        "--turned", type=float, default=0.7, help="share of answers with turned points"
    )
    parser.add_argument("--lists", type=int, default=2, help="answers a list, of data/lists.txt")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--layers", type=lambda s: [int(x) for x in s.split(",")], default=list(range(12))
    )
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    run(args)


if __name__ == "__main__":
    main()
