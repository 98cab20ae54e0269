"""A small bank with answers to it, and runs of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from grader.engines.bench import Recipe
from grader.runs.session import Order, Tally, hold
from questions.markdown import parse_bank

BANK = """\
## 为什么要用 KV 缓存？

- KV 缓存避免重复计算历史 token 的 K 和 V
- 代价是显存随序列长度线性增长

## GQA 是什么？

- GQA 让多个查询头共享一组 K 和 V
- 它减少了 KV 缓存的显存占用

## What does dropout do?

- Dropout randomly zeroes activations during training
- It is switched off at inference
"""
TITLES = ("为什么要用 KV 缓存？", "GQA 是什么？", "What does dropout do?")
TEXTS = (
    "因为历史 token 的 K 和 V 不会变，缓存下来就不用重复计算。",
    "GQA 让多个查询头共享一组 K 和 V，显存占用更少。",
    "Dropout randomly zeroes activations during training only.",
    "不知道",
    "",
    "显存随着序列长度线性增长，这是它的代价。",
)


def records(count: int) -> list[dict[str, Any]]:
    """Answers, some of them with the same text, by three authors in turn."""
    return [
        {
            "question": TITLES[i % 3],
            "answer_id": f"a{i}",
            "answer": TEXTS[(i * 7) % len(TEXTS)] + ("" if i % 4 == 0 else f" {i}"),
            "author": f"author-{i % 5}",
        }
        for i in range(count)
    ]


def write_answers(path: Path, found: Iterable[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in found), "utf-8")
    return path


def write_bank(folder: Path) -> Path:
    path = folder / "bank.md"
    path.write_text(BANK, "utf-8")
    return path


def order(answers: Path, out: Path, **changes: Any) -> Order:
    bank, _ = parse_bank(changes.pop("bank", BANK), "bank.md")
    recipe = Recipe(bank, changes.pop("rubrics", None), changes.pop("tier", "words"), "usem3")
    recipe = Recipe(
        bank, recipe.rubrics, recipe.tier, recipe.encoder, judges=changes.pop("judges", None)
    )
    return Order(answers, out, recipe, **changes)


def run(answers: Path, out: Path, **changes: Any) -> Tally:
    return hold(order(answers, out, **changes), lambda *_: None)


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]
