"""Whether a line asks something: question marks, question words and imperatives, zh and en."""

from __future__ import annotations

import re

STRONG = 0.7
"""From here on a title counts as a question by its own words."""

_TRAILING = re.compile(r"[\s\"'”’』」》)\]）】!！~～*_.。…]+$")
_ASIDE = re.compile(r"[（(【\[][^（()）【】\[\]]{0,80}[)）】\]]\s*$")
_BLANK_TO_FILL = re.compile(
    r"[（(]\s*[)）]|_{3,}|(?:下列|以下|下面)[^。]{0,40}(?:正确|错误|不对|不属于|属于)"
)
_STARTS = re.compile(
    r"(?:请问|什么是|啥是|何为|何谓|为什么|为何|为啥|如何|怎么|怎样|咋|哪些|哪种|哪个|有哪些"
    r"|有没有|是否|能否|能不能"
    r"|可否|可不可以|谁|你(?:觉得|认为|知道|了解|会|怎么|如何|能|有|是|在)|了解|知道|做过|用过"
    r"|听说过|读过|看过)"
)
_WORDS = re.compile(
    r"为什么|为何|为啥|什么|如何|怎么|怎样|咋|哪些|哪个|哪种|哪几|哪里|哪儿|几种|几个|多少"
    r"|多大|多长|多久|是否|能否|有何"
    r"|何时|何种|会不会|能不能|可不可以|是不是|要不要|有没有|可以吗|谁"
)
_PARTICLE = re.compile(r"(?:吗|呢|么|嘛|没有|与否)$")
_IMPERATIVE = re.compile(
    r"(?:请(?!求|假)|试(?=述|说|析|比较|分析|解释|证明|推导)|麻烦|简单(?=介绍|说|讲|描述|解释"
    r"|聊|谈)|简要|简述|详细(?=介绍|说|讲|描述|解释|阐述)|详述"
    r"|大致(?=介绍|说|讲)|具体(?=介绍|说|讲)|介绍(?!篇|$|性)|解释(?!性|器|$|型)|说明(?!书|$"
    r"|文)|说说|说一说|说一下|说下|讲讲|讲一讲|讲一下|讲下|讲述|谈谈|谈一谈|谈一下"
    r"|谈(?=对|你)|聊聊|聊一聊|聊一下|聊(?=你|对)|描述(?!符|$)|阐述|论述|概述(?=一下|.{2,}的)"
    r"|对比(?!学习|度|总结|表|实验|损失|$|分析$|解码|搜索|篇|与)|比较(?!器|$|级|篇|与)|列举"
    r"|列出|分析(?!与|方法$|工具|结果|$|和总结|师|篇)"
    r"|推导(?!过程$|$)|证明(?!过程|$)|手写|手撕|手推|手动(?=实现|推导)|写出|写一个|写一下|写个"
    r"|写一段|写代码|代码实现|伪代码|用代码"
    r"|实现(?=一个|一下|.{0,12}(?:函数|算法|代码|类|层|机制))|设计(?=一个|一下|一套|一种|个)"
    r"|计算(?=一下|出)|估算|算一下|画出|画一下|画个"
    r"|举例|举个|给出|评价一下|总结一下|区分(?!度)|辨析|判断(?=题|下列|以下|正误)"
    r"|假设|假如|如果|给定|已知|分享|复述|回顾一下|了解)"
)
_NOUNS = re.compile(
    r"(?:区别|差异|差别|异同|不同|不同点|共同点|不同之处|相同点|优缺点|优点|缺点|优势|劣势"
    r"|优劣|优劣势|原理|流程|过程|作用|关系|联系"
    r"|对比|比较|步骤|方法|方式|场景|应用|介绍|特点|改进|思路|机制|意义|影响|复杂度|公式|结构"
    r"|实现|定义|含义|概念|理解|优化|策略|选择|选型|技巧|trick|tricks)$",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"(?:和|与|跟|同|、|及|vs\.?).{1,50}(?:区别|差异|差别|异同|不同|不同点|关系|联系)$"
)
_SECTION = re.compile(
    r"(?:篇|章|部分|系列|专题|模块|简介|小结|总结|前言|引言|附录|合集|题集|汇总|大全|目录|题库"
    r"|面试题|面经|面试|题目|问题|常见问题|高频题|真题"
    r"|专栏|笔记|八股|八股文|FAQ|Q&A|QA|questions?|基础|基础知识|知识点)$",
    re.IGNORECASE,
)
_CHAPTER_DASH = re.compile(r"(?:篇|章|系列)\s*(?:——|--|—|[-:：])")
_EN_STRONG = re.compile(
    r"(?:what(?:'s|’s)?\s+(?:is|are|was|were|does|do|did|happens?|would|will|should|can|could"
    r"|kind|kinds|type|types"
    r"|makes?|causes?|the\s+difference|if|exactly)\b|what(?:'s|’s)\s+the\b"
    r"|(?:how|why|when|where)\s+(?:is|are|was|were|does|do|did|can|could|would|will|should|has"
    r"|have|might|many|much|often|long)\b"
    r"|(?:which|who|whose|whom)\s+\w+|(?:can|could|would|will|should|is|are|was|were|does|do"
    r"|did|has|have)\s+(?:you|we|i|it|the|a|an|there|they|this|these|all|any)\b"
    r"|(?:explain|describe|compare|contrast|discuss|define|differentiate|distinguish|derive"
    r"|prove|elaborate|illustrate|walk\s+me"
    r"|tell\s+(?:me|us)|talk\s+(?:me|about)|give\s+(?:me|an|a|some|two|three|examples?)"
    r"|name\s+(?:a|an|some|the|two|three|four|five|\d)"
    r"|list\s+(?:the|some|all|any|two|three|four|five|\d|out|down|a\s+few)|state\s+the"
    r"|write\s+(?:a|an|the|code|down|pseudo)"
    r"|implement\s+(?:a|an|the)|design\s+(?:a|an|the)|calculate|estimate|summari[sz]e\s+\w+"
    r"|outline\s+(?:the|how)"
    r"|suppose|imagine|given\s+(?:a|an|the|that)|assume|share\s+(?:an|a)"
    r"|in\s+your\s+own\s+words)\b)",
    re.IGNORECASE,
)
_EN_WEAK = re.compile(
    r"(?:how\s+to\b|how\b|why\b|what\b|when\s+(?:to|would)\b|differences?\s+between\b"
    r"|difference\b|pros\s+and\s+cons\b|\S+(?:\s+\S+){0,4}\s+vs\.?\s+\S)",
    re.IGNORECASE,
)
_EN_TITLE = re.compile(
    r"(?:what(?:'s|’s)\s+(?:new|next|inside)|how\s+it\s+works|how\s+to\s+(?:use\s+this"
    r"|contribute|install|read))\b",
    re.IGNORECASE,
)
_LONGEST_QUESTION = 300


