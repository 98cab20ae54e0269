"""What one gets with each tool today: its newest version, and how many packages come with it.

    python benchmarks/tools.py [--markdown]

Nothing is installed: `uv pip compile` resolves the Python tools for Python 3.11, `npm view` names
the direct dependencies of the other. Both ask the registries, so this is no part of the tests. Only
this is measured; what the tools do is described from their documentation in docs/en/comparison.md.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON_TOOLS = ("autorubric", "deepeval", "inspect-ai", "lm-eval", "ragas")
NODE_TOOLS = ("promptfoo",)


def main() -> None:
    """Print a row a tool."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--markdown", action="store_true")
    chosen = parser.parse_args()
    rows = [_resolve("kaoguan", (ROOT / "pyproject.toml").as_posix())]
    rows += [_resolve(name, name) for name in PYTHON_TOOLS]
    rows += [_view(name) for name in NODE_TOOLS]
    if chosen.markdown:
        print("| tool | version | packages that come with it |\n|---|---|---|")
    for name, version, count in rows:
        print(
            f"| {name} | {version} | {count} |"
            if chosen.markdown
            else f"{name:12} {version:10} {count}"
        )


def _resolve(name: str, source: str) -> tuple[str, str, str]:
    """Version and number of distributions without itself, as pip would install them."""
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "requirements.in")
        wanted.write_text(f"{source}\n", "utf-8")
        place = source if source.endswith(".toml") else str(wanted)
        done = subprocess.run(
            [uv, "pip", "compile", "--quiet", "--no-annotate", "--no-header", "--python-version", "3.11", place],
            capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)", done.stdout, re.MULTILINE))
    if not pins:
        return name, "?", f"could not be resolved: {done.stderr.strip().splitlines()[-1][:120]}"
    return name, pins.pop(name, "this one"), str(len(pins))


def _view(name: str) -> tuple[str, str, str]:
    """Version and number of direct dependencies of a Node package."""
    npm = shutil.which("npm")
    if npm is None:
        return name, "?", "needs npm to look up"
    done = subprocess.run(
        [npm, "view", name, "version", "dependencies", "--json"],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    data = json.loads(done.stdout)
    return name, data["version"], f"{len(data['dependencies'])} direct (Node)"


if __name__ == "__main__":
    main()
