"""A title as it stands in a bank, taken apart: marker, words, metadata in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from questions.markers import Marker, split_marker
from questions.metadata import Metadata, difficulty_of, read_loose
from questions.plain import one_line
from questions.wording import STRONG, asking

_ANCHOR = re.compile(r"\s*\{[#.:][^{}]{0,80}\}\s*$|\s*\^[\w-]{1,40}\s*$")
_CHECKBOX = re.compile(r"^\[[ xX✓√]\]\s+")
_ORNAMENT = re.compile(
    r"^(?:[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d●○■◆▶►▸•·※☞→➤]|\s"
    r"|:[a-z_]{2,30}:)+"
)
_TRAILING_ORNAMENT = re.compile(
    r"(?<![\U0001f300-\U0001faff\ufe0f\u200d✨✅❗❓🔥\s])"
    r"(?:[\U0001f300-\U0001faff\ufe0f\u200d✨✅❗❓🔥]|\s|:[a-z_]{2,30}:)+$"
)
_STARS = re.compile(r"\s*(?:[⭐★☆🌟]\ufe0f?){1,5}\s*$")
_BRACKETS = re.compile(
    r"\s*(?:（([^（）]{1,60})）|\(([^()]{1,60})\)|【([^【】]{1,60})】|\[([^\[\]]{1,60})\]"
    r"|「([^「」]{1,60})」)\s*[。.]?$"
)
_LEADING_BRACKETS = re.compile(
    r"^(?:【([^【】]{1,60})】|\[([^\[\]]{1,60})\]|「([^「」]{1,60})」|（([^（）]{1,60})）"
    r"|\(([^()]{1,60})\))\s*[:：]?\s*"
)
_HASHTAGS = re.compile(r"(?:\s+#[^\s#]{1,30}){1,40}\s*$")
_LIGHTS = {"🟢": "easy", "🟡": "medium", "🟠": "medium", "🔴": "hard"}
_AMBIGUOUS = {
    "deepseek",
    "kimi",
    "minimax",
    "openai",
    "anthropic",
    "meta",
    "google",
    "理想",
    "智谱",
    "mistral",
    "cohere",
    "scale",
    "nvidia",
    "百川",
    "文心",
    "英伟达",
    "夸克",
    "地平线",
    "幻方",
    "微信",
    "抖音",
    "moonshot",
    "deepmind",
    "dj",
    "yy",
    "aws",
    "snap",
    "zoom",
    "荣耀",
    "平安",
    "大华",
    "wps",
    "淘宝",
    "知乎",
    "bilibili",
    "xai",
    "huggingface",
    "gemini",
    "360",
    "58",
}


@dataclass(slots=True)
class Title:
    """A title: `text` without numbering and markup, its marker, what brackets said about it."""

    text: str
    marker: Marker
    meta: Metadata = field(default_factory=Metadata)
    score: float = 0.0

    @property
    def is_strong(self) -> bool:
        """Whether the words alone, or an explicit `Q`, make it a question."""
        return self.score >= STRONG


def read_title(raw: str, *, heading: bool = False) -> Title:
    """Take the first line of a question, a heading or a list item apart."""
    text = one_line(_ANCHOR.sub("", raw.strip()))
    meta = Metadata(difficulty=_LIGHTS.get(text[:1], ""))
    text = _ORNAMENT.sub("", _CHECKBOX.sub("", text)) or text
    text = _without_leading(text, meta)
    marker, rest = split_marker(text, bare_numbers=heading)
    rest = _ORNAMENT.sub("", rest) or rest
    rest = _without_leading(rest, meta)
    if marker.kind == "none":
        marker, rest = split_marker(rest)
    rest = _without_trailing(rest, meta)
    rest = rest.strip().rstrip("：:").strip(" *_|") if rest.strip(" *_|：:") else rest.strip()
    return Title(rest, marker, meta, _score(rest, marker))


def _score(text: str, marker: Marker) -> float:
    if marker.kind == "ask":
        return 1.0
    return 0.0 if marker.kind == "answer" else asking(text)


def _without_leading(text: str, meta: Metadata) -> str:
    while found := _LEADING_BRACKETS.match(text):
        inner = next(value for value in found.groups() if value)
        if found.end() >= len(text) or not _take(inner, meta, lone_company=text.startswith("【")):
            return text
        text = text[found.end() :]
    return text


def _without_trailing(text: str, meta: Metadata) -> str:
    """Take brackets, stars and hashtags off the end as long as they are metadata."""
    for _ in range(4):
        before = text
        text = _without_stars(text, meta)
        text = _TRAILING_ORNAMENT.sub("", text) or text
        if tags := _HASHTAGS.search(text):
            meta.tags = (*tags.group().replace("#", "").split(), *meta.tags)
            text = text[: tags.start()]
        found = _BRACKETS.search(text)
        inner = next((value for value in found.groups() if value), "") if found else ""
        if found and found.start() and _take(inner, meta, lone_company=True):
            text = text[: found.start()]
        if text == before:
            break
    return text


def _without_stars(text: str, meta: Metadata) -> str:
    found = _STARS.search(text)
    if not found or not found.start():
        return text  # one star alone says that a question matters, not how hard it is
    meta.difficulty = meta.difficulty or difficulty_of(found.group().strip())
    return text[: found.start()]


def _take(inner: str, meta: Metadata, *, lone_company: bool) -> bool:
    data = read_loose(inner)
    if data is None:
        return _is_label(inner)
    alone = data.company and not (data.round or data.date)
    if alone and (not lone_company or data.company.casefold() in _AMBIGUOUS):
        return False
    if data.date and not (data.round or data.company) and len(data.date) == 4:
        return False
    meta.fill(data)
    return True


def _is_label(inner: str) -> bool:
    """`【高频】` and the like tell how often a question is asked; they are no part of it."""
    return bool(
        re.fullmatch(
            r"(?:超?高频|低频|中频|必考|必问|必会|常考|常问|重点|重要|热门|经典|原题|真题|好题"
            r"|高频题|高频必考|附答案|含答案|有答案|单选|多选|单选题|多选题|判断题|简答题"
            r"|问答题|开放题|场景题)+",
            inner.strip(),
        )
    )
