"""Read the authored question files and report every line that breaks the layout of data/GUIDE.md.

python training/texts.py [FOLDER …]
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

KINDS = [
    "excellent",
    "good",
    "partial",
    "shallow",
    "wrong_confident",
    "stuffed",
    "offtopic",
    "other_language",
    "colloquial",
    "mixed",
    "subtle",
    "unsure",
    "injection",
    "verbatim",
    "wrong_other_language",
    "colloquial_wrong",
    "blank",
]
_HEAD = re.compile(r"answer (?P<kind>\w+) (?P<lang>zh|en|mixed) (?P<score>\d+)$")
_POINT = re.compile(r"\s+(?P<id>k\d+) (?P<weight>[123]) (?P<text>.+)$")
_ATOM = re.compile(r"\s+(?P<point>k\d+) (?P<sort>[cpxew]) (?P<text>.+)$")
_FIELD = re.compile(r"(?P<name>question|lang|domain|reference|points|atoms):\s*(?P<rest>.*)$")


@dataclass
class Text:
    """One file: fields by name, points and atoms as matched, answers with their states."""

    fields: dict[str, str] = field(default_factory=dict)
    points: list[dict[str, str]] = field(default_factory=list)
    atoms: list[dict[str, str]] = field(default_factory=list)
    answers: list[dict[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def parse(path: Path) -> Text:
    """The file as far as it can be read; what breaks the layout is in `problems`."""
    text, room = Text(), ""
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = raw.rstrip()
        if line.strip() and (problem := _take(text, line, room)):
            if problem in ("reference", "points", "atoms", "answer", "none"):
                room = problem
            else:
                text.problems.append(f"{path}:{number}: {problem}: {line[:60]}")
    text.problems.extend(f"{path}:1: {problem}" for problem in _shortcomings(text))
    return text


def _take(text: Text, line: str, room: str) -> str:
    """Take one line in; returns the room that begins, a problem, or ""."""
    if room == "answer":
        return _take_answer(text.answers[-1], line, len(text.points))
    if found := _FIELD.match(line):
        text.fields[found["name"]] = found["rest"].removeprefix("|").strip()
        return found["name"] if found["name"] in ("reference", "points", "atoms") else "none"
    if line.startswith("answer "):
        head = _HEAD.match(line)
        if head is None or head["kind"] not in KINDS:
            return "an answer's head is: answer KIND LANG SCORE"
        text.answers.append({**head.groupdict(), "text": "", "states": ""})
        return "answer"
    if room == "reference":
        text.fields["reference"] = f"{text.fields['reference']}\n{line.strip()}".strip()
        return ""
    return _take_row(text, line, room)


def _take_answer(answer: dict[str, str], line: str, points: int) -> str:
    if not line.startswith("="):
        answer["text"] = f"{answer['text']}\n{line}".strip()
        return ""
    answer["states"] = "".join(line[1:].split())
    if len(answer["states"]) != points or set(answer["states"]) - set("cpmx"):
        return f"{len(answer['states'])} states for {points} points"
    return "none"


def _take_row(text: Text, line: str, room: str) -> str:
    pattern, rows = {"points": (_POINT, text.points), "atoms": (_ATOM, text.atoms)}.get(
        room, (None, [])
    )
    found = pattern.match(line) if pattern else None
    if found is None:
        return "unexpected line"
    rows.append(found.groupdict())
    return ""


def _shortcomings(text: Text) -> list[str]:
    found = [
        f"no {name}"
        for name in ("question", "lang", "domain", "reference")
        if not text.fields.get(name)
    ]
    if not 5 <= len(text.points) <= 10:
        found.append(f"{len(text.points)} points")
    if len(text.answers) < 12:
        found.append(f"only {len(text.answers)} answers")
    if text.atoms and len(text.atoms) < 5 * len(text.points):
        found.append(f"only {len(text.atoms)} atoms for {len(text.points)} points")
    return found + [f"answer {a['kind']} without states" for a in text.answers if not a["states"]]


def main() -> None:
    """Print every problem, then the totals."""
    totals: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for root in sys.argv[1:] or [str(Path(__file__).parent / "data" / "texts")]:
        for path in sorted(Path(root).rglob("*.txt")):
            text = parse(path)
            totals.update(
                questions=1,
                answers=len(text.answers),
                atoms=len(text.atoms),
                problems=len(text.problems),
            )
            states.update("".join(a["states"] for a in text.answers))
            for problem in text.problems:
                print(problem)
    print(dict(totals), dict(states), "pairs", states.total())


if __name__ == "__main__":
    main()
