"""What calls cost: a price table that people can edit, and token counts before anything is sent."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from grader.judges.ballots import Case, Usage
from grader.judges.endpoints import Endpoint
from grader.judges.messages import Prompt
from questions.errors import InputError

_POINT_TOKENS = (25, 160)
"""Tokens of one verdict: id, state and braces alone, up to a long reason with two quotes."""
_REPLY_TOKENS = (10, 120)


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens."""

    input: float
    output: float

    def cost(self, usage: Usage) -> float:
        """US dollars."""
        return (usage.prompt * self.input + usage.completion * self.output) / 1e6


def prices_path() -> Path:
    """KAOGUAN_PRICES, else `prices.toml` in the user's settings folder."""
    chosen = os.environ.get("KAOGUAN_PRICES")
    if chosen:
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("kaoguan") / "prices.toml"


def load_prices(path: Path | None = None) -> Mapping[str, Price]:
    """The bundled table with the user's own over it. Raises InputError for an unreadable file."""
    bundled = files("grader.judges").joinpath("data/prices.toml").read_text("utf-8")
    table = _parse(bundled, "prices.toml")
    own = path or prices_path()
    if own.is_file():
        table |= _parse(_read(own), str(own))
    return table


def find_price(table: Mapping[str, Price], endpoint: Endpoint) -> Price | None:
    """The price of a model: by its name, else by the longest `name*` that fits; None if unknown.

    A server on this machine costs nothing unless the table says otherwise.
    """
    if endpoint.model in table:
        return table[endpoint.model]
    fits = [n for n in table if n.endswith("*") and endpoint.model.startswith(n[:-1])]
    if fits:
        return table[max(fits, key=len)]
    return Price(0.0, 0.0) if endpoint.is_local else None


def require_price(
    table: Mapping[str, Price], endpoint: Endpoint, most_cost: float | None
) -> Price | None:
    """The price of a model, None if unknown. Raises InputError when a limit in dollars needs it."""
    price = find_price(table, endpoint)
    if most_cost is not None and price is None:
        raise InputError(
            f"the price of {endpoint.model!r} is unknown, so --max-cost cannot hold",
            hint="add it to prices.toml (docs/judge.md), or use --max-calls",
        )
    return price


def estimate_verdicts(case: Case, prompt: Prompt) -> tuple[Usage, Usage]:
    """The least and the most that one call of a judge is likely to use."""
    count = len(case.points) + 1
    least, most = (count * p + r for p, r in zip(_POINT_TOKENS, _REPLY_TOKENS, strict=True))
    return estimate_usage(prompt, (least, most))


def estimate_usage(prompt: Prompt, reply: tuple[int, int]) -> tuple[Usage, Usage]:
    """The least and the most that one call is likely to use, its `reply` between these token
    counts; thinking aloud is not counted.
    """
    tokens = estimate_tokens(prompt.system + prompt.user)
    return Usage(round(0.8 * tokens), reply[0]), Usage(round(1.25 * tokens), reply[1])


def estimate_tokens(text: str) -> int:
    """About 0.8 tokens for a Chinese character, one for four others.

    Between the tokenizers of the GPT-4o, Qwen and DeepSeek families a text differs by about a fifth
    either way; what the server counts is what is charged.
    """
    wide = (len(text.encode("utf-8", "replace")) - len(text)) // 2  # three bytes each, not one
    return round(0.8 * wide + (len(text) - wide) / 4)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise InputError(f"cannot be read: {reason}", place=str(path)) from None


def _amount(value: object) -> float:
    """Dollars: finite and not negative, so that a limit holds. Raises ValueError and TypeError."""
    amount = float(value)  # type: ignore[arg-type]  # what is no number raises
    if isinstance(value, bool) or not 0 <= amount < 1e9:
        raise ValueError(amount)
    return amount


def _parse(text: str, place: str) -> dict[str, Price]:
    try:
        data = tomllib.loads(text)
        return {
            name: Price(_amount(row["input"]), _amount(row["output"])) for name, row in data.items()
        }
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"is no TOML: {error}", place=place) from None
    except RecursionError:
        raise InputError("is no TOML: nested too deep", place=place) from None
    except (KeyError, TypeError, ValueError, OverflowError):
        hint = (
            'write ["model"] and below it input = … and output = …, in dollars per million tokens'
        )
        raise InputError("is no table of prices", place=place, hint=hint) from None
