"""The table of threats names tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
TABLE = ROOT / "docs" / "security.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


@cache
def functions_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}


def rows() -> list[str]:
    lines = TABLE.read_text("utf-8").splitlines()
    return [
        line
        for line in lines
        if line.startswith("|") and not re.match(r"\|[-| ]+\|$|\| threat ", line)
    ]


def test_every_threat_is_shown_by_tests_that_exist() -> None:
    assert len(rows()) > 30
    for row in rows():
        found = NAMED.findall(row)
        assert found, row
        for path, name in found:
            assert (ROOT / path).is_file(), path
            assert not name or name in functions_of(path), f"{path}::{name}"


def test_every_test_of_this_folder_is_in_the_table() -> None:
    text = TABLE.read_text("utf-8")
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        assert f"tests/security/{path.name}" in text, path.name
