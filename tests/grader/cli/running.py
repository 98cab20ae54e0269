"""Run the program as a user does, in a process of its own or in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
