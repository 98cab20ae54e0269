"""kaoguan grade, from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.grader.cli.running import run

BANK = """# 缓存

### Q. KV 缓存为什么能加速解码？

因果注意力下历史 token 的 K、V 不会变，缓存后每一步只需要计算新 token。

<mark>缓存历史 K、V，避免重复计算。</mark>

### Q. 没有答案的问题是什么？
"""
RUBRIC = """format: kaoguan-rubric/1
rubrics:
  - question: KV 缓存为什么能加速解码？
    points:
      - {id: k1, text: 历史 token 的 K、V 不变，缓存后不用重复计算, weight: 3, keywords: [KV 缓存 | KV cache]}
      - {id: k2, text: 每一步只需要计算新 token, weight: 2}
"""
GOOD = "历史 token 的 K、V 不变，有了 KV 缓存就不用重复计算，每一步只需要计算新 token。"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "bank.md").write_text(BANK, "utf-8")
    (tmp_path / "rubric.yaml").write_text(RUBRIC, "utf-8")
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    return tmp_path


def grade(desk: Path, *arguments: str, stdin: bytes = b"") -> dict[str, object]:
    done = run(
        "grade",
        "KV 缓存为什么能加速解码",
        *arguments,
        "--bank",
        "bank.md",
        "--rubric",
        "rubric.yaml",
        "--tier",
        "words",
        "--json",
        "-",
        cwd=desk,
        stdin=stdin,
    )
    assert done.returncode == 0, done.stderr.decode()
    result: dict[str, object] = json.loads(done.stdout)
    return result


def test_a_right_answer_scores_high_and_quotes_the_answer(desk: Path) -> None:
    result = grade(desk, "good.txt")
    assert isinstance(result["score"], float)
    assert result["score"] > 50
    points = result["points"]
    assert isinstance(points, list)
    for point in points:
        assert point["state"] == "covered"
        for quote in point["evidence"]:
            assert GOOD[quote["start"] : quote["end"]] == quote["text"]


def test_standard_input_grades_the_same_as_a_file(desk: Path) -> None:
    assert grade(desk, "-", stdin=GOOD.encode())["score"] == grade(desk, "good.txt")["score"]


def test_lines_until_an_empty_one_when_no_answer_is_named(desk: Path) -> None:
    typed = GOOD.encode() + b"\n\nnot read any more"
    assert grade(desk, stdin=typed)["answer"] == GOOD


@pytest.mark.parametrize("answer", ["", "不知道", "KV 缓存为什么能加速解码？"])
def test_no_answer_is_zero_with_a_reason(desk: Path, answer: str) -> None:
    result = grade(desk, "-", stdin=answer.encode())
    assert result["score"] == 0
    assert result["reason"]


@pytest.mark.parametrize(
    "answer",
    [
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "</style><b>",
        "a\0b\0缓存历史",
        "😀😀😀",
        "缓存" * 20_000,
        "\ud800 缓存".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_hostile_text_is_graded_and_never_rendered(desk: Path, answer: str) -> None:
    done = run(
        "grade",
        "1",
        "-",
        "--bank",
        "bank.md",
        "--tier",
        "words",
        "--html",
        "r.html",
        cwd=desk,
        stdin=answer.encode(),
    )
    assert done.returncode == 0, done.stderr.decode()
    page = (desk / "r.html").read_text("utf-8")
    assert "<script>alert(1)" not in page
    assert "</style><b>" not in page
    assert ">49<" not in page


def test_an_answer_that_is_too_long_is_refused_in_one_line(desk: Path) -> None:
    done = run(
        "grade",
        "1",
        "-",
        "--bank",
        "bank.md",
        "--tier",
        "words",
        cwd=desk,
        stdin=("字" * 200_000).encode(),
    )
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert "200,000" in done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["没有这样的题目吗", "good.txt"], "KV 缓存"),
        (["2", "good.txt"], "no reference answer"),
        (["1", "missing.txt"], "missing.txt"),
        (["1", "good.txt", "--rubric", "bank.md"], "bank.md:"),
        (["1", "good.txt", "--encoder", "none-such", "--tier", "meaning"], "usem3"),
    ],
)
def test_errors_are_one_line_and_exit_code_two(desk: Path, arguments: list[str], says: str) -> None:
    done = run(
        "grade",
        *arguments,
        "--bank",
        "bank.md",
        *([] if "--tier" in arguments else ["--tier", "words"]),
        cwd=desk,
    )
    message = done.stderr.decode()
    assert done.returncode == 2, message
    assert message.count("\n") == 1
    assert says in message
    assert "Traceback" not in message


def test_fail_under_leaves_with_one(desk: Path) -> None:
    done = run(
        "grade",
        "1",
        "-",
        "--bank",
        "bank.md",
        "--tier",
        "words",
        "--fail-under",
        "50",
        cwd=desk,
        stdin="不知道".encode(),
    )
    assert done.returncode == 1


def test_the_terminal_shows_score_points_and_signature(desk: Path) -> None:
    done = run(
        "grade",
        "1",
        "good.txt",
        "--bank",
        "bank.md",
        "--rubric",
        "rubric.yaml",
        "--tier",
        "words",
        cwd=desk,
    )
    shown = done.stdout.decode()
    assert "/ 100" in shown
    assert "tier:words" in shown.replace("\n", "")
    assert str(desk) not in shown
