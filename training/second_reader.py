"""Agreement of a second reader with the authors' labels.

    python training/second_reader.py sample > SHEET.txt     # a blind sheet: no labels, no kinds
    python training/second_reader.py agree                  # reads data/second_reader.txt

The second reader saw question, points and answer only, and wrote one line an answer:
`<question file> <number of the answer> = c p m x …`.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
from authored import Authored, read_authored
from sklearn.metrics import cohen_kappa_score

HERE = Path(__file__).parent
SIZE = 48
LETTERS = "cpmx"


def draw(questions: list[Authored]) -> list[tuple[Authored, int]]:
    """A fixed sample of answers, none of the kinds that label themselves."""
    pairs = [
        (q, i)
        for q in questions
        for i, a in enumerate(q.answers)
        if a.kind not in ("stuffed", "offtopic", "blank")
    ]
    return random.Random(7).sample(pairs, SIZE)


def main() -> None:
    questions = read_authored(HERE / "data" / "texts")
    if sys.argv[1] == "sample":
        for q, i in draw(questions):
            print(f"## {q.group} {i}\nQuestion: {q.question}")
            print("\n".join(f"  k{n} {p}" for n, p in enumerate(q.points, 1)))
            print(f"Answer: {q.answers[i].answer}\n")
        return
    by_group = {q.group: q for q in questions}
    first, second = [], []
    for line in (HERE / "data" / "second_reader.txt").read_text("utf-8").splitlines():
        head, _, labels = line.partition("=")
        if not labels.strip() or line.startswith("#"):
            continue
        group, number = head.split()
        first.extend(int(np.argmax(t)) for t in by_group[group].answers[int(number)].targets)
        second.extend(LETTERS.index(letter) for letter in labels.split())
    first_array, second_array = np.array(first), np.array(second)
    print(
        f"{len(first)} points, same state {np.mean(first_array == second_array):.3f}, kappa {cohen_kappa_score(first, second):.3f}"
    )
    for i, letter in enumerate(LETTERS):
        said = second_array[first_array == i]
        print(
            letter,
            "author; second reader:",
            {b: int((said == j).sum()) for j, b in enumerate(LETTERS)},
        )


if __name__ == "__main__":
    main()
