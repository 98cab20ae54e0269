"""Labels in front of claims: what `**缺点**：`, `Qwen：` and `1. 背景` say about what follows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rubrics.building.vocabulary import (
    ANNOUNCES,
    ASKS,
    ASPECT,
    EXAMPLE,
    MINOR,
    NEUTRAL,
    ROLE,
    SKIP,
    STATEMENTS,
    SUMMARY,
)
from rubrics.markup import readable
from rubrics.text import CJK, containment, folded

_BOLD = re.compile(
    r"^(?P<m>\*\*|__|\*)(?P<label>[^*\n]{1,48}?)(?P=m)\s*"
    r"(?P<colon>[:：]|——|--|—|[-–](?=\s))?\s*(?P<body>.*)$",
    re.DOTALL,
)
_INNER = re.compile(
    r"^(?P<m>\*\*|__)(?P<label>[^*\n]{1,46}?)\s*[:：.]\s*(?P=m)\s*(?P<body>.*)$", re.DOTALL
)
_PLAIN = re.compile(
    r"^(?P<label>[^，。；！？!?;\n:：$|`→=]{1,30}?)\s*"
    r"(?:[:：](?![/\d])|\s——\s|——|\s[-–—]\s)\s*(?P<body>.*)$",
    re.DOTALL,
)
_NUMBER = re.compile(
    r"^\s*(?:\d{1,2}\s+(?=[\u4e00-\u9fff])"
    r"|第[一二三四五六七八九十\d]{1,3}(?:[点步种类个条]|(?=[：:、，,]))[：:、，,]?\s*"
    r"|[（(]?[一二三四五六七八九十]{1,3}[)）、.]\s*"
    r"|[（(]?\d{1,2}(?:\.\d{1,2}){0,3}[)）、.]\s*|\d{1,2}(?:\.\d{1,2}){1,3}\s+"
    r"|[A-Ha-h][.)、]\s+|[①-⑳]\s*|Q\d*[.:：]\s*)+"
)
_ASIDE_COLON = re.compile(r"^\s*[（(][^（()）\n]{0,60}[)）]\s*[:：]\s*(?P<body>.*)$", re.DOTALL)
_ASIDE = re.compile(r"\s*[（(][^（()）]{0,60}[)）]\s*$")
_LEADING = re.compile(r"^[^：:]{2,8}[：:]\s*(?=\S)")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z]*\d*|[a-z]+[A-Z]|[a-z]+-[a-z0-9]+|\b[a-z]{3,}\b")
_PREDICATE = re.compile(
    r"[是为将把用可通能在会的与和或就都也只，,（(]|指|使|让|不|有|本|主|需|决|表|更|直|还"
)
_COMPARED = re.compile(r"^(?:相比|相较|对比|与|和)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label without numbering and markup.

    `kind` is skip (no points below it), summary, neutral (says nothing about its claims),
    example, role (a side of the subject: 缺点, 原因), entity (a thing with a name) or topic
    (anything else).
    """

    text: str
    kind: str
    is_minor: bool = False


NOTHING = Label("", "neutral")


def split_label(text: str) -> tuple[str, str]:
    """(label, body) of a piece of Markdown; ("", text) when it has no label."""
    text = text.strip()
    for pattern in (_INNER, _BOLD):
        if match := pattern.match(text):
            label, body = match["label"], match["body"]
            closed = (
                pattern is _INNER
                or match["colon"]
                or not body
                or readable(label).endswith((":", "："))
            )
            if closed:
                return label, body.strip()
            if aside := _ASIDE_COLON.match(body):
                return label, aside["body"].strip()
            if not re.match(r"[\w(（“\"，,、。$`]", body) or _is_apart(text, match):
                return label, body.strip()
            break
    if match := _PLAIN.match(text):
        label = readable(match["label"])
        if match["body"].strip() and _is_label_like(label):
            return label, match["body"].strip()
        if not match["body"].strip():
            return label, ""
    return "", text