def asking(title: str) -> float:
    """How surely a plain title asks something, from 0 (a statement or a section) to 1."""
    text = _TRAILING.sub("", title[: _LONGEST_QUESTION * 2]).strip()
    if not text:
        return 0.0
    marked = _by_punctuation(title, text)
    if marked is not None:
        return marked
    core = _ASIDE.sub("", text).strip() or text
    if core.endswith(("?", "？")):
        return 1.0
    if _SECTION.search(core) or _CHAPTER_DASH.search(core):
        return 0.3 if _WORDS.search(core) else 0.0
    states = title.rstrip(' *_"”').endswith(
        ("。", "；", "，", ";", ".")
    ) and not title.rstrip().endswith("..")
    return max(_by_chinese_words(core, states=states), _by_english_words(core, states=states))


def _by_punctuation(title: str, text: str) -> float | None:
    if len(title) > _LONGEST_QUESTION and not text.endswith(("?", "？")):
        return 0.0
    if text.endswith(("?", "？")) or _BLANK_TO_FILL.search(title):
        return 1.0
    if re.search(r"[？?](?=[^）)\]】”\"])", text) and len(text) <= _LONGEST_QUESTION:
        return 0.9
    return None


def _by_chinese_words(core: str, *, states: bool) -> float:
    if _IMPERATIVE.match(core):
        return 0.8 if len(core) <= 120 else 0.4
    if states:
        return 0.2 if _WORDS.search(core) else 0.0
    if _STARTS.match(core) or _PARTICLE.search(core):
        return 0.85 if len(core) <= 60 else 0.4
    word = _WORDS.search(core)
    if word:
        return _by_inner_word(core, word)
    if _DIFFERENCE.search(core) and len(core) <= 60:
        return 0.75
    return 0.5 if _NOUNS.search(core) and len(core) <= 40 else 0.0


def _by_inner_word(core: str, word: re.Match[str]) -> float:
    """A question word after a colon or a dash may belong to a subtitle."""
    if len(core) > 60:
        return 0.3
    return 0.6 if re.search(r"[:：]|——|--", core[: word.start()]) else 0.8


def _by_english_words(core: str, *, states: bool) -> float:
    if not core[0].isascii() or _EN_TITLE.match(core):
        return 0.0
    if _EN_STRONG.match(core):
        return 0.85 if len(core) <= 200 else 0.4
    if states:
        return 0.0
    return 0.5 if _EN_WEAK.match(core) and len(core) <= 100 else 0.0
