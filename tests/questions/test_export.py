"""Banks written for other programs, filtered, and asked about their topics."""

from __future__ import annotations

import builtins
import csv
import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest

from questions.anki import to_html, write_anki
from questions.derive import derived_questions, with_derived
from questions.errors import InputError
from questions.export import export_csv, export_json, export_jsonl
from questions.markdown import parse_bank
from questions.search import Filter, search

TEXT = """# 题库

### Q. =什么是锁？（字节 一面）
> 日期：2025-09-05 ｜ 标签：[并发, 锁] | 难度：困难

<mark>互斥</mark> 用 $a<b$。

### Q. 什么是堆？
> 公司：美团 | 日期：2025-08

### Q. 什么是栈？
后进先出 <script>alert(1)</script>

## 附录

说明。
"""
BANK, PROBLEMS = parse_bank(TEXT, "bank.md")
LOCK, HEAP, STACK = BANK.questions


def test_json_follows_the_contract() -> None:
    data = json.loads(json.dumps(export_json(BANK, PROBLEMS)))
    assert data["format"] == "kaoguan-bank/1"
    assert {"id", "title", "answer", "marks", "company", "round", "date", "tags", "section"} < set(
        data["questions"][0]
    )
    assert data["questions"][0]["source"] == {"path": "bank.md", "line": 3, "end_line": 7}
    assert data["topics"][0]["title"] == "附录"
    assert data["problems"] == []


def test_json_lines_are_one_a_question() -> None:
    assert [json.loads(line)["id"] for line in export_jsonl(BANK).splitlines()] == [
        question.id for question in BANK.questions
    ]


def test_a_cell_is_never_a_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(export_csv(BANK))))
    assert rows[0]["title"] == "'=什么是锁？"
    assert rows[0]["tags"] == "并发, 锁"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), [LOCK, HEAP, STACK]),
        (Filter(tags=("锁",)), [LOCK]),
        (Filter(companies=("美团", "字节")), [LOCK, HEAP]),
        (Filter(rounds=("一面",)), [LOCK]),
        (Filter(difficulties=("hard",)), [LOCK]),
        (Filter(since="2025-09"), [LOCK]),
        (Filter(until="2025-08-31"), [HEAP]),
        (Filter(since="2025-08-15", until="2025-09"), [LOCK, HEAP]),
        (Filter(answered=False), [HEAP]),
        (Filter(text="后进 栈"), [STACK]),
        (Filter(text="不存在"), []),
    ],
)
def test_filters(wanted: Filter, found: list[object]) -> None:
    assert list(search(BANK, wanted)) == found


def test_an_anki_package_holds_the_answered_questions(tmp_path: Path) -> None:
    target = tmp_path / "bank.apkg"
    assert write_anki(BANK, target) == 2
    with zipfile.ZipFile(target) as package:
        package.extract("collection.anki2", tmp_path)
    with sqlite3.connect(tmp_path / "collection.anki2") as database:
        fields = [row[0] for row in database.execute("select flds from notes order by id")]
    assert "\\(a&lt;b\\)" in fields[0]
    assert "<script>" not in fields[1]


def test_without_genanki_the_hint_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def absent(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "genanki":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(InputError, match="genanki") as caught:
        write_anki(BANK, tmp_path / "bank.apkg")
    assert "kaoguan[anki]" in caught.value.hint


def test_html_of_formulas_and_code() -> None:
    assert to_html("`a<b` 和 $x_1*y*$") == "<code>a&lt;b</code> 和 \\(x_1*y*\\)"


def test_topics_become_flagged_questions() -> None:
    text = "# 模型综述\n\n## DeepSeek-V3\n" + "混合专家。" * 30 + "\n\n## 引言\n" + "开头。" * 40
    bank, _ = parse_bank(text, "article.md")
    assert bank.questions == ()
    (question,) = derived_questions(bank)
    assert (question.title, question.derived) == ("介绍一下 DeepSeek-V3", True)
    assert question.source.line == 3
    assert len(with_derived(bank).questions) == 1


def test_english_topics_are_asked_about_in_english() -> None:
    text = "# Survey\n\n## Mixture of experts\n" + "Only some experts run. " * 8
    bank, _ = parse_bank(text, "article.md")
    assert [q.title for q in derived_questions(bank)] == ["Explain Mixture of experts"]
