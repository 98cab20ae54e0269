"""Twins (`data/twins/*.txt`, `data/interviews.twins*.txt`): answers rewritten so that the manner stays and the truth turns.

Blocks as in `data/texts`, below the name of the question they belong to:

    question: llm_a/adamw_vs_adam
    answer righted zh 92
    a wrong answer with every claim mended, otherwise as it was
    = c c p c

`righted`: a wrong answer mended. `twisted`: a right one with small edits that make it wrong.
`fresh`: a wrong one in words of its own. Without them a network learns which manner of writing
goes with "wrong" in place of comparing what is said.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from authored import Authored, read_authored

from examples import LETTER, Example

_HEAD = re.compile(r"answer (?P<kind>righted|twisted|fresh) (?:zh|en|mixed) (?P<score>\d+)")


def read_twins(folder: Path, questions: list[Authored]) -> list[Example]:
    """All twins below `folder`. Raises ValueError naming the file and line that is none."""
    answers = [a for q in questions for a in q.answers]
    return [e for path in sorted(folder.glob("*.txt")) for e in twins_of(answers, path)]


def twins_of(answers: list[Example], path: Path) -> Iterator[Example]:
    """The twins in one file; `answers` hold at least one of every question that it names."""
    by_group = {a.group: a for a in answers}
    asked: Example | None = None
    head: re.Match[str] | None = None
    said: list[str] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        place = f"{path}:{number}"
        if line.startswith("question: "):
            if (asked := by_group.get(line.removeprefix("question: ").strip())) is None:
                raise ValueError(f"{place}: no such question")
        elif line.startswith("answer ") and head is None:
            if (head := _HEAD.fullmatch(line.strip())) is None:
                raise ValueError(f"{place}: an answer's head is: answer KIND LANG SCORE")
        elif head and asked and line.startswith("="):
            states = "".join(line[1:].split())
            if len(states) != len(asked.points) or set(states) - LETTER.keys():
                raise ValueError(f"{place}: {len(states)} states for {len(asked.points)} points")
            yield replace(
                asked,
                source="twin",
                answer="\n".join(said),
                targets=tuple(LETTER[s] for s in states),
                kind=head["kind"],
                score=float(head["score"]),
            )
            head, said = None, []
        elif line.strip():
            said.append(line.strip())


if __name__ == "__main__":
    here = Path(__file__).parent / "data"
    found = read_twins(
        Path(sys.argv[1]) if sys.argv[1:] else here / "twins", read_authored(here / "texts")
    )
    print(len(found), "twins", dict(Counter(e.kind for e in found)))
