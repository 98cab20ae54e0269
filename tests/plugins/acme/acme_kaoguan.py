"""An encoder and a judge of another package, and some that do not work."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence

_POINT = re.compile(r'^\{"id": "(p\d+)", "text": (".*")\}$', re.MULTILINE)
_FENCED = re.compile(r"^(=====[0-9a-f]{16}=====)\n(.*)\n\1$", re.MULTILINE)


class Letters:
    """Counts characters, hashed into a few columns. `letters:128` gives more columns."""

    def __init__(self, columns: str = "64") -> None:
        self._columns = int(columns)
        self.name = f"letters-{self._columns}"

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        return [self._row(text) for text in texts]

    def _row(self, text: str) -> list[float]:
        row = [1.0] * self._columns
        for character in text.lower():
            row[zlib.crc32(character.encode("utf-8", "replace")) % self._columns] += 1.0
        return row


class Lookup:
    """Calls a point covered when its first word of four letters or two characters is said."""

    name = "lookup-1"

    def reply(
        self, messages: Sequence[dict[str, str]], temperature: float, most_tokens: int
    ) -> str:
        text = messages[-1]["content"]
        fenced = _FENCED.search(text)
        answer = json.loads(fenced[2]) if fenced else ""
        points = {name: json.loads(said) for name, said in _POINT.findall(text)}
        verdicts = [self._verdict(name, said, answer) for name, said in points.items()]
        return json.dumps({"verdicts": verdicts, "bonus": ""}, ensure_ascii=False)

    def _verdict(self, name: str, point: str, answer: str) -> dict[str, object]:
        words = re.findall(r"[A-Za-z]{4,}|[\u4e00-\u9fff]{2}", point)
        said = next((word for word in words if word in answer), "")
        state = "covered" if said else "missing"
        return {"id": name, "reason": "looked up", "state": state, "quotes": [said] if said else []}


class Silent:
    """A judge without a reply method."""

    name = "silent"


class Failing:
    """A judge that breaks when it is asked."""

    name = "failing"

    def reply(self, messages: object, temperature: float, most_tokens: int) -> str:
        raise ZeroDivisionError("two\nlines")


class Broken:
    """An encoder that cannot even be made."""

    def __init__(self) -> None:
        raise SystemExit("no licence")
