"""A PostgreSQL server for the tests, on a socket in a folder; none where it is not installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

OWNER = "postgres"
_SHORT = "/tmp"  # noqa: S108  # a socket's path has at most 107 characters; mkdtemp makes it safe


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl: on the path, or where Debian keeps them."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Start a server; yields its URL without a database's name, to be filled in for `{name}`."""
    programs = find_programs()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="kaoguan-pg-", dir=_SHORT))
    user = OWNER if os.geteuid() == 0 else None  # the server refuses to run as root
    try:
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        _call(
            user,
            programs / "initdb",
            "-D",
            data,
            "-U",
            OWNER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        options = f"-k {folder} -h '' -c fsync=off -c max_connections=60"
        _call(
            user,
            programs / "pg_ctl",
            "-D",
            data,
            "-o",
            options,
            "-l",
            folder / "log",
            "-w",
            "start",
        )
        try:
            yield f"postgresql+psycopg://{OWNER}@/{{name}}?host={folder}"
        finally:
            _call(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _call(user: str | None, *command: object) -> None:
    done = subprocess.run(
        [str(part) for part in command], user=user, cwd="/", stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, check=False, timeout=60,
    )  # fmt: skip
    if done.returncode:
        raise FileNotFoundError(f"PostgreSQL did not start: {done.stderr.decode()[-300:]}")
