"""kaoguan rubric, from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.grader.cli.running import run

BANK = """# 缓存

### Q. 写回和写直达有什么区别？

- **写回**：只改缓存，等到换出时再写进内存；
- **写直达**：每次写都同时写缓存和内存。

<mark>写回把写推迟到换出；写直达每次都写内存。</mark>

### Q. 没有答案的问题是什么？
"""
EDITED = """format: kaoguan-rubric/1
rubrics:
  - question: 写回和写直达有什么区别？
    points:
      - {id: k1, text: 写回就是延迟写, weight: 3, keywords: [写回], mistakes: [写回每次都写内存]}
      - {id: k2, text: 写直达每次都写内存, weight: 2, keywords: [写直达]}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "bank.md").write_text(BANK, "utf-8")
    (tmp_path / "edited.yaml").write_text(EDITED, "utf-8")
    return tmp_path


def said(desk: Path, *arguments: str, code: int = 0) -> str:
    done = run("rubric", *arguments, cwd=desk)
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode()


def test_build_prints_yaml(desk: Path) -> None:
    text = said(desk, "build", "--bank", "bank.md")
    assert text.startswith("format: kaoguan-rubric/1\n")
    assert "title: 写回和写直达有什么区别？" in text


def test_build_takes_a_file_in_the_place_of_a_question_as_the_bank(desk: Path) -> None:
    assert said(desk, "build", "bank.md") == said(desk, "build", "--bank", "bank.md")


def test_build_writes_a_folder_and_the_second_time_nothing(desk: Path) -> None:
    assert (
        said(desk, "build", "--bank", "bank.md", "--out", "rubrics")
        == "rubrics/bank.yaml: 1 rubrics, new\n"
    )
    assert (
        said(desk, "build", "--bank", "bank.md", "--out", "rubrics")
        == "rubrics/bank.yaml: 1 rubrics, unchanged\n"
    )


def test_build_tells_what_the_bank_changed_below_an_edit(desk: Path) -> None:
    said(desk, "build", "--bank", "bank.md", "--out", "rubrics")
    file = desk / "rubrics" / "bank.yaml"
    file.write_text(
        file.read_text("utf-8").replace(
            "text: 写回：只改缓存，等到换出时再写进内存", "text: 写回就是延迟写"
        ),
        "utf-8",
    )
    (desk / "bank.md").write_text(
        BANK.replace("等到换出时再写进内存", "等到换出时才写进内存"), "utf-8"
    )
    text = said(desk, "build", "--bank", "bank.md", "--out", "rubrics")
    assert "your edit was kept; the bank now says: 写回：只改缓存，等到换出时才写进内存" in text
    assert "text: 写回就是延迟写" in file.read_text("utf-8")


def test_show_says_why(desk: Path) -> None:
    text = said(desk, "show", "1", "--bank", "bank.md")
    assert "built" in text
    assert "why      " in text
    assert "lines    " in text


def test_show_prefers_what_a_person_wrote(desk: Path) -> None:
    shown = json.loads(
        said(desk, "show", "1", "--bank", "bank.md", "--rubrics", "edited.yaml", "--json")
    )
    assert shown["origin"] == "written"
    assert [p["text"] for p in shown["points"]] == ["写回就是延迟写", "写直达每次都写内存"]


def test_check_passes_and_objects(desk: Path) -> None:
    assert said(desk, "check", "edited.yaml", "--bank", "bank.md").endswith(
        "1 rubrics, 0 findings\n"
    )
    (desk / "edited.yaml").write_text(
        EDITED.replace("写回就是延迟写", "写回每次都写内存吗？"), "utf-8"
    )
    findings = json.loads(said(desk, "check", "edited.yaml", "--bank", "bank.md", "--json", code=1))
    assert {f["kind"] for f in findings} >= {"unreachable"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "没有这一题", "--bank", "bank.md"),
        ("show", "2", "--bank", "bank.md"),
        ("build", "2", "--bank", "bank.md"),
        ("check", "none.yaml"),
    ],
)
def test_errors_are_one_line(desk: Path, arguments: tuple[str, ...]) -> None:
    done = run("rubric", *arguments, cwd=desk)
    assert done.returncode == 2
    assert len(done.stderr.decode().splitlines()) == 1
