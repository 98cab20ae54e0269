"""Answers that are nothing but code: their comments say what it does, else its names do."""

from __future__ import annotations

import re

from rubrics.building.claims import Claim
from rubrics.building.outline import Node
from rubrics.markup import readable
from rubrics.text import letters

_COMMENT = re.compile(r"(?:^|\s)(?:#+|//+|--)\s*(?P<text>\S.{3,100})$")
_NAME = re.compile(
    r"^[^\S\n]*(?:async\s+)?(?:def|class|fn|func|function)\s+(?P<name>\w+)", re.MULTILINE
)
_MOST_NAMES = 4


def code_claims(node: Node, title: str) -> list[Claim]:
    """Claims out of the code blocks below a node; one from the names when there are no comments."""
    blocks = list(_blocks(node))
    found = [claim for block in blocks for claim in _comments(block)]
    if found or not blocks:
        return found
    names = [
        match["name"]
        for block in blocks
        for match in _NAME.finditer(block.text)
        if not match["name"].startswith("__")
    ]
    what = "、".join(dict.fromkeys(names[:_MOST_NAMES])) or title
    return [Claim(f"给出可运行的实现：{what}", "code", blocks[0].lines, blocks[0].text)]


def _blocks(node: Node) -> list[Node]:
    own = [node] if node.kind == "code" and node.text.strip() else []
    return [*own, *(block for child in node.children for block in _blocks(child))]


def _comments(block: Node) -> list[Claim]:
    found = []
    for number, line in enumerate(block.text.splitlines(), 1):
        match = _COMMENT.search(line)
        if match and letters(match["text"]) >= 6:
            at = block.lines[0] + number
            found.append(
                Claim(readable(match["text"]), "code", (at, at), line.strip(), is_minor=True)
            )
    return found
