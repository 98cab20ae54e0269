"""Lines that say nothing: rules, empty tags, comments, links back to the top."""

from __future__ import annotations

import re

from questions.plain import one_line

_RULE = re.compile(
    r"^\s{0,3}(?:>\s*+)*+(?:(?:-\s*+){3,}+|(?:\*\s*+){3,}+|(?:_\s*+){3,}+|={5,}|—{2,})\s*$"
)
_BACK = re.compile(
    r"^\W*(?:back\s+to\s+(?:the\s+)?(?:top|toc|contents|table\s+of\s+contents)|go\s+to\s+top"
    r"|top|return\s+to\s+top|返回顶部|回到顶部|返回目录|回到目录|回到开头|返回首页"
    r"|↑\s*top)\W*$",
    re.IGNORECASE,
)
_BACK_WORD = re.compile(r"top|contents|toc|返回|回到", re.IGNORECASE)
_EMPTY_TAG = re.compile(
    r"^\s*(?:<br\s*/?>|<a\s[^<>]{0,120}>\s*</a>|<a\s[^<>]{0,120}/>|</?(?:p|center|hr|details"
    r"|summary|div|section|blockquote)(?:\s[^<>]{0,80})?/?>|&nbsp;|\s)++$",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"^\s*(?:<!--.{0,400}?-->|\{[%:{].{0,200}\})\s*$")


def is_rule(text: str) -> bool:
    """Whether a line only draws a rule."""
    return bool(_RULE.match(text))


def is_furniture(text: str) -> bool:
    """Whether a line says nothing: a rule, an empty tag, a link back to the top."""
    if (
        not text.strip()
        or _RULE.match(text)
        or _EMPTY_TAG.match(text[:300])
        or _COMMENT.match(text)
    ):
        return True
    return len(text) < 160 and bool(_BACK_WORD.search(text)) and bool(_BACK.match(one_line(text)))
