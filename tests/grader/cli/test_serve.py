"""kaoguan serve as a process: what it prints, who it lets in, how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.grader.cli.running import PROGRAM, run
from tests.grader.web.sites import BANK


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program with its address; it is killed at the end if it still runs."""
    (folder / "bank.md").write_text(BANK, "utf-8")
    place = {
        "KAOGUAN_DATABASE": str(folder / "k.sqlite3"),
        "KAOGUAN_LANG": "en",
        "PYTHONIOENCODING": "utf-8",
    }
    command = [
        sys.executable,
        "-c",
        PROGRAM,
        "serve",
        "--bank",
        "bank.md",
        "--tier",
        "words",
        "--no-open",
        *options,
    ]
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **place},
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        first, address = process.stdout.readline(), process.stdout.readline().strip()
        assert "4 questions. Ctrl+C stops it." in first
        try:
            yield process, address
        finally:
            process.kill()


def look(address: str) -> str:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(address, timeout=20) as answer:
        return str(answer.read().decode())


def test_it_serves_this_machine_and_ends_quietly(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0") as (process, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{32}", address)
        assert "due today" in look(address)
        with pytest.raises(urllib.error.HTTPError, match="403"):
            look(address.partition("?")[0])
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert "Traceback" not in errors
    assert process.returncode in (0, 130)


def test_a_port_that_is_taken_is_no_obstacle(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serving(tmp_path, "--port", str(port)) as (_, address):
            assert f":{port}/" not in address
            assert "due today" in look(address)


def test_what_cannot_be_served_is_one_line(tmp_path: Path) -> None:
    done = run("serve", "--bank", "nothing.md", "--no-open", cwd=tmp_path)
    assert done.returncode == 2
    assert re.fullmatch(r"kaoguan: nothing\.md: [^\n]+\n", done.stderr.decode())
