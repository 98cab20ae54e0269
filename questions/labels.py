"""Labels that announce an answer: `答：`, `**Answer**`, `## 参考答案`, and the tags around one."""

from __future__ import annotations

import re

from questions.plain import one_line, visible

_ANSWER_WORD = (
    r"(?:参考答案|参考回答|标准答案|正确答案|示例回答|示例答案|参考解答|详细答案|详细解答"
    r"|答案解析|答案与解析|答案及解析|答案和解析|我的回答|我的答案|答案要点|回答要点|参考要点"
    r"|答案|回答|解答|解析|答|点击(?:查看|展开)(?:答案|解析)?|查看(?:答案|解析)|展开(?:答案"
    r"|查看)?"
    r"|(?:click\s+to\s+)?(?:show|view|see|reveal|expand)(?:\s+(?:the\s+)?(?:answer|solution))?"
    r"|sample\s+answer|model\s+answer|suggested\s+answer|expected\s+answer|answers?|solution"
    r"|ans|A)"
)
_LABEL_LINE = re.compile(
    rf"^[\s>]*+(?:[-*+]\s+)?(?:#{{1,6}}\s*+)?"
    rf"(?:[\u2600-\u27bf\u2b50\U0001f300-\U0001faff\ufe0f]\s*+)*(?:\[!\w{{1,20}}\][-+]?\s*+)?"
    rf"(?:<summary>)?\s*+[*_]{{0,3}}(?:<b>|<strong>)?[【\[（(]?\s*+{_ANSWER_WORD}\s*+\d{{0,3}}\s*+"
    rf"[】\])）]?\s*+[*_]{{0,3}}(?:</b>|</strong>)?\s*+[:：]?\s*+"
    rf"[*_]{{0,3}}(?:</summary>)?\s*+#*\s*+$",
    re.IGNORECASE,
)
_INLINE_LABEL = re.compile(
    r"^(?P<lead>[\s>]*(?:[-*+]\s+|#{1,6}\s*)?)"
    r"(?:[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]\s*)*(?P<bold>\*\*|__|<b>|<strong>)?\s*"
    rf"(?:[【\[]\s*{_ANSWER_WORD}\s*\d{{0,3}}\s*[】\]]\s*[:：]?(?:\*\*|__)?"
    rf"|{_ANSWER_WORD}\s*\d{{0,3}}\s*(?:[:：]\s*(?:\*\*|__|</b>|</strong>)?"
    r"|(?:\*\*|__|</b>|</strong>)\s*[:：]))\s*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_FOLDED_LINE = re.compile(
    r"^\s*<details[^<>]{0,60}>\s*<summary[^<>]{0,60}>(?P<label>.{0,80}?)</summary>\s*"
    r"(?P<rest>\S.*?)\s*+(?:</details>)?\s*+$",
    re.IGNORECASE,
)
_DIALOGUE = re.compile(
    r"^(?P<lead>\s*)(?:\*\*)?(?:我|候选人|应聘者|求职者|Me|Candidate)\s*[:：](?:\*\*)?\s*"
    r"(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_ANSWER_PART = re.compile(
    r"^[\s>]*+(?:#{1,6}\s*+|\*\*|__|【)\s*+(?:[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]\s*+)*"
    r"(?:参考答案|参考回答|标准答案|示例回答|我的回答|答案要点|回答要点|参考要点|答案|回答"
    r"|(?:sample|model|suggested)?\s*+answer|solution)\s*+[:：]?\s*+(?:\*\*|__|】)?\s*+"
    r"[:：]?\s*+#*\s*+$",
    re.IGNORECASE,
)
_WRAPPER = re.compile(
    r"^\s*(?:</?details(?:\s[^<>]{0,60})?>|<summary>(?:(?!</summary>).){0,200}</summary>|\s)++$",
    re.IGNORECASE,
)


def is_answer_label(text: str) -> bool:
    """Whether a line does nothing but announce the answer."""
    return len(text) < 120 and (
        text.strip() in {"?", "??"} or bool(_LABEL_LINE.match(visible(text)))
    )


def heads_answer(text: str) -> bool:
    """Whether a line is a heading or bold words that begin the answer's part of a body."""
    return bool(_ANSWER_PART.match(visible(text[:120])))


def is_wrapper(text: str) -> bool:
    """Whether a line only opens or closes a folded answer; other summaries are part of it."""
    if not _WRAPPER.match(text[:300]):
        return False
    summary = one_line(text)
    return not summary or is_answer_label(summary)


def without_label(text: str) -> str:
    """Drop the label before the first words of an answer; other lines stay as they are."""
    if folded := _FOLDED_LINE.match(text):
        return folded["rest"] if is_answer_label(folded["label"]) else text
    found = _INLINE_LABEL.match(text) or _DIALOGUE.match(text)
    if not found:
        return text
    lead = found["lead"].replace(">", "").rstrip()
    rest = re.sub(r"\s+#+$", "", found["rest"]) if "#" in found["lead"] else found["rest"]
    if (
        found.groupdict().get("bold")
        and rest.count("**") % 2
        and "**" in text[: found.start("rest")]
        and text[: found.start("rest")].count("**") == 1
    ):
        rest = "**" + rest  # the label stood inside a bold run that goes on
    return ("" if lead.strip(" #") in {"-", "*", "+", ""} else lead) + rest
