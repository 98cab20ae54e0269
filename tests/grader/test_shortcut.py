"""The library as its users see it: light, typed, and as the documentation says."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import grader
from grader.shortcut import Graded, grade
from questions.errors import InputError
from questions.markdown import parse_bank
from rubrics.marks import State
from rubrics.model import KeyPoint, Rubric

ROOT = Path(grader.__file__).parent.parent
DOCS = ROOT / "docs" / "library.md"
BANK = """### Q. KV 缓存为什么能加速解码？

- 历史 token 的 K、V 不会变，缓存后不用重复计算
- 显存随序列长度线性增长

### Q. 没有答案的问题是什么？
"""


@pytest.fixture(scope="module")
def desk() -> grader.Desk:
    return grader.make_desk(parse_bank(BANK, "bank.md")[0], tier="words")


def test_the_import_is_light_and_loads_one_thing_at_a_time() -> None:
    code = (
        "import sys, grader\n"
        "heavy = ('numpy', 'jinja2', 'yaml', 'sklearn', 'click', 'questions', 'rubrics', 'reports')\n"
        "print([m for m in heavy if m in sys.modules])\n"
        "grader.parse_bank\n"
        "print('numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split("\n")[:2] == ["[]", "False"]


def test_every_name_is_there_and_none_hides_a_module() -> None:
    for name in grader.__all__:
        assert getattr(grader, name).__name__ == name
        with pytest.raises(ModuleNotFoundError):
            import_module(f"grader.{name}")
    assert set(grader.__all__) <= set(dir(grader))


def test_type_checkers_see_the_same_names() -> None:
    source = Path(grader.__file__).read_text("utf-8")
    typed = re.findall(r"^    from [\w.]+ import (\w+) as \1$", source, re.MULTILINE)
    assert sorted(typed) == grader.__all__


def test_another_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(grader, "nothing")  # noqa: B009  # a type checker would refuse the plain form
    assert not hasattr(grader, "__path__nothing")


def test_every_name_is_documented() -> None:
    text = DOCS.read_text("utf-8")
    own = {"Bank", "Question", "Problem", "Encoder", "Mark", "Scoresheet", "Desk", "Graded"}
    own |= {"bundled_bank", "write_rubrics"}  # named by what returns them, or by their counterpart
    assert [name for name in grader.__all__ if name not in text and name not in own] == []


def test_the_examples_of_the_documentation_run() -> None:
    blocks = re.findall(r"^```pycon\n(.*?)^```$", DOCS.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 6
    text = "\n".join(blocks).replace(
        'grade("MHA、MQA、GQA 有什么区别", "不知道")',
        'grade("MHA、MQA、GQA 有什么区别", "不知道", desk=make_desk(bundled_bank(), tier="words"))',
    )
    names = {"make_desk": grader.make_desk, "bundled_bank": grader.bundled_bank}
    test = doctest.DocTestParser().get_doctest(text, names, "library.md", str(DOCS), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    told: list[str] = []
    runner.run(test, out=told.append)
    assert runner.failures == 0, "".join(told)


def test_a_graded_answer_explains_itself(desk: grader.Desk) -> None:
    graded = grade("KV 缓存", "不知道", desk=desk)
    assert graded.explain().splitlines() == [
        "KV 缓存为什么能加速解码？: 0.0 / 100 (the answer says that it does not know)",
        "  ○ missing      历史 token 的 K、V 不会变，缓存后不用重复计算",
        "  ○ missing      显存随序列长度线性增长",
    ]


def test_an_explanation_shows_no_control_characters(desk: grader.Desk) -> None:
    point = KeyPoint("k1", "\x1b[31mred\nline\u202e" + "x" * 500, 2)
    graded = grade("KV 缓存", "\x1b[2J\x07缓存", desk=desk, rubric=Rubric("q", (point,)))
    text = graded.explain()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", text)
    assert max(map(len, text.split("\n"))) < 500


def test_missed_points_come_gravest_first(desk: grader.Desk) -> None:
    graded = grade("KV 缓存", "显存不随序列长度线性增长。", desk=desk)
    order = [State.CONTRADICTED, State.MISSING, State.PARTIAL]
    places = [order.index(mark.state) for mark in graded.missed]
    assert places == sorted(places)
    assert len(graded.missed) + len(graded.points(State.COVERED)) == len(graded.sheet.marks)


def test_a_question_may_be_given_as_it_is(desk: grader.Desk) -> None:
    question = desk.bank.questions[0]
    named = grade("1", "缓存后不用重复计算。", desk=desk)
    given = grade(question, "缓存后不用重复计算。", desk=desk)
    assert isinstance(named, Graded)
    assert named.sheet == given.sheet


def test_what_has_no_reference_is_told(desk: grader.Desk) -> None:
    with pytest.raises(InputError, match="no reference answer"):
        grade("2", "x", desk=desk)


def test_a_report_is_written(desk: grader.Desk, tmp_path: Path) -> None:
    graded = grade("1", "缓存后不用重复计算。", desk=desk)
    graded.write_html(tmp_path / "r.html", "en")
    assert (tmp_path / "r.html").read_text("utf-8") == graded.to_html("en")
