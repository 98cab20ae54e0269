"""Documents made to hang a parser: long runs of one sign, and signs that open and never close."""

from __future__ import annotations

import time

import pytest

from questions.check import check_bank
from questions.markdown import parse_bank

COUNT = 5_000
DOCUMENTS = {
    "marks": "### Q. 什么？\n" + "<mark>" * COUNT,
    "mark paragraphs": "### Q. 什么？\n" + "<mark>a\n\n" * COUNT,
    "quotes": ">" * COUNT + " a",
    "quoted pairs": (">" * 50 + " Q: 什么？\n") * 200,
    "nested lists": "\n".join(" " * i + "- 什么？" for i in range(300)),
    "open details": "<details>\n" * COUNT,
    "stars": "### " + "*" * COUNT,
    "brackets": "- " + "[a](" * COUNT,
    "dots": "- " + "." * COUNT,
    "spaces": "### 什么" + " " * COUNT + "x",
    "bars": "|" * COUNT + "\n|---|\n",
    "backticks": "`" * COUNT,
    "fences": "```\n" * COUNT,
    "one line": "什么？" * COUNT,
    "headings": "# 什么？\n" * COUNT,
    "answer headings": "### Q. 什么？\n## 答案\n" * 1_000,
    "numbers": "1." * COUNT,
    "equal signs": "### Q. 什么？\n" + "==" * COUNT,
    "dollars": "### Q. 什么？\n" + "$" * COUNT,
    "tags": "### " + "<a " * COUNT,
    "fields": "公司：" * COUNT,
    "comments": "<!--" * COUNT,
    "front matter": "---\n" + "a: b\n" * COUNT,
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_takes_long(name: str) -> None:
    start = time.process_time()
    check_bank(*parse_bank(DOCUMENTS[name], "x.md"))
    assert time.process_time() - start < 3
