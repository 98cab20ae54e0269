"""Mutated documents read for crashes, hangs and lost lines. Runs on any folder of documents."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from questions.accounting import line_owners
from questions.decoding import decode
from questions.markdown import parse_bank, split_lines

SUFFIXES = {".md", ".markdown", ".txt"}
SLOW = 5.0
LONGEST = 40_000
PROGRESS = 500
MARKERS = (
    "### Q. ",
    "# ",
    "## 1. ",
    "- ",
    "1. ",
    "> ",
    "```\n",
    "~~~",
    "<mark>",
    "</mark>",
    "<details>",
    "</details>",
    "<summary>",
    "</summary>",
    "| a | b |\n|---|---|\n",
    "$$\n",
    "---\n",
    "**",
    "Q: ",
    "A: ",
    "答案：",
    "## 参考答案\n",
    "    ",
    "\t",
    "[!question] ",
    "> > ",
    "<!--",
    "-->",
    "\u200b",
    "\u00a0",
    "\ufeff",
    "\r",
    "==",
    "A. ",
    "\x00",
    "一、",
    "？",
    "追问：\n- ",
)


def cut(text: str, _: Sequence[str], rng: random.Random) -> str:
    """Keep a part of the document."""
    start = rng.randrange(len(text) + 1)
    return text[start : start + rng.randrange(len(text) + 1)]


def splice(text: str, others: Sequence[str], rng: random.Random) -> str:
    """Put a part of another document into this one."""
    other = rng.choice(others)
    at = rng.randrange(len(text) + 1)
    return text[:at] + cut(other, others, rng)[:4000] + text[at:]


def shuffle_lines(text: str, _: Sequence[str], rng: random.Random) -> str:
    """Change the order of the lines."""
    lines = text.split("\n")
    rng.shuffle(lines)
    return "\n".join(lines)


def shuffle_bytes(text: str, _: Sequence[str], rng: random.Random) -> str:
    """Swap and flip bytes, then decode as a bank from disk would be."""
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    for _step in range(rng.randrange(1, 40)):
        if data:
            data[rng.randrange(len(data))] = rng.randrange(256)
    return decode(bytes(data), "")[0]


def nest_markers(text: str, _: Sequence[str], rng: random.Random) -> str:
    """Insert markers, some of them many times over."""
    for _step in range(rng.randrange(1, 30)):
        at = rng.randrange(len(text) + 1)
        marker = rng.choice(MARKERS) * rng.choice((1, 1, 1, 2, 5, 60))
        text = text[:at] + rng.choice(("", "\n")) + marker + text[at:]
    return text


def repeat(text: str, _: Sequence[str], rng: random.Random) -> str:
    """Repeat a short part many times."""
    at = rng.randrange(len(text) + 1)
    return text[:at] + text[at : at + rng.randrange(1, 30)] * rng.randrange(1, 400) + text[at:]


MUTATIONS: tuple[Callable[[str, Sequence[str], random.Random], str], ...] = (
    cut,
    splice,
    shuffle_lines,
    shuffle_bytes,
    nest_markers,
    repeat,
)


def examine(text: str) -> str:
    """Read one document; say what went wrong, "" if nothing."""
    start = time.process_time()
    try:
        bank, problems = parse_bank(text, "fuzzed.md")
        owners = line_owners(text)
    except Exception as error:  # noqa: BLE001 - any exception is a finding here
        return f"{type(error).__name__}: {error}"
    if time.process_time() - start > SLOW:
        return "slow"
    lines = split_lines(text)
    unowned = [i for i, line in enumerate(lines, 1) if line.strip() and not owners[i - 1]]
    if unowned:
        return f"lines of nobody: {unowned[:5]}"
    places = [q.source.line for q in bank.questions] + [p.line for p in problems]
    return "" if all(0 <= place <= len(lines) for place in places) else "place outside the file"


def main() -> int:
    """Mutate the documents of a folder, report every failure, keep the inputs that failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the documents that failed")
    options = parser.parse_args()
    files = sorted(p for p in options.folder.rglob("*") if p.suffix in SUFFIXES and p.is_file())
    texts = [decode(p.read_bytes(), str(p))[0] for p in files]
    failures = 0
    for number in range(options.count):
        rng = random.Random(options.seed * 1_000_003 + number)
        text = rng.choice(texts)
        for _step in range(rng.randrange(1, 4)):
            text = rng.choice(MUTATIONS)(text, texts, rng)[:LONGEST]
        verdict = examine(text)
        if verdict:
            failures += 1
            print(f"{number}: {verdict}")
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{number}.md").write_text(text, "utf-8", "surrogatepass")
        if number % PROGRESS == PROGRESS - 1:
            print(f"{number + 1} read, {failures} failures", file=sys.stderr, flush=True)
    print(f"{options.count} documents of {len(files)} files, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
