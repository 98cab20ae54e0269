"""The figures that the house sets for its own code, held by reading it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.structure import (
    LEAST_DOCUMENTED,
    MEDIAN_FUNCTION,
    MEDIAN_MODULE,
    MOST_COMMENTS,
    PACKAGES,
    Module,
    breaches,
    find_circle,
    read_module,
    read_modules,
    sum_up,
)


@pytest.fixture(scope="module")
def shipped() -> list[Module]:
    return [module for package in PACKAGES for module in read_modules(package)]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "room.py"


def test_no_module_or_function_is_too_long_and_no_check_silenced_without_a_reason(
    shipped: list[Module],
) -> None:
    others = [module for folder in ("tests", "benchmarks") for module in read_modules(folder)]
    assert list(breaches([*shipped, *others])) == []


def test_modules_and_functions_are_short_as_a_rule(shipped: list[Module]) -> None:
    figures = sum_up("shipped", shipped)
    assert figures.module_median <= MEDIAN_MODULE
    assert figures.function_median <= MEDIAN_FUNCTION


def test_public_names_are_documented_and_comments_are_few(shipped: list[Module]) -> None:
    figures = sum_up("shipped", shipped)
    assert figures.documented >= LEAST_DOCUMENTED, [m.undocumented for m in shipped]
    assert [m.path for m in shipped if any(p.name == "module" for p in m.undocumented)] == []
    assert figures.comments <= MOST_COMMENTS


def test_modules_import_each_other_in_one_direction(shipped: list[Module]) -> None:
    assert find_circle(shipped) == ()


def test_a_long_module_and_a_long_function_are_found(written: Path) -> None:
    written.write_text('"""Room."""\n\n\ndef walk():\n' + "    pass\n" * 400)
    found = list(breaches([read_module(written, written.parent)]))
    assert found == ["room.py: 404 lines (at most 400)", "room.py:4: walk has 401 lines"]


@pytest.mark.parametrize(
    ("comment", "explained"),
    [
        ("# noqa: S101", False),
        ("# noqa", False),
        ("# type: ignore[arg-type]", False),
        ("# noqa: S101  # a fixture", True),
        ("# noqa: S704 - our own file", True),
        ("# type: ignore[arg-type]  # a Pace", True),
        ("# why this is so", True),
    ],
)
def test_a_silenced_check_says_why(written: Path, comment: str, explained: bool) -> None:
    written.write_text(f"x = 1  {comment}\n")
    assert (read_module(written, written.parent).unexplained == ()) is explained


def test_what_is_public_and_says_nothing_is_found(written: Path) -> None:
    written.write_text("class Room:\n    def enter(self): ...\n    def _leave(self): ...\n")
    module = read_module(written, written.parent)
    assert [place.name for place in module.undocumented] == ["module", "Room", "enter"]
    assert sum_up("", [module]).documented == 0


def test_a_circle_is_found_though_it_is_for_types_only(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f():\n    from b import g\n")
    (tmp_path / "b.py").write_text("if TYPE_CHECKING:\n    import a\n")
    modules = [read_module(tmp_path / name, tmp_path) for name in ("a.py", "b.py")]
    assert set(find_circle(modules)) == {"a", "b"}
