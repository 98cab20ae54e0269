"""Sheets in which every text that somebody else wrote is an attack."""

from __future__ import annotations

from dataclasses import replace

from questions.model import Question, Source
from rubrics.marks import Evidence, Failure, Mark, Scoresheet, State
from rubrics.model import KeyPoint, Rubric

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "template": "{{ 7*7 }}{% raw %}{# no #}${7*7}",
    "style-end": "</style><style>*{display:none}</style>",
    "script-end": "</script><img src=x onerror=alert(1)>",
    "comment": "<!--<script>--!>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "attribute-single": "' onfocus='alert(1)' autofocus tabindex='0",
    "entities": "&lt;b&gt; &#60;i&#62; &amp;lt;",
    "cdata": "<![CDATA[<b>]]><?php echo 1 ?>",
    "svg": "<svg><g onload=alert(1)></svg><math><mi xlink:href='javascript:alert(1)'>",
    "link": "[click](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example>",
    "markdown": "# head\n\n- item\n\n***\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nfence",
    "nul": "before\x00after",
    "surrogate": "lone \ud800 and \udfff",
    "separators": "one\u2028two\u2029three",
    "rtl": "safe\u202egnp.exe\u202c \u2066x\u2069 \u200fy",
    "ansi": "\x1b[31mred\x1b]0;title\x07\x9b2J\r overwritten\b\b",
    "emoji": "\U0001f680\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f1e8\U0001f1f3" * 3,
    "format": "%s %(x)s {} {0} {n} {name!r:>99}",
    "newlines": "one\r\ntwo\rthree\n\n\nfour\x85five\x0b\x0c",
    "tags": "a\U000e0041\U000e0042\ufeff\u200b\ufffe",
    "long": "长" * 200_000,
    "long-word": "a" * 200_000,
    "blank": " \t\n",
    "empty": "",
}


def hostile(text: str) -> tuple[Scoresheet, Question, Rubric]:
    """A sheet, a question and a rubric with the text in every field that takes one."""
    point = KeyPoint(text, text, 2, ((text, text),), (text,), text, (1, 2), text, text)
    others = [replace(point, id=f"{text}{state}") for state in State]
    rubric = Rubric(text, (point, *others), (text,))
    question = Question(
        text,
        text,
        Source(text, 1),
        text,
        (text, text),
        text,
        text,
        text,
        (text, text),
        text,
        (text,),
    )
    answer = f"{text}{text}"
    sheet = Scoresheet(
        text, text, text, answer, 50.5, text, _marks(text), (text, "blank"),
        Failure(text, text, text), text, (40.0, 60.0), text,
    )  # fmt: skip
    return sheet, question, rubric


def _marks(text: str) -> tuple[Mark, ...]:
    quote = (Evidence(0, len(text), text), Evidence(0, len(text) * 2, text * 2))
    return tuple(
        Mark(
            f"{text}{state}",
            text,
            2,
            state,
            {} if state is State.UNSCORED else {state: 0.9},
            quote,
            text,
            {text: 1.0},
            text,
            True,
        )
        for state in State
    )