def _is_apart(text: str, match: re.Match[str]) -> bool:
    """Bold words and a gap before the sentence: a label, unless they are its subject."""
    gap = text[match.end("label") + len(match["m"]) : match.start("body")]
    name = readable(match["label"])
    return (
        bool(gap)
        and not _LATIN_NAME.search(name)
        and len(name) >= 4
        and (len(gap) > 1 or not _PREDICATE.match(match["body"]))
    )


def _is_label_like(label: str) -> bool:
    words = len(re.findall(rf"[{CJK}]", label)) + len(re.findall(r"[A-Za-z0-9][\w.\-/+]*", label))
    return (
        0 < words <= 14
        and label.count("(") == label.count(")")
        and label.count("（") == label.count("）")
    )


def strip_number(text: str) -> str:
    """Without `1.`, `（二）`, `第三步：` and the like in front."""
    stripped = _NUMBER.sub("", text)
    return stripped if any(c.isalnum() for c in stripped) else text


def make_label(raw: str, title: str) -> Label:
    """Clean a raw label and say what kind it is, given the question's title."""
    text = _unquoted(strip_number(readable(raw)).strip(" *：:。.—-"))
    text = re.sub(r"(?:如下|为|是)$", "", text)
    bare = _ASIDE.sub("", text) or text
    bare = bare if len(bare) > 1 else text
    if (inner := _LEADING.match(bare)) and NEUTRAL.match(inner[0].rstrip("：: ")):
        bare = bare[inner.end() :]
    elif re.search(r"\S[：:]\s*\S", bare):
        bare = re.split(r"[：:]", bare)[0].strip()
    for kind, pattern in (
        ("skip", SKIP),
        ("summary", SUMMARY),
        ("example", EXAMPLE),
        ("neutral", NEUTRAL),
        ("role", ROLE),
    ):
        if pattern.match(bare) or pattern.match(text):
            return Label(bare, kind, bool(MINOR.search(text)))
    bare = _statement(bare)
    if (
        not bare
        or (len(bare) < 2 and not bare.isascii())
        or ANNOUNCES.search(bare)
        or (ASKS.search(bare))
    ):
        return Label("", "neutral", bool(MINOR.search(text)))
    if ROLE.match(bare):
        return Label(bare, "role", False)
    return Label(bare, "entity" if is_entity(bare, title) else "topic", bool(MINOR.search(text)))


def _unquoted(text: str) -> str:
    return (
        text[1:-1]
        if len(text) > 2
        and text[0] in '“"'
        and text[-1] in '”"'
        and not re.search('[“”"]', text[1:-1])
        else text
    )


def asks(text: str) -> bool:
    """Whether a label puts a question."""
    return ASKS.search(readable(text)) is not None


def _statement(text: str) -> str:
    """`为什么会失衡` -> 失衡的原因."""
    for pattern, template in STATEMENTS:
        if match := pattern.match(text):
            text = match.expand(template).strip("？? ")
            if len(match["x"].strip("？? ")) < 2 and "y" not in match.groupdict():
                return ""
            return re.sub(r"(?<=[A-Za-z0-9])(?=的原因)| (?=[，。])", " ", text)
    return text


def is_entity(text: str, title: str) -> bool:
    """Whether the label names a thing: short, and with a Latin name or out of the title."""
    if len(text) > 28 or _COMPARED.match(text) or text.endswith("的原因"):
        return False
    if folded(text) in folded(title) and len(text) >= 2:
        return True
    if text in ("传统", "普通", "标准"):
        return True
    latin = _LATIN_NAME.search(text)
    rest = re.findall(rf"[{CJK}]", text)
    return latin is not None and len(rest) <= 8


def is_aspect(text: str) -> bool:
    """Whether the label reads as a side of something: X 的{label}."""
    return len(text) <= 12 and ASPECT.search(text) is not None


def says(label: str, text: str) -> bool:
    """Whether the text already names what the label names."""
    return folded(label) in folded(text) or containment(label, text) >= 0.6
