"""Citations of a draft: which numbers count, and which paragraphs need one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.citations import citation_problem, cited_in, paragraphs


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("先进先出 [1]。", (1,)),
        ("又快又省[2][1]，也很常见【3】。", (2, 1, 3)),
        ("见 [1, 3] 和 [2，4]。", (1, 3, 2, 4)),
        ("两次 [1]，还是一次 [1]。", (1,)),
        ("下标 `a[7]` 与公式 $x[8]$ 不算。", ()),
        ("链接 [9](https://example.org) 也不算。", ()),
        ("没有。[] [x] [1.5] [1234]", ()),
    ],
)
def test_which_numbers_count(text: str, numbers: tuple[int, ...]) -> None:
    assert cited_in(text) == numbers


DRAFT = """**原理**

分块搬进片上 SRAM [1]。

```python
a = b[3]

c = 1
```

公式如下 [2]：

$$
x = y
$$

| 甲 | 乙 |
|---|---|
| 1 | 2 |

1. 先搬 [1]
2. 再算 [2]
"""


def test_titles_code_formulas_and_tables_need_no_source_of_their_own() -> None:
    assert [p.split("\n")[0] for p in paragraphs(DRAFT)] == [
        "分块搬进片上 SRAM [1]。",
        "公式如下 [2]：",
        "1. 先搬 [1]",
    ]
    assert citation_problem(DRAFT, 2) == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("没有出处的一段。", "paragraph 1 of the draft cites no passage: “没有出处的一段。…”"),
        ("有出处 [1]。\n\n没有的。", "paragraph 2 of the draft cites no passage: “没有的。…”"),
        ("有出处 [1]。\n\n`[1]` 在代码里。", "paragraph 2"),
        ("有出处 [3]。", "the draft cites [3], and there are 2 passages"),
        ("有出处 [1][0]。", "the draft cites [0]"),
        ("**只有标题**", "the draft has no paragraph"),
        ("```\n只有代码 [1]\n```", "the draft has no paragraph"),
        ("", "the draft has no paragraph"),
        ("$$x = y$$\n\n后面这段没有。", "paragraph 1"),
        ("```同一行开关```\n\n后面这段没有。", "paragraph 1"),
    ],
)
def test_what_is_wrong_is_said(text: str, problem: str) -> None:
    assert citation_problem(text, 2).startswith(problem)


@given(st.lists(st.text(alphabet="甲乙丙 abc。", min_size=3), min_size=1, max_size=6))
def test_a_paragraph_more_without_a_source_is_always_found(texts: list[str]) -> None:
    cited = [f"段 {text.strip()} [1]" for text in texts]
    assert citation_problem("\n\n".join(cited), 1) == ""
    assert citation_problem("\n\n".join([*cited, "又一段"]), 1).startswith("paragraph")
