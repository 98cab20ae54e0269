"""The subject of a claim: from its own label, the labels above it, or the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rubrics.building.labels import Label, is_aspect, says
from rubrics.building.split import width
from rubrics.text import CJK, folded, language
from rubrics.words import either, words

_TAIL = re.compile(
    r"\s*的?(?:核心|主要|基本)?"
    + either(
        r"""创新点? 特点 做法 方法 含义 优势 定义 介绍 原理 改进 内容 概念 核心思想 核心机制 理解
        (?<=[A-Za-z0-9\s])(?:部分|篇|模型|算法|系列|机制)"""
    )
    + r"$|[（(].*[)）]$"
)
_BRACKET = re.compile(r"\s*[（(][^（()）]*[)）]")
_VERB = re.compile("^" + either("""采用 使用 引入 支持 基于 通过 是(?!否) 常用 依赖 属于"""))
_NAME = re.compile(
    r"[A-Z][A-Za-z0-9]*(?:[\-+./ ](?=[A-Z0-9])[A-Za-z0-9]+)*"
    r"|(?<![a-z])(?:[a-z]+[A-Z][A-Za-z]*|[a-z]+-[a-z]+)"
)
_NO_NAME = words("what how why when which explain compare describe is are do does the in q a i")
_BOTH = re.compile(r"与|和|及|/|、")
_LONGEST = 26


@dataclass(frozen=True, slots=True)
class Names:
    """What the labels of an answer are read against: its question, and the things it compares."""

    title: str
    compared: frozenset[str] = frozenset()

    @property
    def subject(self) -> str:
        """The one thing with a name that the question asks about; "" if none or several."""
        found = dict.fromkeys(
            n for n in _NAME.findall(self.title) if n.lower() not in _NO_NAME and len(n) > 1
        )
        return next(iter(found)) if len(found) == 1 else ""


def title_names(title: str) -> tuple[str, ...]:
    """The named things of a question, longest first."""
    found = dict.fromkeys(n for n in _NAME.findall(title) if len(n) > 1)
    return tuple(sorted(found, key=len, reverse=True))


def prefixed(text: str, path: Sequence[Label], own: Label, names: Names) -> tuple[str, str, str]:
    """(the claim with its subject, the subject, the aspect)."""
    head, subject, aspect = _head(text, path, own, names)
    if not head or width(head) > _LONGEST:
        return text, subject, aspect
    if (
        head.endswith(aspect)
        and not re.search("[：:]", head)
        and aspect
        and subject
        and _VERB.match(text)
        and head != own.text
    ):
        return f"{head}{text}", subject, aspect
    mark = ": " if language(head + text) == "en" and language(names.title) == "en" else "："
    if re.search("[：:]", head):
        mark = ", " if mark == ": " else "，"
    return f"{head}{mark}{text}", subject, aspect


def _short(label: Label) -> str:
    bare = _BRACKET.sub("", label.text) if label.kind == "entity" else label.text
    text = _TAIL.sub("", bare).strip()
    if latin := re.fullmatch(rf"([A-Za-z][\w \-+./]*[A-Za-z0-9])\s*[{CJK}]", text):
        text = latin[1]
    return text if len(text) >= 2 else label.text


def _nearest(path: Sequence[Label], *kinds: str) -> Label | None:
    return next((label for label in reversed(path) if label.kind in kinds), None)


def _head(text: str, path: Sequence[Label], own: Label, names: Names) -> tuple[str, str, str]:
    """(what stands before the claim, its subject, its aspect), by the kind of its own label."""
    if own.kind == "entity":
        return _of_entity(text, path, own, names)
    if own.kind == "role":
        return _of_role(own, text, path, names)
    if own.kind == "topic":
        return _of_topic(text, path, own, names)
    return _of_above(text, path, names)


def _of_topic(text: str, path: Sequence[Label], own: Label, names: Names) -> tuple[str, str, str]:
    entity = _nearest(path, "entity")
    name = _short(entity) if entity is not None else ""
    if not name or not _is_plain_name(name, names) or says(name, own.text + text):
        return own.text, "", own.text
    return _of_named_topic(name, own.text, names)


def _of_above(text: str, path: Sequence[Label], names: Names) -> tuple[str, str, str]:
    """A claim without a label of its own takes the nearest one above, unless it says it itself."""
    above, entity = _nearest(path, "entity", "topic", "role"), _nearest(path, "entity")
    if above is None:
        return "", "", ""
    if above.kind == "role":
        return _of_role(above, text, path[: path.index(above)], names)
    name = _short(above)
    is_loose = above.kind == "topic" and bool(_BOTH.search(above.text)) and width(text) >= 16
    if above.kind == "entity":
        return ("" if says(name, text) else name), name, ""
    if says(name, text) or is_loose:
        return "", "", ""
    if entity is not None and not says(_short(entity), text) and width(above.text) <= 8:
        return _joined(_short(entity), above.text, names), _short(entity), above.text
    return name, "", ""


def _of_named_topic(name: str, topic: str, names: Names) -> tuple[str, str, str]:
    if is_aspect(topic) and "的" not in name:
        return _joined(name, topic, names), name, topic
    if folded(name) in folded(names.title) or name in names.compared:
        colon = ": " if name.isascii() and topic.isascii() else "："
        return f"{name}{colon}{topic}", name, topic
    return topic, name, topic


def _of_entity(text: str, path: Sequence[Label], own: Label, names: Names) -> tuple[str, str, str]:
    name = _short(own)
    above = path[-1] if path else None
    if (
        own.text in names.compared
        and above is not None
        and above.kind in ("topic", "role", "entity")
        and not says(above.text, text)
    ):
        return _joined(name, above.text, names), name, above.text
    higher = _nearest(path, "entity")
    if (
        higher is not None
        and (len(name) >= 12 or not name.isascii())
        and not says(_short(higher), name + text)
        and _is_plain_name(_short(higher), names)
    ):
        return _joined(_short(higher), name, names), _short(higher), name
    return (own.text if width(own.text) <= _LONGEST else name), name, ""


def _of_role(role: Label, text: str, path: Sequence[Label], names: Names) -> tuple[str, str, str]:
    holder = _nearest(path, "entity", "topic")
    fits = holder is not None and (
        holder.kind == "entity" or (width(holder.text) <= 10 and not _BOTH.search(holder.text))
    )
    name = (
        _short(holder).removesuffix("的原因").strip()
        if holder is not None and fits
        else names.subject
    )
    if not name or says(name, role.text):
        return role.text, name, role.text
    if says(name, text) and holder is None:
        return role.text, name, role.text
    return _joined(name, role.text, names), name, role.text


def _is_plain_name(name: str, names: Names) -> bool:
    """Short enough to stand before another label: a Latin name, or one of the question's."""
    return (
        folded(name) in folded(names.title)
        or name in names.compared
        or (width(name) <= 8 and len(re.findall(f"[{CJK}]", name)) <= 3)
    )


def _joined(name: str, aspect: str, names: Names) -> str:
    if not re.search(f"[{CJK}]", name + aspect + names.title):
        return f"{name} {aspect.lower() if aspect.istitle() else aspect}"
    before, after = (" " if name[-1:].isascii() else ""), (" " if aspect[:1].isascii() else "")
    return f"{name}{before}的{after}{aspect}"
