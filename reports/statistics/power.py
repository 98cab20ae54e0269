"""How small a difference so many questions can show, and how many questions a wish takes."""

from __future__ import annotations

import math

_ALPHA = 0.05
_POWER = 0.8
_MOST = 1_000_000


def detectable(deviation: float, n: int) -> float | None:
    """The least mean difference that is found 4 times in 5 (two-sided 5 %); None below 3 questions.

    `deviation` is the standard deviation of the differences between questions.
    """
    from scipy.stats import t

    if n < 3 or not math.isfinite(deviation):
        return None
    quantiles = t.ppf(1 - _ALPHA / 2, n - 1) + t.ppf(_POWER, n - 1)
    return float(quantiles * deviation / math.sqrt(n))


def questions_needed(deviation: float, half_width: float) -> int | None:
    """How many questions make the 95 % interval ± `half_width`; None when that is out of reach."""
    from scipy.stats import t

    if not math.isfinite(deviation) or half_width <= 0:
        return None
    n = 3
    for _ in range(60):
        wanted = math.ceil((t.ppf(1 - _ALPHA / 2, n - 1) * deviation / half_width) ** 2)
        wanted = max(3, wanted)
        if wanted == n:
            return n
        n = wanted if wanted < n else min(wanted, max(n + 1, (n + wanted) // 2))
        if n > _MOST:
            return None
    return n
