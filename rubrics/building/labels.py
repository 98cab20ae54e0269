"""Labels in front of claims: what `**缺点**：`, `Qwen：` and `1. 背景` say about what follows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rubrics.markup import readable
from rubrics.text import CJK, containment, folded

_BOLD = re.compile(
    r"^(?P<m>\*\*|__|\*)(?P<label>[^*\n]{1,48}?)(?P=m)\s*(?P<colon>[:：]|——|--|—|[-–](?=\s))?\s*(?P<body>.*)$",
    re.DOTALL,
)
_INNER = re.compile(
    r"^(?P<m>\*\*|__)(?P<label>[^*\n]{1,46}?)\s*[:：.]\s*(?P=m)\s*(?P<body>.*)$", re.DOTALL
)
_PLAIN = re.compile(
    r"^(?P<label>[^，。；！？!?;\n:：$|`→=]{1,30}?)\s*(?:[:：](?![/\d])|\s——\s|——|\s[-–—]\s)\s*(?P<body>.*)$",
    re.DOTALL,
)
_NUMBER = re.compile(
    r"^\s*(?:\d{1,2}\s+(?=[\u4e00-\u9fff])|第[一二三四五六七八九十\d]{1,3}(?:[点步种类个条]|(?=[：:、，,]))[：:、，,]?\s*|[（(]?[一二三四五六七八九十]{1,3}[)）、.]\s*|[（(]?\d{1,2}(?:\.\d{1,2}){0,3}[)）、.]\s*|\d{1,2}(?:\.\d{1,2}){1,3}\s+|[A-Ha-h][.)、]\s+|[①-⑳]\s*|Q\d*[.:：]\s*)+"
)
_ASIDE_COLON = re.compile(r"^\s*[（(][^（()）\n]{0,60}[)）]\s*[:：]\s*(?P<body>.*)$", re.DOTALL)
_ASIDE = re.compile(r"\s*[（(][^（()）]{0,60}[)）]\s*$")
_SKIP = re.compile(
    r"^(?:背景|问题背景|背景问题|研究背景|背景介绍|背景与问题|前言|引言|导言|开场|致谢|目录|参考(?:链接|资料|文献|阅读)?|延伸阅读|扩展阅读|拓展阅读|相关阅读|链接|来源|面试官?(?:可能)?(?:会)?追问.*|常见追问.*|追问.*"
    r"|面试(?:回答|高分|加分|技巧|建议|话术|总结话术|怎么|提示|注意|总结建议).*|.*(?:回答逻辑|回答思路|话术|加分项|加分点|答题思路|作答|回答模板|回答示例|总结建议|小贴士).*|高分回答.*|未来展望|意义|致读者|代码(?:示例|实现)?|示例代码|完整代码"
    r"|总结与面试建议|tips?|background|references?|see also|further reading|follow-?ups?.*|interview(?:er)?\b.*|sample code|code)$",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"^(?:(?:一句话|简要|最后|核心|面试核心|面试)?(?:总结|小结|概括|结论)(?:一下|如下|金句)?|一句话(?:总结|概括|回答|答案)?|简单来说|核心(?:总结|结论|回答|答案)?|结论|答案|简答|要点总结|tl;?dr|summary|in short|in summary|conclusion|takeaway|short answer|key takeaway|one sentence)$",
    re.IGNORECASE,
)
_NEUTRAL = re.compile(
    r"^其?(?:(?:核心|主要|关键|基本|具体|常见|常用|一般|其他|其它|更多|更)?(?:思想|思路|做法|做法如下|方法|办法|手段|方案|步骤|流程|过程|内容|要点|技术|区别|差异|差异点|不同|不同点|特点|特性|点|概念|结构|原理|机制|公式|形式|策略|环节|细节|说明|解释|理解|改进|优化|创新|创新点|能力|解法|解决(?:方案|办法|方法|思路|对策)|直观的?理解|应用|模型|维度|指标|层面|类型|分类|变化|技术突破|突破|关键技术|解决对策)"
    r"|.{0,4}(?:实践|要点|建议|注意事项|总结)|公式上|其中|即|记|注|设|所以|因此|因为|也就是说|此外|另外|(?:原因|情况|对比|结果|背后的?机制|机制|原理)(?:解析|分析|详解)|背后的机制解析|概述|简介|介绍|定义|含义|本质|本质上|补充|补充说明|注意|注意事项|注意点|备注|提示|技巧|说明|解释|实现|实践|工程实践|工程实践建议|计算流程|工作流程|数学公式|数学表达|直观来说|举例|例子|例如|例|比如|示例|类比|比喻|共同点|对比|对比总结|核心对比|核心创新对比总结|回答|答|分析|情况分析|方法|优化手段|整体|对应|具体来说|具体做法|为什么这样做|怎么理解|更直观的理解|直观理解|关键|重点|推导|主要差异点|核心影响|计算公式|数学形式|数学表达如下|定义如下|公式如下"
    r"|overview|definition|(?:the )?idea|details?|notes?|caveats?|overall shape|overall|steps?|key (?:idea|point|points|features)|example|e\.g|in practice|goal|the problem|problem|how it works|mechanism|intuition|formula)$",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"^(?:举例|例子|例如|例|比如|示例|类比|比喻|举个例子|实例|example|e\.g|for example)$",
    re.IGNORECASE,
)
_MINOR = re.compile(
    r"(?:补充|细节|备注|说明|拓展|延伸|进阶|^其[他它]$|caveat|beyond|note|detail|in practice)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:主要|核心|整体|整体架构|架构|潜在|典型|显著|突出)?(?:优点|缺点|优势|劣势|优缺点|不足|不足之处|局限|局限性|限制|危害|影响|作用|价值|目的|目标|意义|原因|动机|代价|成本|瓶颈|条件|前提|输入|输出|效果|效果与优势|性能|性能评估|规模|参数规模|模型规模|训练数据|训练数据量|训练目标|训练策略|训练流程|训练范式|上下文长度|场景|应用场景|适用场景|适用任务|适用|用途|任务|难点|挑战|风险|问题|存在问题|后果|触发条件|收益|好处|架构|架构升级|架构突破|模型架构|模型定位|模型规模|能力|能力提升|特点|特性|特色|特色能力|做法|方法|原理|机制|公式|定义|结构|流程|计算量|复杂度|时间复杂度|空间复杂度|参数量|显存|通信量|对齐|多语言|开源情况|关键技术|核心特点|核心方法|核心技术|核心架构|核心创新|预期效果|早期|现状|过去|现在|以前|目前|之前|之后|训练期|推理期|训练时|推理时|后处理|识别|处理策略|处理|技巧|缓解|解决|解决方案|解决办法|关键特性|改进点|改进|本质|区别|版本|数据|数据处理|指标|改进方案|方案|核心思想|思想|步骤|权衡|取舍"
    r"|pros?|cons?|advantages?|disadvantages?|benefits?|drawbacks?|limitations?|trade-?offs?|cost|costs|purpose|why|effects?|use cases?|when to use|strengths?|weaknesses?)$",
    re.IGNORECASE,
)
_ASKING = (
    (re.compile(r"^为(?:什么|何|啥)(?:不|没有?)(?P<x>.+?)[？?]?$"), r"不\g<x>的原因"),
    (
        re.compile(r"^为(?:什么|何|啥)(?:恰好|正好|都|大多)?(?:是|选择?|用)(?P<x>.+?)[？?]?$"),
        r"选\g<x>的原因",
    ),
    (
        re.compile(r"^为(?:什么|何|啥)(?:要|会|需要|能够?|可以|说)?(?P<x>.+?)[？?]?$"),
        r"\g<x>的原因",
    ),
    (re.compile(r"^(?P<x>.+?)(?:为什么|为何)(?:要|会|能)?(?P<y>.+?)[？?]?$"), r"\g<x>\g<y>的原因"),
    (re.compile(r"^(?:如何|怎么|怎样)(?P<x>.+?)[？?]?$"), r"\g<x>"),
    (re.compile(r"^什么是(?P<x>.+?)[？?]?$"), r"\g<x>"),
    (
        re.compile(
            r"^(?P<x>.+?)(?:是什么|有哪些|在哪里?|从哪里?来|是怎么来的|怎么做|是什么意思|呢|吗)[？?]?$"
        ),
        r"\g<x>",
    ),
    (re.compile(r"^(?:what is|what are)\s+(?P<x>.+?)[?]?$", re.IGNORECASE), r"\g<x>"),
)
_NOUN = re.compile(
    r"(?:策略|数据|长度|规模|方式|机制|能力|架构|任务|目标|流程|效率|编码|函数|算法|技术|框架|方法|质量|成本|结构|类型|范围|速度|性能|精度|效果|标准|特点|位置|公式|原因|矩阵|权重|阶段|设计|初始化|量|率|度|数)$"
)
_LEADING = re.compile(r"^[^：:]{2,8}[：:]\s*(?=\S)")
_STILL_ASKING = re.compile(
    r"[?？]$|为什么|为何|如何|怎么|怎样|什么|哪些|哪个|^(?:why|how|what|when|which)\b",
    re.IGNORECASE,
)
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z]*\d*|[a-z]+[A-Z]|[a-z]+-[a-z0-9]+|\b[a-z]{3,}\b")
_LISTING = re.compile(
    r"以下|如下|下面|[这那]几[个种点]|[三两几四五]个(?:核心|主要|关键|方面|部分|结合点|问题|原因|步骤|维度|阶段)"
)
_PREDICATE = re.compile(
    r"[是为将把用可通能在会的与和或就都也只，,（(]|指|使|让|不|有|本|主|需|决|表|更|直|还"
)
_COMPARED = re.compile(r"^(?:相比|相较|对比|与|和)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label without numbering and markup. `kind` is one of:

    skip (no points below it), summary, neutral (says nothing about its claims), example, role (a
    side of the subject: 缺点, 原因), entity (a thing with a name) or topic (anything else).
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
    if (inner := _LEADING.match(bare)) and _NEUTRAL.match(inner[0].rstrip("：: ")):
        bare = bare[inner.end() :]
    elif re.search(r"\S[：:]\s*\S", bare):
        bare = re.split(r"[：:]", bare)[0].strip()
    for kind, pattern in (
        ("skip", _SKIP),
        ("summary", _SUMMARY),
        ("example", _EXAMPLE),
        ("neutral", _NEUTRAL),
        ("role", _ROLE),
    ):
        if pattern.match(bare) or pattern.match(text):
            return Label(bare, kind, bool(_MINOR.search(text)))
    bare = _statement(bare)
    if (
        not bare
        or (len(bare) < 2 and not bare.isascii())
        or _LISTING.search(bare)
        or (_STILL_ASKING.search(bare))
    ):
        return Label("", "neutral", bool(_MINOR.search(text)))
    if _ROLE.match(bare):
        return Label(bare, "role", False)
    return Label(bare, "entity" if is_entity(bare, title) else "topic", bool(_MINOR.search(text)))


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
    return _STILL_ASKING.search(readable(text)) is not None


def _statement(text: str) -> str:
    """`为什么会失衡` -> 失衡的原因."""
    for pattern, template in _ASKING:
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
    return len(text) <= 12 and _NOUN.search(text) is not None


def says(label: str, text: str) -> bool:
    """Whether the text already names what the label names."""
    return folded(label) in folded(text) or containment(label, text) >= 0.6
