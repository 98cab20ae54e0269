"""The figures of the code itself: how long its modules and functions are, what is documented.

`python benchmarks/structure.py` prints one table over the shipped packages and the test suite:
lines per module and function, the share of public names with a docstring, comments, circles of
imports, every silenced check without a reason, and (where one is installed) what a finder of
duplicates says. The limits below are those of the house; a test holds the code to them.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import shutil
import subprocess
import sys
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from graphlib import CycleError, TopologicalSorter
from math import ceil
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("questions", "rubrics", "reports", "grader")
FOLDERS = (*PACKAGES, "tests", "benchmarks", "training")
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
MEDIAN_MODULE = 150
MEDIAN_FUNCTION = 8
LEAST_DOCUMENTED = 0.97
MOST_COMMENTS = 0.05

_SILENCER = re.compile(r"#\s*(?:noqa|type:\s*ignore)(?P<which>[^#]*)(?P<reason>#.*)?")
_DASHED = re.compile(r"\s-\s\S")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Place:
    """Something found: what it is called, where it stands, how many lines it has."""

    name: str
    path: str
    line: int
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Module:
    """One file. `public` and `documented` count its public names, itself included."""

    path: str
    name: str
    lines: int
    comments: int
    functions: tuple[Place, ...]
    undocumented: tuple[Place, ...]
    public: int
    imports: frozenset[str]
    silenced: tuple[Place, ...]
    unexplained: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a folder of modules adds up to; lengths are lines, shares in [0, 1]."""

    folder: str
    modules: int
    lines: int
    module_median: int
    module_p90: int
    module_max: int
    functions: int
    function_median: int
    function_p90: int
    function_max: int
    documented: float
    comments: float
    silenced: int
    unexplained: int


def read_modules(folder: str, root: Path = ROOT) -> tuple[Module, ...]:
    """Every module below the folder, in order of their paths."""
    return tuple(read_module(path, root) for path in sorted((root / folder).rglob("*.py")))


def read_module(path: Path, root: Path = ROOT) -> Module:
    """Measure one file; nothing of it is run."""
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    place = path.relative_to(root)
    where = place.as_posix()
    name = ".".join(place.with_suffix("").parts).removesuffix(".__init__")
    comments = list(_comments(path))
    silenced = [Place(c.strip(), where, line) for line, c in comments if _SILENCER.match(c)]
    public = list(_public(tree, where))
    return Module(
        path=where,
        name=name,
        lines=len(text.splitlines()),
        comments=len(comments) - len(silenced),
        functions=tuple(_functions(tree, where)),
        undocumented=tuple(place for place, has_docstring in public if not has_docstring),
        public=len(public),
        imports=frozenset(_imports(tree)),
        silenced=tuple(silenced),
        unexplained=tuple(s for s in silenced if not _is_explained(s.name)),
    )


def _comments(path: Path) -> Iterator[tuple[int, str]]:
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def _is_explained(comment: str) -> bool:
    """Whether a silenced check says why: behind a second # or a dash."""
    match = _SILENCER.match(comment)
    return match is not None and bool(match["reason"] or _DASHED.search(match["which"]))


def _functions(tree: ast.Module, where: str) -> Iterator[Place]:
    for node in ast.walk(tree):
        if isinstance(node, _Function):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Place(node.name, where, node.lineno, lines)


def _public(tree: ast.Module, where: str) -> Iterator[tuple[Place, bool]]:
    """The module, its public classes and functions and their public methods."""
    yield Place("module", where, 1), ast.get_docstring(tree) is not None
    todo: list[ast.Module | ast.ClassDef] = [tree]
    while todo:
        for node in todo.pop().body:
            if isinstance(node, _Function | ast.ClassDef) and not node.name.startswith("_"):
                if not _repeats_a_signature(node):
                    has_docstring = ast.get_docstring(node) is not None
                    yield Place(node.name, where, node.lineno), has_docstring
                if isinstance(node, ast.ClassDef):
                    todo.append(node)


def _repeats_a_signature(node: _Function | ast.ClassDef) -> bool:
    """An overload or override says nothing that the first one does not."""
    names = {ast.unparse(d).rpartition(".")[2] for d in node.decorator_list}
    return bool(names & {"overload", "override"})


