"""Bytes to text: UTF-8, UTF-16 and GB18030, told apart without asking the user."""

from __future__ import annotations

import codecs

from questions.errors import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """Read bytes as text; each line with bytes that no encoding explains is a problem."""
    encoding = _encoding(data)
    if encoding is None:
        return _salvaged(data, path)
    return data.decode(encoding), ()


def _encoding(data: bytes) -> str | None:
    candidates = [name for mark, name in _MARKS if data.startswith(mark)]
    candidates += [name for name in (_wide_encoding(data), "utf-8", "gb18030") if name]
    for name in candidates:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if name != "gb18030" or _reads_as_chinese(text):
            return name
    return None


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark shows in the zero bytes of its spaces and line ends."""
    head = data[:4000]
    if len(head) < 4 or len(data) % 2:
        return None
    for ending, name in ((b"\n\x00", "utf-16-le"), (b"\x00\n", "utf-16-be")):
        shift = 0
        found = head.find(ending)
        while found != -1 and found % 2 != shift:
            found = head.find(ending, found + 1)
        if found != -1 and head.count(b"\x00") * 8 > head.count(b"\n"):
            return name
    return None


def _reads_as_chinese(text: str) -> bool:
    """Whether most of what is not ASCII are common Chinese characters or punctuation."""
    wide = [char for char in text if ord(char) > 127]
    common = sum(
        "\u4e00" <= c <= "\u9fff"
        or "\u3000" <= c <= "\u303f"
        or "\uff00" <= c <= "\uffef"
        or "\u2000" <= c <= "\u2bff"
        or c > "\U0001efff"
        for c in wide
    )
    return common * 10 >= len(wide) * 8


def _salvaged(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    text = data.decode("utf-8", "replace")
    lines = [i for i, line in enumerate(text.split("\n"), 1) if "\ufffd" in line]
    hint = "save the file as UTF-8"
    return text, tuple(Problem(path, i, "bytes that cannot be decoded", hint) for i in lines)
