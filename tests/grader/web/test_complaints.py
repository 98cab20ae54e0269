"""What goes wrong below is said on pages in the reader's language."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from grader.web.complaints import COMPLAINTS, say_error
from grader.web.site import Site
from questions.errors import InputError
from reports.words import Words
from rubrics.runs import MANIFEST, RESULTS
from tests.grader.web.sites import send, words_of

ROOT = Path(__file__).parents[3]
ZH = Words("zh", "grader.web")
ROOMS = (
    "questions/find.py",
    "rubrics/runs.py",
    "grader/desk.py",
    "grader/grading.py",
    "grader/encoders/__init__.py",
    "grader/encoders/openai.py",
    "grader/encoders/remembered.py",
    "grader/encoders/checked.py",
    "grader/interview/*.py",
    "grader/practice/[!a]*.py",  # decks for Anki are written by the command line alone
    "grader/store/attempts.py",
    "grader/store/drafts.py",
    "grader/store/engine.py",
    "grader/store/people.py",
    "grader/store/plans.py",
    "grader/store/sittings.py",
    "grader/store/snapshots.py",
    "grader/store/values.py",
)
"""Where errors begin that a page can meet."""
BEFORE_THERE_IS_A_PAGE = {
    "cannot be made: 1",
    "PostgreSQL needs the package psycopg",
    "pip install 'kaoguan[postgresql]'",
    "is no database URL: 1",
    "see 1",
    "set 1 to another place",
    "nobody is called 1",
    "see `kaoguan database people`",
}
DAMAGED = ("answer", "card", "plan", "question")


def spellings(node: ast.expr, known: Mapping[str, ast.expr]) -> list[str]:
    """Every text that an expression can become, 1 for each value; none for what cannot be told."""
    found: list[str] = []
    match node:
        case ast.Constant(value=str(text)):
            found = [text]
        case ast.Name(id=name) if name in known:
            found = spellings(known[name], {k: v for k, v in known.items() if k != name})
        case ast.FormattedValue(value=ast.Name(id="what")) if "what" not in known:
            found = [*DAMAGED]  # the parameter of `grader.store.values.reading`
        case ast.FormattedValue(value=value):
            found = spellings(value, known) or ["1"]
        case ast.JoinedStr(values=parts):
            found = ["".join(p) for p in product(*(spellings(part, known) for part in parts))]
        case ast.IfExp(body=one, orelse=other):
            found = spellings(one, known) + spellings(other, known)
    return found


def errors_of(path: Path) -> Iterator[str]:
    """Messages and hints of the InputErrors that are made in a file."""
    for function in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        known = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "InputError":
                said = [*node.args, *(k.value for k in node.keywords if k.arg == "hint")]
                yield from (text for part in said for text in spellings(part, known) if text)


def raised() -> set[str]:
    return {text for room in ROOMS for path in ROOT.glob(room) for text in errors_of(path)}


def test_every_error_that_can_reach_a_page_has_its_chinese() -> None:
    found = raised() - BEFORE_THERE_IS_A_PAGE
    assert len(found) > 40
    unsaid = [text for text in found if not is_chinese(say_error(InputError(text), ZH).message)]
    assert unsaid == []


def test_every_kind_of_damaged_record_is_known() -> None:
    source = "".join(path.read_text("utf-8") for path in ROOT.glob("grader/store/*.py"))
    assert set(re.findall(r'\breading\("(\w+)"', source)) == set(DAMAGED)


def is_chinese(text: str) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", text))


@pytest.mark.parametrize("message", COMPLAINTS)
def test_a_complaint_in_english_is_said_as_it_was_raised(message: str) -> None:
    text = re.sub(r"\{\w+\}", "1", message)
    same = say_error(InputError(text, place="a.md:3", hint=text), Words("en", "grader.web"))
    assert (same.message, same.hint, same.place) == (text, text, "a.md:3")


def test_what_a_server_said_stays_as_it_is() -> None:
    error = InputError("401: Incorrect API key", place="judge m", hint="check the key")
    assert str(say_error(error, ZH)) == "judge m: 401: Incorrect API key (请检查密钥)"


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    client.cookies.set("kaoguan-lang", "zh")
    return client


def refusal(text: str) -> str:
    """The words of the part of a page that refuses something."""
    found = re.search(r'<section class="part refusal".*?</section>', text, re.DOTALL)
    assert found is not None, words_of(text)
    return html.unescape(words_of(found[0]))


def test_a_plan_that_cannot_be_made_is_refused_in_chinese(reader: TestClient, site: Site) -> None:
    plan = {"name": "一面", "number": "1"}
    send(reader, site, "/interviews/plans", **plan)
    taken = send(reader, site, "/interviews/plans", **plan)
    assert taken.status_code == 400
    assert refusal(taken.text) == "无法完成这个操作。 已经有名为 '一面' 的计划 请换一个名称"
    for questions in ("77", "量子纠缠是什么", "没有答案的问题是什么？"):
        said = refusal(
            send(reader, site, "/interviews/plans", name="二面", questions=questions).text
        )
        assert re.search(r"没有第 77 题|没有与“量子|没有参考答案", said), said
        assert not re.search(r"\b(question|nearest|answer|hint)\b", said), said


def test_a_torn_run_is_told_of_with_its_place(reader: TestClient, site: Site) -> None:
    folder = site.runs[0] / "run"
    folder.mkdir()
    (folder / MANIFEST).write_text('{"format": "kaoguan-run/1"}', "utf-8")
    (folder / RESULTS).write_text("{\n", "utf-8")
    page = reader.get("/runs").text
    address = re.search(r'href="(/runs/\w{16})', page)
    assert address is not None, words_of(page)
    said = refusal(reader.get(address[1]).text)
    assert "results.jsonl:1: 不是一条结果" in said
    assert "再运行一次 `kaoguan eval`" in said


def test_a_candidate_needs_a_name(reader: TestClient, site: Site) -> None:
    send(reader, site, "/interviews/plans", name="一面", number="1")
    (plan,) = re.findall(r"/interviews/plans/(\w+)/sittings", reader.get("/interviews").text)
    path = f"/interviews/plans/{plan}/sittings"
    said = refusal(send(reader, site, path, candidate=" ").text)
    assert "姓名需要 1 到 200 个字符" in said
