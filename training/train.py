"""Fit the entailment network: first on public sets, then on our own texts.

    python training/train.py public  --data FOLDER --out training/work/public.pt
    python training/train.py domain  --start training/work/public.pt --out training/work/domain.pt

Everything is seeded. Of `data/interviews.json` only what `--fold` says is fitted on.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from backbone import dequantise, package_file, unpack
from batches import Batch, Encoder, batches
from briefs import answer_list, read_briefs, read_lists
from evaluation import figures
from network import Network, from_backbone
from vocabulary import choose_pieces, make_tokenizer

from examples import (
    Example,
    compose,
    is_held_out,
    read_authored,
    read_devset,
    read_public,
    single,
    texts_of,
    turned,
    with_strangers,
)

HERE = Path(__file__).parent
EASY = ("stuffed", "offtopic", "blank")


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


def forward(network: Network, batch: Batch, attention: str = "shared") -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return network(
            batch.ids, batch.positions, batch.segments, batch.starts, batch.rows, attention
        )


def predict(
    network: Network, encoder: Encoder, examples: list[Example], attention: str = "shared"
) -> list[np.ndarray]:
    """Probabilities (points, 4) for each example, in order."""
    network.eval()
    encoded = [encoder.encode(e) for e in examples]
    found: dict[int, np.ndarray] = {}
    with torch.no_grad():
        for batch in batches(encoded, 6000, None):
            p = forward(network, batch, attention).float().softmax(-1).numpy()
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


def fit(
    network: Network,
    epochs,
    budget: int,
    rate: float,
    watch,
    minutes: float,
    attention: str = "shared",
    floor: float = 0.02,
) -> None:
    """Run over `epochs`, a list of functions that make the examples of one epoch."""
    decay = [p for n, p in network.named_parameters() if p.requires_grad and p.ndim > 1]
    plain = [p for n, p in network.named_parameters() if p.requires_grad and p.ndim == 1]
    optimiser = torch.optim.AdamW(
        [{"params": decay, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}],
        lr=rate,
        betas=(0.9, 0.98),
        fused=True,
    )
    average = Average(network)

    def look() -> dict[str, float]:
        average.swap()
        result = watch()
        average.swap()
        return result

    first = epochs[0]()
    total = sum(1 for _ in batches(first, budget, random.Random(0))) * len(epochs)
    warm = max(1, min(150, total // 20))
    step, began, losses = 0, time.time(), []
    network.train()
    for number, make in enumerate(epochs):
        encoded = first if number == 0 else make()
        for batch in batches(encoded, budget, random.Random(number + 1)):
            step += 1
            done = max(step / total, (time.time() - began) / (minutes * 60))
            scale = min(step / warm, max(floor, 1 - done))
            for group in optimiser.param_groups:
                group["lr"] = rate * scale
            logits = forward(network, batch, attention)
            loss = -(batch.targets * logits.float().log_softmax(-1)).sum(-1).mean()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            average.update()
            losses.append(loss.item())
            if step % 50 == 0:
                print(
                    f"epoch {number} step {step}/{total} loss {np.mean(losses[-50:]):.3f} {time.time() - began:.0f}s",
                    flush=True,
                )
            if time.time() - began > minutes * 60:
                print("stopped by the time limit", flush=True)
                show(number, look())
                average.swap()
                return
        show(number, look())
    average.swap()


def show(epoch: int, figures: dict[str, float]) -> None:
    rounded = {"epoch": epoch, **{k: round(v, 3) for k, v in figures.items()}}
    print(json.dumps(rounded, ensure_ascii=False), flush=True)


def run_public(args: argparse.Namespace) -> None:
    examples = read_public(args.data)
    fitted = [e for e in examples if not is_held_out(e.group)]
    kept = [e for e in examples if is_held_out(e.group) and e.source in ("scientsbank", "beetle")]
    network, pieces, keep = make_network(texts_of(examples), args.layers)
    encoder = Encoder(make_tokenizer(pieces))
    rng = random.Random(args.seed)

    def epoch():
        return [encoder.encode(e, with_question=rng.random() < 0.8) for e in fitted]

    print(
        len(fitted),
        "examples",
        sum(e.length for e in epoch()),
        "tokens",
        len(pieces),
        "pieces",
        flush=True,
    )
    fit(
        network,
        [epoch] * args.epochs,
        args.budget,
        args.rate,
        lambda: figures(kept, predict(network, encoder, kept)),
        args.minutes,
    )
    save(args.out, network, pieces, keep, {"stage": "public"})


def split_interviews(path: Path, fold: str) -> tuple[list[Example], list[Example]]:
    """(watched, fitted): `fold` is none, all, or K/N for every question whose number is not K modulo N."""
    examples = read_devset(path)
    if fold in ("none", "all"):
        return examples, examples if fold == "all" else []
    kept, count = map(int, fold.split("/"))
    order = {group: n for n, group in enumerate(dict.fromkeys(e.group for e in examples))}
    watched = [e for e in examples if order[e.group] % count == kept]
    return watched, [e for e in examples if order[e.group] % count != kept]


def run_domain(args: argparse.Namespace) -> None:
    authored = read_authored(args.texts)
    fitted = [q for q in authored if not is_held_out(q.group, args.keep_percent)]
    kept = [e for q in authored if is_held_out(q.group, args.keep_percent) for e in q.answers]
    kept = kept[:: max(1, len(kept) // 130)]
    devset, interviews = split_interviews(args.interviews, args.fold)
    if args.start:
        network, pieces, keep = load(args.start)
    else:
        network, pieces, keep = make_network(
            texts_of(e for q in authored for e in q.answers), args.layers
        )
    encoder = Encoder(make_tokenizer(pieces))
    rng = random.Random(args.seed)
    public = [e for e in read_public(args.data) if not is_held_out(e.group)] if args.data else []

    lists_file, briefs_file = args.texts.parent / "lists.txt", args.texts.parent / "briefs.txt"

    def brief() -> list[Example]:
        result: list[Example] = []
        if lists_file.exists():
            lists = read_lists(lists_file)
            chosen = [one for one in lists if not is_held_out(one.group, args.keep_percent)]
            result += [answer_list(one, lists, rng) for one in chosen for _ in range(args.lists)]
        if briefs_file.exists():
            result += [
                e
                for q in read_briefs(briefs_file)
                if not is_held_out(q.group, args.keep_percent)
                for e in q.answers
            ]
        return result

    def epoch():
        fitted = [
            q for q in read_authored(args.texts) if not is_held_out(q.group, args.keep_percent)
        ]
        real = [e for q in fitted for e in q.answers if e.kind not in EASY or rng.random() < 0.4]
        chosen = rng.sample(real, int(len(real) * args.real))
        chosen += interviews * args.repeats
        by_group = {q.group: q for q in fitted}
        chosen = [
            turned(e, by_group.get(e.group), rng) if rng.random() < args.turned else e
            for e in chosen
        ]
        chosen = [with_strangers(e, fitted, rng) if rng.random() < 0.15 else e for e in chosen]
        chosen += [compose(q, rng) for q in fitted for _ in range(args.composed) if q.atoms]
        for q in fitted:
            pairs = single(q, rng)
            chosen += rng.sample(pairs, min(len(pairs), args.single))
        chosen += rng.sample(public, min(len(public), args.public)) + brief()
        chosen = [e for e in chosen if e.points]
        if args.attention == "pair":
            chosen = [
                Example(e.group, e.source, e.question, e.answer, (p,), (t,))
                for e in chosen
                for p, t in zip(e.points, e.targets, strict=True)
            ]
        return [encoder.encode(e, with_question=rng.random() < 0.8) for e in chosen]

    def watch():
        save(args.out, network, pieces, keep, {"stage": "domain", "questions": len(fitted)})
        if args.attention == "pair":
            return figures(
                devset,
                [
                    np.concatenate(
                        predict(
                            network,
                            encoder,
                            [
                                Example(e.group, e.source, e.question, e.answer, (p,), (t,))
                                for p, t in zip(e.points, e.targets, strict=True)
                            ],
                            "pair",
                        )
                    )
                    for e in devset
                ],
            )
        result = (
            {
                f"{k}": v
                for k, v in figures(
                    devset, predict(network, encoder, devset, args.attention)
                ).items()
            }
            if devset
            else {}
        )
        if kept:
            result |= {
                f"kept {k}": v
                for k, v in figures(kept, predict(network, encoder, kept, args.attention)).items()
                if not k.startswith("mean")
            }
        return result

    print(len(fitted), "questions", len(kept), "answers kept aside", flush=True)
    fit(
        network,
        [epoch] * args.epochs,
        args.budget,
        args.rate,
        watch,
        args.minutes,
        args.attention,
        args.floor,
    )
    save(args.out, network, pieces, keep, {"stage": "domain", "questions": len(fitted)})


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stage", choices=["public", "domain"])
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
    parser.add_argument("--budget", type=int, default=3000)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--floor", type=float, default=0.02, help="the last rate, as a share")
    parser.add_argument("--real", type=float, default=1.0, help="share of the answers an epoch")
    parser.add_argument("--composed", type=int, default=6)
    parser.add_argument("--single", type=int, default=8)
    parser.add_argument("--public", type=int, default=0)
    parser.add_argument(
        "--turned", type=float, default=0.7, help="share of answers with turned points"
    )
    parser.add_argument("--lists", type=int, default=2, help="answers a list, of data/lists.txt")
    parser.add_argument("--keep-percent", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--attention", choices=["shared", "full", "pair"], default="shared")
    parser.add_argument(
        "--layers", type=lambda s: [int(x) for x in s.split(",")], default=list(range(12))
    )
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    {"public": run_public, "domain": run_domain}[args.stage](args)


if __name__ == "__main__":
    main()
