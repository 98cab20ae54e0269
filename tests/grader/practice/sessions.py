"""Whole sessions in a pseudo-terminal, killed with SIGKILL at any moment.

A typist answers questions as a person does: key by key, submits, looks at the feedback, tries
again, goes on. Every answer carries a mark of its own, so that after a kill its text is found
wherever it is kept, and what is missing is known to the key.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Literal

from tests.grader.cli.running import PROGRAM, run
from tests.grader.practice.banks import GQA, KV, write_files

Kind = Literal["practice", "interview"]
LONGEST = 12.0
"""Seconds that a session lives before it is killed, at most."""
PROMISED = 2.0
"""Seconds of typing that a kill may cost."""
_PATIENCE = 90.0
_READY = "\x1b[?2004h"
"""The editor asks for pasted text in brackets when it begins to read."""
_WORDS = "历史的键和值不变所以缓存后不用重复计算每一步只需要新词查询头分组共享显存更少按位置旋转"
_DESK = ("--bank", "bank.md", "--rubric", "rubric.yaml", "--tier", "words")


@dataclass
class Answer:
    """What was typed after `mark`, with the second at which each key was sent."""

    mark: str
    keys: list[tuple[float, str]] = field(default_factory=list)
    submitted: bool = False

    @property
    def text(self) -> str:
        """All keys."""
        return "".join(key for _, key in self.keys)

    def lost(self, kept: str, at: float) -> float:
        """How old, at this moment, the oldest key is that is not in what was kept; 0 if none."""
        assert self.text.startswith(kept), (self.text, kept)
        length = 0
        for second, key in self.keys:
            length += len(key)
            if length > len(kept):
                return at - second
        return 0.0


@dataclass(frozen=True)
class Kill:
    """What the session was at, and what it cost: seconds of text, and how many grades stood."""

    moment: str
    lost: float
    grades: int


@dataclass
class Records:
    """What stands in the database, read without the program."""

    path: Path

    def sheets(self) -> dict[str, str]:
        """Every grade by the id of its answer."""
        return dict(
            self._rows("SELECT id, sheet FROM attempts")
            + self._rows("SELECT id, sheet FROM turns WHERE sheet IS NOT NULL")
        )

    def texts(self) -> list[str]:
        """Every answer that is graded, then every draft."""
        graded = [str(json.loads(sheet)["answer"]) for sheet in self.sheets().values()]
        return graded + [row[0] for row in self._rows("SELECT text FROM drafts")]

    def kept(self, answer: Answer) -> str:
        """The longest that is kept of an answer."""
        found = (t.partition(answer.mark) for t in self.texts() if answer.mark in t)
        return max((answer.mark + rest for _, _, rest in found), key=len, default="")

    def check(self) -> None:
        """The file is whole, and every grade has what follows from it."""
        if self.path.exists() and self._rows("SELECT name FROM sqlite_master"):
            assert self._rows("PRAGMA integrity_check") == [("ok",)]
            assert self._rows("PRAGMA foreign_key_check") == []
            rated = "SELECT a.id FROM attempts a LEFT JOIN ratings r ON r.attempt = a.id AND r.point = ''"
            assert self._rows(f"{rated} WHERE a.rating IS NOT NULL AND r.id IS NULL") == []

    def _rows(self, query: str) -> list[Any]:
        with closing(sqlite3.connect(self.path)) as base:
            return base.execute(query).fetchall()


@dataclass
class Typist:
    """Somebody who answers until the program is killed under their hands."""

    folder: Path
    kind: Kind
    dice: Random
    answers: list[Answer] = field(default_factory=list)
    sessions: int = 0
    _child: Any = None
    _seen: str = ""
    _moment: str = "starting"
    _left: int = 0
    _next_key: float = 0.0

    @property
    def records(self) -> Records:
        """What is kept."""
        return Records(self.folder / "kaoguan.sqlite3")

    def prepare(self) -> None:
        """Write the bank; for interviews, make the plan."""
        write_files(self.folder)
        new = ("interview", "new", "plan", "--question", KV, "--question", GQA)
        command = new if self.kind == "interview" else ("database", "info")
        desk = _DESK if self.kind == "interview" else ()
        place = ("--database", str(self.records.path))
        assert run(*command, *desk, *place, cwd=self.folder).returncode == 0

    def live_and_die(self) -> Kill:
        """One life: sessions until the moment comes, then what is left of them.

        The first one goes on until there is a grade that later ones could lose.
        """
        before = self.records.sheets()
        end = time.monotonic() + self.dice.uniform(0, LONGEST)
        self._start()
        while time.monotonic() < end or not (before or any(a.submitted for a in self.answers)):
            assert time.monotonic() < end + _PATIENCE, "nothing is ever graded"
            self._act()
        os.kill(self._child.pid, signal.SIGKILL)
        at = time.monotonic()
        self._child.wait()
        self._child.close()
        return self._autopsy(at, before)

    def _autopsy(self, at: float, before: dict[str, str]) -> Kill:
        """Compare what is kept with what was typed. Raises AssertionError for any grade lost."""
        self.records.check()
        now = self.records.sheets()
        assert {key: now.get(key) for key in before} == before
        graded = {str(json.loads(sheet)["answer"]) for sheet in now.values()}
        seen = [answer.text for answer in self.answers if answer.submitted]
        assert all(any(text in one for one in graded) for text in seen), "a grade is lost"
        lost = 0.0
        if self.answers and not self.answers[-1].submitted:
            answer = self.answers[-1]
            lost = answer.lost(self.records.kept(answer), at)
            self.answers.pop()
        return Kill(self._moment, lost, len(now))

    def _start(self) -> None:
        import pexpect

        environment = {
            **os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "KAOGUAN_LANG": "en",
            "KAOGUAN_DATABASE": str(self.records.path),
        }  # fmt: skip
        self._child = pexpect.spawn(
            sys.executable, ["-c", PROGRAM, *self._command()], cwd=str(self.folder),
            env=environment, encoding="utf-8", timeout=60, dimensions=(40, 100),
        )  # fmt: skip
        self._seen, self._moment = "", "starting"
        self.sessions += 1

    def _command(self) -> tuple[str, ...]:
        if self.kind == "practice":
            return ("practice", *_DESK, "--ahead", "-n", "3")
        return ("interview", "run", "plan", "--candidate", f"c{self.sessions // 3}")

    def _act(self) -> None:
        """Look at the screen for a moment, then do what it asks for."""
        import pexpect

        try:
            self._seen += self._child.read_nonblocking(4096, timeout=0.03)
        except pexpect.TIMEOUT:
            self._type()
        except (pexpect.EOF, OSError):
            self._child.close()
            self._graded()
            self._start()
            return
        self._react()

    def _react(self) -> None:
        if "How did it go" in self._seen:
            self._press("3")
        elif "[q]uit" in self._seen:
            self._graded()
            self._moment = "deciding"
            self._press(self.dice.choice("ntn"))
        elif _READY in self._seen:
            self._graded()
            self.answers.append(Answer(f"〔{len(self.answers)}.{self.sessions}〕"))
            self._seen, self._moment = "", "typing"
            self._left, self._next_key = self.dice.randint(15, 60), time.monotonic() + 0.2

    def _graded(self) -> None:
        """The program went on, so the last answer must be stored."""
        if self._moment == "grading" and self.answers:
            self.answers[-1].submitted = True

    def _press(self, key: str) -> None:
        self._seen = ""
        self._child.send(key)

    def _type(self) -> None:
        """The next key, when it is time for one; Ctrl+D after the last."""
        if self._moment != "typing" or time.monotonic() < self._next_key:
            return
        self._left -= 1
        self._next_key = time.monotonic() + self.dice.uniform(0.02, 0.2)
        if self._left < 0:
            self._seen, self._moment = "", "grading"
            self._child.send("\x04")
            return
        answer = self.answers[-1]
        key = self.dice.choice(_WORDS) if answer.keys else answer.mark
        answer.keys.append((time.monotonic(), key))
        self._child.send(key)


def lives(folder: Path, kind: Kind, number: int, seed: int) -> Iterator[Kill]:
    """So many kills, one after the other over the same database."""
    typist = Typist(folder, kind, Random(seed))
    typist.prepare()
    for _ in range(number):
        yield typist.live_and_die()
