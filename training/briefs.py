"""Brief answers: lists to be named, and one-sentence questions (`data/lists.txt`, `data/briefs.txt`).

`lists.txt`, one list a line; each entry with a near miss that is not on the list:

    zh | 问题 | 列表的名称 | 条目=形近而错的条目 ; 条目=… ; …

`briefs.txt`, blocks parted by a blank line: `q` question, `r` reference, then short answers, each with
its state as the first letter:

    q zh 为什么……？
    r ……
    c ……
    p ……
    m ……
    x ……
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from authored import Authored

from examples import COVERED, LETTER, MISSING, Example, Target

NEAR_MISS: Target = (0.0, 0.05, 0.65, 0.3)
ANSWERS_A_LIST = 8


@dataclass(frozen=True)
class Listing:
    """A list to be named; `misses` are the near misses of the entries, in their order."""

    group: str
    lang: str
    question: str
    head: str
    entries: tuple[str, ...]
    misses: tuple[str, ...]

    @property
    def points(self) -> tuple[str, ...]:
        colon = "：" if self.lang == "zh" else ": "
        return tuple(f"{self.head}{colon}{entry}" for entry in self.entries)


def read_lists(path: Path) -> list[Listing]:
    """Every list of the file. Raises ValueError naming the line that is not one."""
    result = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        parts = [part.strip() for part in line.split("|")]
        pairs = [tuple(e.strip() for e in p.split("=")) for p in parts[-1].split(";") if p.strip()]
        if len(parts) != 4 or len(pairs) < 2 or any(len(p) != 2 or not all(p) for p in pairs):
            raise ValueError(f"{path}:{number}: not 'lang | question | head | entry=miss ; …'")
        lang, question, head, _ = parts
        entries, misses = zip(*pairs, strict=True)
        result.append(Listing(f"list/{question}", lang, question, head, entries, misses))
    return result


def answer_list(listing: Listing, others: list[Listing], rng: random.Random) -> Example:
    """A student's answer: some entries, perhaps a near miss or a stranger, in one of many shapes."""
    count = len(listing.entries)
    named = set(rng.sample(range(count), rng.choice((0, *range(1, count + 1), count))))
    targets: list[Target] = [COVERED if i in named else MISSING for i in range(count)]
    said = [listing.entries[i] for i in named]
    for i in range(count):
        if i not in named and rng.random() < 0.25:
            said.append(listing.misses[i])
            targets[i] = NEAR_MISS
    if not said or rng.random() < 0.1:
        other = rng.choice(others)
        if other.lang == listing.lang and not set(other.entries) & set(listing.entries):
            said.append(rng.choice(other.entries))
    rng.shuffle(said)
    return Example(
        listing.group,
        "list",
        listing.question,
        _phrase(listing, said or ["不知道" if listing.lang == "zh" else "not sure"], rng),
        listing.points,
        tuple(targets),
        "list",
        (2,) * count,
        100 * len(named) / count,
    )


def _phrase(listing: Listing, said: list[str], rng: random.Random) -> str:
    head = listing.head
    if listing.lang == "en":
        body = rng.choice((", ", " and ", "; ", "\n- ")).join(said)
        return rng.choice((body, f"{head}: {body}", f"They are {body}.", f"{body}."))
    numbered = "".join(f"（{n}）{s}" for n, s in enumerate(said, 1))
    joined = rng.choice(("、", "；", "，", "和", " ", "。")).join(said)
    return rng.choice(
        (
            f"{joined}。",
            joined,
            f"{head}：{joined}。",
            f"{head}有{joined}。",
            f"{head}包括{joined}等。",
            numbered,
            f"有{joined}",
            f"主要是{joined}这些。",
        )
    )


def authored_lists(lists: list[Listing], seed: int) -> list[Authored]:
    """Each list as a question with a few answers, always the same for one seed."""
    rng = random.Random(seed)
    return [
        Authored(
            one.group,
            one.question,
            one.lang,
            one.points,
            (2,) * len(one.points),
            tuple(answer_list(one, lists, rng) for _ in range(ANSWERS_A_LIST)),
            {},
        )
        for one in lists
    ]


def read_briefs(folder: Path) -> list[Authored]:
    """Every block of `briefs*.txt`: one point, the reference. Raises ValueError naming a bad line."""
    paths = sorted(folder.glob("briefs*.txt"))
    return [question for path in paths for question in _read_briefs(path)]


def _read_briefs(path: Path) -> list[Authored]:
    result = []
    for block in path.read_text("utf-8").split("\n\n"):
        rows = [row.split(" ", 1) for row in block.strip().splitlines()]
        if not rows or rows == [[""]]:
            continue
        if [r[0] for r in rows[:2]] != ["q", "r"] or any(len(r) != 2 for r in rows):
            raise ValueError(
                f"{path}: a block that begins with {block[:40]!r} is not q, r, answers"
            )
        lang, question = rows[0][1].split(" ", 1)
        group, points = f"brief/{question}", (rows[1][1],)
        credit = {"c": 100.0, "p": 50.0, "m": 0.0, "x": 0.0}
        answers = tuple(
            Example(group, "brief", question, text, points, (LETTER[s],), "brief", (3,), credit[s])
            for s, text in rows[2:]
        )
        result.append(Authored(group, question, lang, points, (3,), answers, {}))
    return result
