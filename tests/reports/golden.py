"""Golden files: what a report looked like when somebody last looked at it.

UPDATE_GOLDEN=1 writes them anew; read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "golden" / "reports"


def updating() -> bool:
    """Whether the golden files are to be written instead of compared."""
    return os.environ.get("UPDATE_GOLDEN") == "1"


def check(name: str, text: str) -> None:
    """Compare the text with the golden file of that name, or write it."""
    path = FOLDER / name
    if updating():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    assert text == path.read_bytes().decode("utf-8"), f"{name} changed; see {__name__}"
