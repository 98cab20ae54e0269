"""Run the program as a user does, in a process of its own or in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import main

Run = Callable[..., tuple[int, str, str]]
"""The program in this process: its arguments, and `typed=…`; exit code, stdout and stderr."""
PROGRAM = "from grader.cli import main; main()"


def run(
    *arguments: str, cwd: Path | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """A whole process: exit code, stdout and stderr as bytes. The language is English."""
    environment = {
        **os.environ,
        "KAOGUAN_LANG": "en",
        "EDITOR": "",
        "VISUAL": "",
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=environment,
        check=False,
        timeout=120,
    )


def runner(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *before: str
) -> Run:
    """The program in this process; `before` comes before the arguments of each call."""

    def call(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        read, write = os.pipe()
        os.write(write, typed.encode())
        os.close(write)
        monkeypatch.setattr(sys, "argv", ["kaoguan", *before, *arguments])
        with os.fdopen(read, encoding="utf-8") as stdin, monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", stdin)
            with pytest.raises(SystemExit) as end:
                main()
        written = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return end.value.code, written.out, written.err

    return call


def settle_judges(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """No keys, no judges but those a test names; replies and prices are kept in the folder."""
    monkeypatch.setenv("KAOGUAN_JUDGE_CACHE", str(folder / "replies.sqlite3"))
    monkeypatch.setenv("KAOGUAN_PRICES", str(folder / "prices.toml"))
    for name in [n for n in os.environ if n.endswith("_API_KEY") or n == "OPENAI_BASE_URL"]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("KAOGUAN_JUDGE", raising=False)
