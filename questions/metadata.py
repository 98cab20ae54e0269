"""Company, round, date, tags and difficulty, in the many places and shapes people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from questions.companies import company_prefix, is_company
from questions.plain import visible

_KEYS = {
    "company": "company|companies|asked by|asked at|asked in|companies asking|companies asked"
    "|公司|企业|厂商|来源公司|考察公司|出题公司|面试公司|出现公司|公司名称",
    "round": "round|rounds|stage|interview round|interview stage|轮次|面试轮次|面次|环节"
    "|面试环节|轮数|场次",
    "position": "position|role|job|team|岗位|职位|部门|岗位名称|面试岗位|岗位方向|团队",
    "date": "date|when|year|asked on|日期|时间|面试时间|面试日期|年份|发布时间|记录时间",
    "tags": "tags|tag|keywords|keyword|topics|topic|category|categories|labels|label|标签"
    "|关键词|关键字|知识点|考点|考察点|考查点|分类|类别|主题|方向|所属类别|领域",
    "difficulty": "difficulty|level|难度|难度等级|难度系数|星级|难易度|难易程度",
    "status": "status|状态|状况",
    "other": "source|from|link|links|author|frequency|freq|importance|priority|created"
    "|updated|last updated|created time|last edited time|id|type|url"
    "|来源|出处|链接|作者|频率|频次|出现频率|出现次数|考频|重要性|重要程度|热度|创建时间"
    "|更新时间|最后编辑时间|编号|题型|类型|掌握程度|优先级|阅读时间|整理|记录人|地点|城市",
}
_FIELD_OF = {name: key for key, names in _KEYS.items() for name in names.split("|")}
_NAME = "|".join(sorted((re.escape(name) for name in _FIELD_OF), key=len, reverse=True))
_KEY = re.compile(
    rf"(?:^|(?<=[|｜,，;；/·•\s*_`（(\[【「]))[*_`\[【「\s]*(?P<key>{_NAME})[*_`\s]*"
    rf"[\]】」]?\s*(?:[:：]|(?<=[】」\]]))[*_]*\s*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:[\s>]|[-*+]\s(?=\s*[*_`\[【「\w])|\d+[.)]\s|<[a-z]+>|📌|🏷️|🏷|📅|🏢|🔖|⏰|🎯|💼|📍|🗓️|🗓)+",
    re.IGNORECASE,
)
_EMPTY = {
    "",
    "none",
    "null",
    "n/a",
    "na",
    "-",
    "--",
    "—",
    "——",
    "无",
    "未知",
    "unknown",
    "暂无",
    "不详",
    "/",
    "?",
    "？",
    "nil",
    "tbd",
    "[]",
    "空",
}
_TRIM = " \t*_`|｜;；,，·•"
_TRIM_TAGS = " \t|｜;；,，·•"
_TAG_SPLIT = re.compile(r"\s*[,，、;；|｜/]\s*")
_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*(?:[-./年_]\s*(?P<m>\d{1,2})(?:\s*[-./月_]\s*"
    r"(?P<d>\d{1,2})日?|月)?|年)?(?!\d)"
)
_ROUND = re.compile(
    r"(?:[一二三四五六七八九终初复]|\d|[Hh][Rr]|交叉|主管|总监|技术|业务|电话|视频|现场|群|加"
    r"|提前批|[Bb]oss|ld|leader)\s*(?:轮|技术|轮技术)?面(?!试题|试官|向|积|板|包|经)(?:试)?"
    r"|笔试|机试|电面|实习|校招|社招|秋招|春招|暑期|日常实习|提前批|补录|第[一二三四五六]轮"
    r"|(?:phone|technical|tech|onsite|on-site|virtual|final|first|second|third|1st|2nd|3rd|hr"
    r"|system design|coding|screening|take-home|online)"
    r"[\s-]*(?:screen(?:ing)?|interview|round|loop|assessment|onsite)?$|round\s*\d|loop|oa$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"算法|工程师|研发|开发|后端|前端|实习生|研究员|大模型|LLM|NLP|CV|推荐|搜索|广告|数据|WXG"
    r"|TEG|IEG|PCG|CSIG|CDG|青云|Seed|事业[部群]|实验室|团队|小组|engineer|scientist"
    r"|researcher|intern|developer|analyst|岗",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[的吗么呢了？?。]")
_LOOSE_SPLIT = re.compile(r"\s*[|｜·•,，、/;；]\s*|\s+[-–—]\s+|\s+")
_LENGTH = re.compile(
    r"[（(][^（）()]{0,20}(?:min|分钟|小时|hours?|\dh)[^（）()]{0,10}[)）]|\d{1,6}\s*(?:min|分钟)"
)
_LOOSE_SIGNS = re.compile(r"[`*\[\]【】\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]+")
_NOT_A_STAGE = re.compile(r"面[经筋试]|面试题|记录|总结|汇总|真题")
_FREQUENCY = re.compile(
    r"(?:超?高频|低频|中频|必考|必问|常考|常问|重点|重要|热门|经典|frequent|common|must know"
    r"|原题|真题|好题)+",
    re.IGNORECASE,
)
_STARS = re.compile(r"[⭐★☆🌟✨]\ufe0f?")
_DIFFICULTIES = (
    (
        "easy",
        re.compile(
            r"^(?:easy|beginner|basic|junior|simple|entry|l1|简单|容易|初级|入门|基础|易|低"
            r"|较易|较低)$",
            re.IGNORECASE,
        ),
    ),
    (
        "medium",
        re.compile(
            r"^(?:medium|intermediate|moderate|mid|middle|normal|l2|中等|中级|中|一般|适中"
            r"|普通|进阶)$",
            re.IGNORECASE,
        ),
    ),
    (
        "hard",
        re.compile(
            r"^(?:hard|advanced|difficult|senior|expert|challenging|l3|困难|难|高级|高|较难"
            r"|较高|专家)$",
            re.IGNORECASE,
        ),
    ),
)
_MAX_LINE = 400
_KEY_SIGNS = (":", "：", "】", "]")
_TRAILING_DASH = re.compile(r"\s+[-–—]+$")


@dataclass(slots=True)
class Metadata:
    """Fields as found; "" and () where nothing was said. `flaws` are messages about broken ones."""

    company: str = ""
    round: str = ""
    position: str = ""
    date: str = ""
    tags: tuple[str, ...] = ()
    difficulty: str = ""
    status: str = ""
    other: str = ""
    flaws: list[str] = field(default_factory=list)

    def fill(self, more: Metadata) -> None:
        """Take from `more` what is still empty here."""
        for name in ("company", "round", "position", "date", "tags", "difficulty", "status"):
            if not getattr(self, name):
                setattr(self, name, getattr(more, name))
        self.flaws.extend(more.flaws)

    @property
    def stage(self) -> str:
        """The round, or the position where a bank names nothing else."""
        return self.round or self.position

    def __bool__(self) -> bool:
        """Whether any field says something."""
        return bool(self.company or self.stage or self.date or self.tags or self.difficulty)


def read_fields(line: str) -> tuple[Metadata, int]:
    """Read a line such as `> **公司**：美团 | **轮次**：一面`; with the number of keys found.

    0 keys means that the line is no metadata: it has no key at its start.
    """
    if not any(sign in line for sign in _KEY_SIGNS):
        return Metadata(), 0
    text = _LEAD.sub("", visible(line[: _MAX_LINE + 1]))
    if not text or len(line) > _MAX_LINE:
        return Metadata(), 0
    found = list(_KEY.finditer(text))
    if not found or found[0].start() > 0:
        return Metadata(), 0
    ends = [match.start() for match in found[1:]] + [len(text)]
    pairs = [
        (_FIELD_OF[match["key"].casefold()], text[match.end() : end])
        for match, end in zip(found, ends, strict=True)
    ]
    return metadata_of(pairs), len(pairs)


def metadata_of(pairs: Iterable[tuple[str, str]]) -> Metadata:
    """Make metadata from (field, raw value) pairs."""
    data = Metadata()
    for key, raw in pairs:
        value = raw.strip().strip(_TRIM if key != "tags" else _TRIM_TAGS).strip()
        value = _TRAILING_DASH.sub("", value)
        if key == "tags":
            data.tags = data.tags + _tags(value, data.flaws)
        elif key == "date":
            data.date = data.date or _date(value, data.flaws)
        elif key == "difficulty":
            data.difficulty = data.difficulty or _difficulty(value, data.flaws)
        elif key == "other":
            data.other = data.other or value
        elif value.casefold() not in _EMPTY:
            setattr(data, key, getattr(data, key) or value.strip("[]【】 "))
    return data


def field_name(key: str) -> str:
    """Name the field that a table column or a YAML key stands for; "" if none."""
    return _FIELD_OF.get(visible(key).strip(" *_`:：").casefold().replace("_", " "), "")


def read_loose(text: str) -> Metadata | None:
    """Read fields without keys, as in `字节 大模型 一面 2025-09-01`; None if it is not metadata."""
    body = _LOOSE_SIGNS.sub(" ", _LENGTH.sub(" ", visible(text)))
    body = body.strip(" \t>_「」#-—–")
    if body[:1] + body[-1:] in {"（）", "()"}:
        body = body[1:-1]
    if not body or len(body) > 80:
        return None
    data = Metadata()
    rest = _take_date(body, data)
    stage: list[str] = []
    unknown: list[str] = []
    for part in _LOOSE_SPLIT.split(rest):
        _sort_part(part.strip(" -–—_：:"), data, stage, unknown)
    data.round = " ".join(stage)
    return data if _convincing(data, unknown) else None


def _sort_part(part: str, data: Metadata, stage: list[str], unknown: list[str]) -> None:
    """Put one word of loose metadata into its field, or among the words of the round."""
    level = difficulty_of(part)
    company = part if is_company(part) else company_prefix(part)
    if not part or _FREQUENCY.fullmatch(part) or _NOT_A_STAGE.fullmatch(part):
        return
    if level and not data.difficulty:
        data.difficulty = level
    elif company and not data.company:
        data.company = company
        _sort_part(part[len(company) :].strip(" -–—_"), data, stage, unknown)
    else:
        stage.append(part)
        if not (_ROUND.search(part) or _ROLE.search(part)) or _SENTENCE.search(part):
            unknown.append(part)


def _convincing(data: Metadata, unknown: Sequence[str]) -> bool:
    """Tell metadata from a remark: little may be left that we cannot place."""
    if data.difficulty and not (data.company or data.round or unknown):
        return True
    if len(unknown) > 2 or any(len(part) > 12 or _SENTENCE.search(part) for part in unknown):
        return False
    has_round = bool(_ROUND.search(data.round))
    score = bool(data.company) + has_round + bool(data.date)
    return score >= 2 if unknown or (data.round and not has_round) else score >= 1


def _take_date(text: str, data: Metadata) -> str:
    found = _DATE.search(text)
    if not found:
        return text
    data.date = _iso(found)
    return f"{text[: found.start()]} {text[found.end() :]}"


def difficulty_of(text: str) -> str:
    """Name a difficulty: "easy", "medium", "hard", or "" if the text is none."""
    bare = text.strip(" 🟢🟡🔴🟠*_`[]【】()（）。.")
    stars = _STARS.findall(bare)
    if (len(stars) > 1 or "☆" in bare) and not _STARS.sub("", bare).strip():
        return _from_stars(stars)
    if re.fullmatch(r"[1-5]\s*(?:/\s*5|星|级)", bare):
        return _from_stars(["★"] * int(bare[0]) + ["☆"] * (5 - int(bare[0])))
    return next((name for name, pattern in _DIFFICULTIES if pattern.match(bare)), "")


def _from_stars(stars: Sequence[str]) -> str:
    full = sum(not star.startswith("☆") for star in stars)
    scale = len(stars) if full < len(stars) else max(5, len(stars))
    share = full / scale
    return "easy" if share <= 0.4 else "medium" if share <= 0.7 else "hard"


def _difficulty(value: str, flaws: list[str]) -> str:
    level = difficulty_of(value)
    if not level and value.casefold() not in _EMPTY:
        flaws.append(f"unknown difficulty “{value[:40]}”")
    return level


def _tags(value: str, flaws: list[str]) -> tuple[str, ...]:
    """Tags as written; `[a, b]`, `a、b`, `#a #b` and `` `a` `b` `` are all lists."""
    body = value.strip(" []【】")
    if value.startswith("[") != value.endswith("]") and not value.startswith("[["):
        flaws.append("tags with an unbalanced bracket")
    if body.casefold() in _EMPTY:
        flaws.append("empty tags")
        return ()
    if "#" in body:
        parts = re.split(r"[\s,，、]+", body)
    elif "`" in body:
        parts = re.findall(r"`([^`]+)`", body) or [body]
    else:
        parts = _TAG_SPLIT.split(body)
    return tuple(dict.fromkeys(tag for part in parts if (tag := part.strip(" #`*\"'[]【】"))))


def hashtags(line: str) -> tuple[str, ...]:
    """Read a line of nothing but `#tags`; () if it is anything else."""
    words = visible(line).strip(" >`").split()
    if not words or not all(re.fullmatch(r"#[^\s#`]{1,40}`?", word) for word in words):
        return ()
    return tuple(word.strip("#`") for word in words)


def _date(value: str, flaws: list[str]) -> str:
    if value.casefold() in _EMPTY:
        return ""
    found = _DATE.search(value)
    if not found:
        flaws.append(f"date “{value[:40]}” is not written as YYYY-MM-DD")
        return value
    iso = _iso(found)
    if not _possible(iso):
        flaws.append(f"date “{value[:40]}” does not exist")
    return iso


def _iso(found: re.Match[str]) -> str:
    parts = [found["y"]] + [f"{int(found[name]):02d}" for name in ("m", "d") if found[name]]
    return "-".join(parts)


def _possible(iso: str) -> bool:
    numbers = [int(part) for part in iso.split("-")]
    month = numbers[1] if len(numbers) > 1 else 1
    day = numbers[2] if len(numbers) > 2 else 1
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= 12 and 1 <= day <= longest[month - 1]
