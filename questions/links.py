"""Links that lead out of the folder that was given: what is behind them was not meant."""

from __future__ import annotations

from pathlib import Path


def leads_outside(path: Path, root: Path) -> bool:
    """Whether the path, found inside `root`, stands for something elsewhere; circles do too."""
    try:
        return not path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return True