def _imports(tree: ast.Module) -> Iterator[str]:
    """What is imported anywhere in the file, in functions and for types too: "a.b" or "a.b:c"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}:{alias.name}" for alias in node.names)


def sum_up(folder: str, modules: Sequence[Module]) -> Figures:
    """The figures of a folder."""
    lengths = sorted(m.lines for m in modules)
    functions = sorted(f.lines for m in modules for f in m.functions)
    public = sum(m.public for m in modules)
    return Figures(
        folder=folder,
        modules=len(lengths),
        lines=sum(lengths),
        module_median=_quantile(lengths, 0.5),
        module_p90=_quantile(lengths, 0.9),
        module_max=_quantile(lengths, 1.0),
        functions=len(functions),
        function_median=_quantile(functions, 0.5),
        function_p90=_quantile(functions, 0.9),
        function_max=_quantile(functions, 1.0),
        documented=1 - sum(len(m.undocumented) for m in modules) / max(1, public),
        comments=sum(m.comments for m in modules) / max(1, sum(lengths)),
        silenced=sum(len(m.silenced) for m in modules),
        unexplained=sum(len(m.unexplained) for m in modules),
    )


def _quantile(values: Sequence[int], share: float) -> int:
    """The smallest value that at least this share does not exceed; 0 without values."""
    return values[max(0, ceil(share * len(values)) - 1)] if values else 0


def find_circle(modules: Sequence[Module]) -> tuple[str, ...]:
    """Modules that import one another at module level or below, first and last the same; or ()."""
    names = {m.name for m in modules}
    graph = {m.name: _imported(m, names) - {m.name} for m in modules}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return tuple(circle)
    return ()


def _imported(module: Module, names: set[str]) -> set[str]:
    """Which of these modules it imports; `a:b` is the module a.b where there is one, else a."""
    found = set()
    for name in module.imports:
        whole = name.replace(":", ".")
        found.add(whole if whole in names else name.partition(":")[0])
    return found & names


def breaches(modules: Sequence[Module]) -> Iterator[str]:
    """What is longer, or says less, than the house allows; a line each."""
    for module in modules:
        if module.lines > LONGEST_MODULE:
            yield f"{module.path}: {module.lines} lines (at most {LONGEST_MODULE})"
        for place in module.functions:
            if place.lines > LONGEST_FUNCTION:
                yield f"{place.path}:{place.line}: {place.name} has {place.lines} lines"
        for place in module.unexplained:
            yield f"{place.path}:{place.line}: no reason given: {place.name}"


def _duplicates() -> list[str]:
    """The lines of a finder of duplicates over the packages; none where none is installed."""
    command = shutil.which("duplicates")
    if command is None:
        return ["no finder of duplicates is installed"]
    found: list[str] = []
    for package in PACKAGES:
        arguments = [command, "--repo", str(ROOT / package), "--most", "200"]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        exact = [line for line in done.stdout.splitlines() if re.match(r"D\d+ (?!.* shape)", line)]
        found += [f"{package}: {len(exact)} pairs to the letter", *(f"  {line}" for line in exact)]
    return found


def _contracts() -> str:
    """What import-linter says: its last line."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return (done.stdout.strip() or done.stderr.strip()).splitlines()[-1]


def _table(figures: Sequence[Figures]) -> Iterator[str]:
    head = ("folder", "files", "lines", "a file", "functions", "a function", "docs", "comments",
            "silenced")  # fmt: skip
    rows = [
        (
            f.folder, f"{f.modules}", f"{f.lines:,}",
            f"{f.module_median}/{f.module_p90}/{f.module_max}",
            f"{f.functions:,}",
            f"{f.function_median}/{f.function_p90}/{f.function_max}",
            f"{f.documented:.1%}", f"{f.comments:.1%}", f"{f.silenced} ({f.unexplained})",
        )
        for f in figures
    ]  # fmt: skip
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        yield "  ".join(text.rjust(wide) for text, wide in zip(row, widths, strict=True))


def main() -> int:
    """Exit code 1 where a limit of the house is broken."""
    parser = argparse.ArgumentParser(description="The figures of the code itself.")
    parser.add_argument("--json", action="store_true", help="the figures for a program")
    parser.add_argument("--fast", action="store_true", help="leave out contracts and duplicates")
    wanted = parser.parse_args()
    found = {folder: read_modules(folder) for folder in FOLDERS}
    figures = [sum_up(folder, modules) for folder, modules in found.items()]
    shipped = [m for package in PACKAGES for m in found[package]]
    figures.insert(len(PACKAGES), sum_up("shipped", shipped))
    broken = list(breaches([m for modules in found.values() for m in modules]))
    circle = find_circle(shipped)
    if wanted.json:
        data = {"figures": [asdict(f) for f in figures], "circle": circle, "breaches": broken}
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return 1 if broken or circle else 0
    print(*_table(figures), sep="\n")
    print(
        "lengths: median/p90/max; docs: public names; silenced: checks, in brackets without reason"
    )
    print("circle of imports:", " > ".join(circle) or "none")
    print("beyond a limit:", *(broken or ["none"]), sep="\n  " if broken else " ")
    if not wanted.fast:
        print("import contracts:", _contracts())
        print("written twice:", *_duplicates(), sep="\n  ")
    return 1 if broken or circle else 0


if __name__ == "__main__":
    sys.exit(main())
