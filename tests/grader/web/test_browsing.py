"""The bank in a browser: lists, searches, pages of questions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from grader.web.browsing import PER_PAGE
from grader.web.site import Site
from tests.grader.web.sites import make_site, visitor, words_of


def titles(page: str) -> list[str]:
    return [words_of(t) for t in re.findall(r'<a class="title".*?</a>', page, re.DOTALL)]


def test_all_questions_in_order_with_what_is_known_about_them(client: TestClient) -> None:
    page = client.get("/questions").text
    assert [t.split()[0] for t in titles(page)] == ["1", "2", "3", "4"]
    assert "4 questions" in page
    for fact in ("某大厂", "推理", "easy", "medium", "no answer"):
        assert fact in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=LoRA 矩阵", ["2"]),
        ("text=lora", ["2"]),
        ("tag=推理&tag=缓存", ["1"]),
        ("tag=推理&tag=微调", []),
        ("company=某大厂", ["1"]),
        ("difficulty=medium", ["2"]),
        ("difficulty=nonsense", ["1", "2", "3", "4"]),
        ("answered=no", ["4"]),
        ("answered=yes&text=梯度", ["3"]),
        ("page=99999999", ["1", "2", "3", "4"]),
        ("page=x", ["1", "2", "3", "4"]),
        ("by=meaning&text=LoRA", []),
    ],
)  # fmt: skip
def test_searching(client: TestClient, query: str, found: list[str]) -> None:
    page = client.get(f"/questions?{query}").text
    if "meaning" in query:  # this tier has no encoder: nothing is searched, and nothing breaks
        assert len(titles(page)) == 4
        return
    assert [t.split()[0] for t in titles(page)] == found
    if not found:
        assert "No question fits." in page


def test_a_number_or_an_id_leads_to_the_question(client: TestClient, site: Site) -> None:
    second = site.desk.bank.questions[1]
    for text in ("2", "#2", second.id):
        answer = client.get("/questions", params={"text": text}, follow_redirects=False)
        assert answer.headers["location"] == f"/questions/{second.id}"
    assert (
        client.get("/questions", params={"text": "99"}, follow_redirects=False).status_code == 200
    )


def test_hostile_text_is_text(client: TestClient, site: Site) -> None:
    attack = "<script>alert(1)</script>{{ 7*7 }}\"'><b>"
    page = client.get("/questions", params={"text": attack, "tag": attack, "company": attack}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page
    third = client.get(f"/questions/{site.desk.bank.questions[2].id}").text
    assert "<b>梯度裁剪" not in third


def test_a_question_offers_a_box_and_hides_the_reference(client: TestClient, site: Site) -> None:
    page = client.get(f"/questions/{site.desk.bank.questions[0].id}").text
    assert re.search(r"<textarea[^>]*autofocus", page)
    folded = re.findall(r"<details><summary>.*?</details>", page, re.DOTALL)
    assert any("历史 token" in part for part in folded)
    assert "历史 token" not in re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)


def test_a_question_without_reference_says_so(client: TestClient, site: Site) -> None:
    page = client.get(f"/questions/{site.desk.bank.questions[3].id}").text
    assert "nothing to grade an answer against" in page
    assert "<textarea" not in page


def test_long_banks_come_in_pages(tmp_path: Path) -> None:
    text = "".join(
        f"### Q. 第{n}个问题是什么？\n\n答案是{n}。\n\n" for n in range(1, PER_PAGE + 12)
    )
    site = make_site(tmp_path, text)
    client = visitor(site)
    first, second = client.get("/questions").text, client.get("/questions?page=2").text
    assert (len(titles(first)), len(titles(second))) == (PER_PAGE, 11)
    assert 'rel="next" href="/questions?page=2"' in first
    assert 'rel="prev" href="/questions"' in second
