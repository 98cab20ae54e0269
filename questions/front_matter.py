"""The block of `key: value` lines between `---` at the top of a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from questions.metadata import Metadata, field_name, metadata_of

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_KEY = re.compile(
    r"^(?P<key>[A-Za-z_\u4e00-\u9fff][\w \u4e00-\u9fff-]{0,40}?)\s*[:=：]\s*(?P<value>.*)$"
)
_LIST_ITEM = re.compile(r"^\s*-\s+(?P<value>.*)$")
_LONGEST = 400
_TITLE_KEYS = ("question", "题目", "问题", "title", "标题")
_ANSWER_KEYS = ("answer", "答案", "参考答案", "回答")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values by key, and how many lines the block takes."""

    length: int = 0
    values: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title of the file, or its question."""
        return next((self.values[key] for key in _TITLE_KEYS if self.values.get(key)), "")

    @property
    def names_question(self) -> bool:
        """Whether the block says what the question is, not only how the file is called."""
        return any(self.values.get(key) for key in _TITLE_KEYS[:3])

    @property
    def answer(self) -> str:
        """The answer, where somebody keeps it here."""
        return next((self.values[key] for key in _ANSWER_KEYS if self.values.get(key)), "")

    @property
    def metadata(self) -> Metadata:
        """The fields that a question can take from the block."""
        named = ((field_name(key), value) for key, value in self.values.items())
        return metadata_of((name, value) for name, value in named if name)


def read_front_matter(lines: Sequence[str]) -> FrontMatter:
    """Read the block; one that never closes, or holds anything but keys, is no front matter."""
    first = next((i for i, line in enumerate(lines[:5]) if line.strip()), None)
    closers = _FENCES.get(lines[first].strip()) if first is not None else None
    if first is None or closers is None:
        return FrontMatter()
    for end in range(first + 1, min(len(lines), _LONGEST)):
        if lines[end].strip() in closers:
            values = _values(lines[first + 1 : end])
            return FrontMatter(end + 1, values) if values else FrontMatter()
    return FrontMatter()


def _values(lines: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    key = ""
    for line in lines:
        indented = line[:1] in {" ", "\t"}
        found = None if indented else _KEY.match(line)
        item = _LIST_ITEM.match(line)
        if found:
            key = found["key"].strip().casefold()
            value = found["value"].strip()
            values[key] = "" if value in {"|", ">", "|-", ">-"} else _unquoted(value)
        elif item and key:
            values[key] = ", ".join(v for v in (values[key], _unquoted(item["value"].strip())) if v)
        elif indented and key:
            values[key] = f"{values[key]}\n{line.strip()}".strip("\n")
        elif line.strip() and not line.lstrip().startswith("#"):
            return {}
    return values


def _unquoted(value: str) -> str:
    value = re.sub(r"\s+#\s.*$", "", value) if not value.startswith(("'", '"', "[")) else value
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(part.strip().strip("'\"") for part in value[1:-1].split(","))
    return value
