"""Families of statements (`data/statements/*.txt`): one claim said right, half and wrong.

Blocks parted by a blank line; the first letter of a line is its sort:

    s zh the statement
    c the same in other words
    e the same in the other language
    x a statement that cannot be true together with it
    w such a one in the other language
    p only half of it
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

from authored import Authored

SORTS = "cexwp"
TOGETHER = 6


def read_statements(folder: Path) -> list[Authored]:
    """Six neighbouring families make a question without a title or real answers.

    Raises ValueError naming the block that is none.
    """
    result = []
    for path in sorted(folder.glob("*.txt")):
        families = [_family(path, b) for b in path.read_text("utf-8").split("\n\n") if b.strip()]
        for start in range(0, len(families), TOGETHER):
            chosen = families[start : start + TOGETHER]
            atoms: dict[tuple[int, str], list[str]] = defaultdict(list)
            for i, (_, rows) in enumerate(chosen):
                for sort, text in rows:
                    atoms[i, sort].append(text)
            points = tuple(text for text, _ in chosen)
            group = f"statements/{path.stem}/{start}"
            result.append(Authored(group, "", "zh", points, (2,) * len(points), (), dict(atoms)))
    return result


def _family(path: Path, block: str) -> tuple[str, list[tuple[str, str]]]:
    rows = [line.split(" ", 1) for line in block.strip().splitlines()]
    if any(len(row) != 2 or not row[1].strip() for row in rows) or rows[0][0] != "s":
        raise ValueError(f"{path}: a block that begins with {block.strip()[:40]!r} has a bad line")
    if bad := {row[0] for row in rows[1:]} - set(SORTS):
        raise ValueError(f"{path}: {block.strip()[:40]!r} has lines of sort {sorted(bad)}")
    lang, _, statement = rows[0][1].partition(" ")
    if lang not in ("zh", "en"):
        raise ValueError(f"{path}: {block.strip()[:40]!r}: the language after s is zh or en")
    return statement, [(sort, text.strip()) for sort, text in rows[1:]]


if __name__ == "__main__":
    found = read_statements(Path(sys.argv[1]))
    sorts = Counter(s for q in found for (_, s), texts in q.atoms.items() for _ in texts)
    print(sum(len(q.points) for q in found), "families", dict(sorts))
