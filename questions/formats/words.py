"""Words that headings use for parts of a document that ask nothing."""

from __future__ import annotations

import re

_APART = re.compile(
    r"(?:参考(?:资料|文献|链接|来源)?|资料来源|引用|延伸阅读|扩展阅读|推荐阅读|相关阅读"
    r"|相关资料|前言|引言|写在前面|写在最后|后记|结语|结束语|致谢|鸣谢|说明|使用说明|声明"
    r"|免责声明|版权(?:声明|说明)?|许可证?|更新(?:日志|记录|历史)|变更记录"
    r"|关于(?:作者|本项目|本仓库|我们)?|作者|联系(?:方式|我们|作者)?|贡献(?:指南|者|说明)?"
    r"|如何贡献|参与贡献|目录结构(?:说明)?|项目结构|项目介绍|项目简介|简介|安装|快速开始"
    r"|使用方法|使用方式|填写规范|规范|模[板版](?:示例)?|格式(?:说明|要求)?|总结|小结"
    r"|star\s*history|star"
    r"|references?|bibliography|further\s+reading|resources?|useful\s+links|links|credits?"
    r"|acknowledge?ments?|tips|about(?:\s+(?:me|us|this\s+.{0,20}))?|licen[cs]e|copyright"
    r"|disclaimer|contribut(?:e|ing|ors?|ion)|how\s+to\s+contribute"
    r"|change\s*log|release\s+notes|introduction|preface|foreword|overview|getting\s+started"
    r"|installation|usage|how\s+to\s+use(?:\s+this.{0,30})?|conclusions?|summary|todo|to\s+do"
    r"|roadmap|support|contact|author|authors|notes?|appendix|附录)",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?:目录|本文目录|文章目录|题目目录|问题目录|索引|导航|大纲|(?:table\s+of\s+)?contents"
    r"|toc|index|quick\s+links|题目列表|问题列表|list\s+of\s+questions)",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"(?:(?:附录|附)[:：]?\s*)?(?:以下是|下面是)?(?:参考|标准|示例|详细|本章|习题|部分|题目)?"
    r"(?:答案|回答|解答|题解)(?:与解析|及解析|和解析|解析|汇总|部分|篇|区|参考|详解)?|解析"
    r"|答案部分|(?:sample|model|suggested|reference)?\s*(?:answers?|solutions?|answer\s+key"
    r"|answer\s+sheet)(?:\s+(?:key|section|and\s+explanations?))?",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:问题(?:描述)?|题目(?:描述|内容)?|题干|面试题|面试问题|问|提问|question|the\s+question"
    r"|problem(?:\s+statement)?|prompt|q)",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"(?:标签|元信息|元数据|信息|基本信息|背景|考点|考察点|考查点|思路|解题思路|答题思路"
    r"|回答思路|分析|题目分析|详解|详细(?:解答|解析|说明)|要点|追问|面试官追问|延伸|拓展|扩展"
    r"|补充|笔记|备注|复杂度(?:分析)?|代码(?:实现)?|实现|示例|例子|易错点|加分项|总结"
    r"|一句话总结|参考(?:资料)?|公司"
    r"|tags?|meta(?:data)?|info|background|key\s+points?|explanation|details?|follow[-\s]?ups?"
    r"|hints?|notes?|approach|complexity|code|example|examples|tl;?dr|summary|references?"
    r"|tips)",
    re.IGNORECASE,
)
_BANK = re.compile(
    r"面试|面经|题库|题集|试题|考题|真题|习题|必刷|刷题|八股|问答|自测|测验|考试|问题(?:集"
    r"|汇总|清单|合集)"
    r"|常见问题|高频|\d{1,6}\s*(?:道|问|题|个问题)|(?<![主专话标问课难])题(?:目|集|篇|汇总|整理"
    r"|记录)?$|每日一题"
    r"|FAQ|Q\s*&\s*A|\bQA\b|interview|quiz|\bquestions?\b|flash\s*cards?|exam|\btest\s+(?:bank"
    r"|yourself)\b",
    re.IGNORECASE,
)
_QUESTION_LIST = re.compile(
    r"高频(?:问题|题|考点|考题)?|面试(?:题|问题|真题)|常见问题|思考题|练习题?|习题|自测题?"
    r"|问答|考题|真题|八股|面经"
    r"|FAQ|Q\s*&\s*A|(?:interview|review|sample|practice)\s+questions?|quiz",
    re.IGNORECASE,
)
_EDGES = " *_`:：-—#|【】[]「」()（）\t"


def _bare(title: str) -> str:
    return re.sub(r"^[^\w【（(]+", "", title).strip(_EDGES)


def is_apart(title: str) -> bool:
    """Whether a heading names a part that never holds questions: references, licence, preface."""
    return bool(_APART.fullmatch(_bare(title)))


def is_contents(title: str) -> bool:
    """Whether a heading announces a table of contents."""
    return bool(_CONTENTS.fullmatch(_bare(title)))


def is_answers(title: str) -> bool:
    """Whether a heading announces answers to questions asked elsewhere."""
    return bool(_ANSWERS.fullmatch(_bare(title)))


def is_asks(title: str) -> bool:
    """Whether a heading only says that the question stands below it."""
    return bool(_ASKS.fullmatch(_bare(title)))


def is_part(title: str) -> bool:
    """Whether a heading names a part of one answer."""
    return bool(_PARTS.fullmatch(_bare(title)))


def names_a_bank(title: str) -> bool:
    """Whether a document's title promises questions."""
    return bool(_BANK.search(title))


def names_a_question_list(title: str) -> bool:
    """Whether a heading inside a document says that questions stand below it."""
    return bool(_QUESTION_LIST.search(title))
