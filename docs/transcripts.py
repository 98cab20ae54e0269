"""Pages whose commands are run: what a reader would type, what comes out, and whether they agree.

In a page a fence with a title is a file that the reader makes, and a fence of the language
`console` is a session: lines after `$ ` are commands, the lines below them what they print. A
comment that begins with `<!-- unseen` holds commands that prepare what the page takes for granted.
A command without output below it is only run, and ends with 0, or with 1 for findings.
`<!-- tier: full -->` says that the outputs were made with the default tier; everywhere else
`--tier` stands in the commands themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
_FENCE = re.compile(r"(?P<fence>`{3,}) ?(?P<lang>[\w-]*)(?: title=\"(?P<title>[^\"]+)\")?\s*$")
_UNSEEN = "<!-- unseen"
_PROMPT = "$ "
_SCRUBS = (
    (re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:(?:\d\d)?(?::\d\d)?)?"), "DATE"),
    (re.compile(r"(?<=:)(?=[0-9a-f]+\n)(?=[0-9a-f\n]{9}\b)[0-9a-f]+\n[0-9a-f]+"), "HEX"),
    (re.compile(r"\b(?=\w*\d)[0-9a-f]{8,64}\b"), "HEX"),
    (re.compile(r"\b\d+(?:\.\d+)? ?(?:s|ms|seconds?|秒)(?![a-z])"), "TIME"),
    (re.compile(r"\b\d\d-\d\d\b"), "DAY"),
    (re.compile(r"\b\d{1,2}:\d\d\b"), "CLOCK"),
    (re.compile(r"\b\d+(?:\.\d+)? answers a second"), "SPEED"),
    (re.compile(r"\bkaoguan[- ]\d+\.\d+[\w.]*"), "VERSION"),
    (re.compile(r"[ \t]+$", re.MULTILINE), ""),
)


@dataclass(frozen=True, slots=True)
class File:
    """A file that the reader makes. `line` counts from 1."""

    line: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command and what the page shows of its output: lines `first` to `last` (from 0, `last` not
    included), none when they are the same.
    """

    line: int
    text: str
    shown: str
    first: int
    last: int

    @property
    def is_compared(self) -> bool:
        """Whether the page shows what it prints."""
        return self.first < self.last


Step = File | Command


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the documentation, and what its reader does from top to bottom."""

    path: Path
    text: str
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """Its path below the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def lang(self) -> str:
        """The language of its reader."""
        return "zh" if "zh" in self.path.relative_to(ROOT).parts else "en"

    @property
    def is_full(self) -> bool:
        """Whether its outputs come from the default tier."""
        return "<!-- tier: full -->" in self.text


def pages() -> Iterator[Page]:
    """The README and every page of the documentation that holds commands."""
    heads = (ROOT / "README.md", ROOT / "examples/README.md")
    for path in (*heads, *sorted((ROOT / "docs").rglob("*.md"))):
        page = read_page(path)
        if any(isinstance(step, Command) for step in page.steps):
            yield page


def read_page(path: Path) -> Page:
    """A page with its steps."""
    text = path.read_text("utf-8")
    return Page(path, text, tuple(_steps(text.splitlines())))


def _steps(lines: list[str]) -> Iterator[Step]:
    at = 0
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        if lines[at].startswith(_UNSEEN):
            end = _find(lines, at + 1, "-->")
            yield from _commands(lines, at + 1, end)
        elif fence:
            end = _find(lines, at + 1, fence["fence"])
            if fence["title"]:
                yield File(at + 1, fence["title"], "\n".join(lines[at + 1 : end]) + "\n")
            elif fence["lang"] == "console":
                yield from _commands(lines, at + 1, end)
        else:
            end = at
        at = end + 1


def _find(lines: list[str], start: int, closing: str) -> int:
    return next((n for n in range(start, len(lines)) if lines[n].rstrip() == closing), len(lines))


def _commands(lines: list[str], start: int, end: int) -> Iterator[Command]:
    at = start
    while at < end:
        if not lines[at].startswith(_PROMPT):
            at += 1
            continue
        line, first = at + 1, at + 1
        while lines[first - 1].endswith("\\"):
            first += 1
        text = "\n".join(lines[at:first]).removeprefix(_PROMPT).replace("\\\n", " ")
        last = first
        while last < end and not lines[last].startswith(_PROMPT):
            last += 1
        at = last
        while last > first and not lines[last - 1].strip():
            last -= 1
        yield Command(line, text, "\n".join(lines[first:last]), first, last)


def same(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed, times, hashes and versions aside."""
    return scrubbed(shown) == scrubbed(printed)


def scrubbed(text: str) -> str:
    """The text without what differs from run to run."""
    for pattern, name in _SCRUBS:
        text = pattern.sub(name, text)
    return text.strip("\n")


def rewritten(page: Page, printed: dict[int, str]) -> str:
    """The page with new outputs, by line of the command; equal ones keep their bytes."""
    lines = page.text.splitlines()
    for step in reversed(page.steps):
        if not isinstance(step, Command) or not step.is_compared:
            continue
        new = printed[step.line].strip("\n")
        if not same(step.shown, new):
            lines[step.first : step.last] = [part.rstrip() for part in new.split("\n")]
    return "\n".join(lines) + "\n"
