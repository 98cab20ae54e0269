"""Interviews in a browser: a plan, two candidates, a crash, verdicts, scorecards."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from grader.store.sittings import list_sittings, list_turns
from grader.store.verdicts import list_verdicts
from grader.web.site import Site
from tests.grader.web.sites import GOOD, send, visitor, words_of


@pytest.fixture
def plan(client: TestClient, site: Site) -> str:
    fields = {"name": "一面", "questions": "1\n2", "followups": "0", "key": "the-plan-form"}
    where = send(client, site, "/interviews/plans", **fields).headers["location"]
    assert send(client, site, "/interviews/plans", **fields).headers["location"] == where
    return where.partition("#plan-")[2]


def seat(client: TestClient, site: Site, plan: str, name: str) -> str:
    """The address of the room."""
    return send(client, site, f"/interviews/plans/{plan}/sittings", candidate=name).headers[
        "location"
    ]


def form_of(client: TestClient, room: str) -> str:
    """Where the answer on this page is sent."""
    return str(re.findall(r'action="(/interviews/sittings/[^"]+)"', client.get(room).text)[0])


def sit(client: TestClient, site: Site, plan: str, name: str, text: str = GOOD) -> str:
    """A whole interview; the sitting's address."""
    room = seat(client, site, plan, name)
    for _ in range(2):
        assert (
            send(client, site, form_of(client, room), answer=text, seconds="30").headers["location"]
            == room
        )
    return room


@pytest.mark.usefixtures("plan")
def test_a_plan_says_what_is_wrong_with_it(client: TestClient, site: Site) -> None:
    page = client.get("/interviews").text
    assert "一面" in page
    assert "graded by words" in page
    taken = send(client, site, "/interviews/plans", name="一面", number="2")
    assert (taken.status_code, "there is a plan called" in html.unescape(taken.text)) == (400, True)
    assert send(client, site, "/interviews/plans", name=" ").status_code == 400
    assert send(client, site, "/interviews/plans", name="x", tag="无此标签").status_code == 400
    unknown = send(client, site, "/interviews/plans", name="y", questions="99")
    assert "no question number 99" in unknown.text


def test_a_candidate_answers_against_the_clock_and_sees_no_score(
    client: TestClient, site: Site, plan: str
) -> None:
    room = seat(client, site, plan, "小王")
    page = client.get(room).text
    assert "question 1 of 2" in words_of(page)
    assert re.search(r'data-allowed="\d+"', page)
    sit(client, site, plan, "小王")
    page = client.get(room).text
    assert "Thank you, that was all." in page
    assert "/ 100" not in page
    (sitting,) = list_sittings(site.store)
    assert sitting.finished is not None
    assert [t.seconds for t in list_turns(site.store, sitting.id)] == [30, 30]


def test_a_crash_loses_nothing_that_was_typed(client: TestClient, site: Site, plan: str) -> None:
    room = seat(client, site, plan, "小王")
    assert (
        send(
            client, site, f"{form_of(client, room)}/draft", answer="想到一半", seconds="17"
        ).status_code
        == 204
    )
    page = visitor(site).get(seat(client, site, plan, "小王")).text
    assert "想到一半</textarea>" in page
    assert 'data-used="17"' in page


def test_a_second_tab_gets_its_text_back(client: TestClient, site: Site, plan: str) -> None:
    form = form_of(client, seat(client, site, plan, "小王"))
    assert send(client, site, form, answer=GOOD).status_code == 303
    assert send(client, site, form, answer=GOOD).status_code == 303
    other = send(client, site, form, answer="另一个标签页里的答案")
    assert other.status_code == 409
    assert "另一个标签页里的答案" in other.text
    assert send(client, site, f"{form}/draft", answer="迟到的草稿").status_code == 409
    (sitting,) = list_sittings(site.store)
    assert [t.sheet.answer for t in list_turns(site.store, sitting.id) if t.sheet] == [GOOD]


def test_too_long_an_answer_stays_in_the_box(client: TestClient, site: Site, plan: str) -> None:
    form = form_of(client, seat(client, site, plan, "小王"))
    long = send(client, site, form, answer="长" * 60_000)
    assert long.status_code == 413
    assert "长" * 60_000 in long.text


def test_a_verdict_is_added_beside_the_mark_and_counts(
    client: TestClient, site: Site, plan: str
) -> None:
    room = sit(client, site, plan, "小王", "不知道")
    review = client.get(f"{room}/review").text
    form = re.findall(r'action="([^"]+/verdicts)"', review)[0]
    point = re.findall(r'<option value="([^"]+)">1 ·', review)[0]
    verdict = {
        "what": point,
        "state": "covered",
        "author": "李 & 面试官",
        "reason": "口头<b>补充</b>",
        "back": f"{room}/review?at=1",
    }
    back = send(client, site, form, **verdict)
    assert back.headers["location"] == f"{room}/review?at=1"
    page = client.get(f"{room}/review").text
    assert "口头&lt;b&gt;补充&lt;/b&gt;" in page
    assert 'value="李 &amp; 面试官"' in page
    assert re.search(r"Program: 0 · what counts: [1-9]", words_of(page))
    send(client, site, form, **verdict | {"state": "retracted", "reason": "看错了"})
    assert "what counts: 0" in words_of(client.get(f"{room}/review").text)
    (sitting,) = list_sittings(site.store)
    assert [v.state for v in list_verdicts(site.store, sitting.id)] == ["covered", "retracted"]


@pytest.mark.parametrize(
    "wrong",
    [{"reason": ""}, {"author": " "}, {"state": "superb"}, {"what": "k999"}, {"what": "score", "score": "200"}, {"what": "score", "score": "much"}, {"what": "score", "score": "nan"}],
)  # fmt: skip
def test_verdicts_that_make_no_sense_are_told_and_not_kept(
    client: TestClient, site: Site, plan: str, wrong: dict[str, str]
) -> None:
    room = sit(client, site, plan, "小王")
    review = client.get(f"{room}/review").text
    form = re.findall(r'action="([^"]+/verdicts)"', review)[0]
    point = re.findall(r'<option value="([^"]+)">1 ·', review)[0]
    sent = send(
        client,
        site,
        form,
        **{"what": point, "state": "missing", "author": "a", "reason": "b"} | wrong,
    )
    assert sent.status_code == 400
    assert list_verdicts(site.store, list_sittings(site.store)[0].id) == ()


def test_a_score_can_be_set_and_a_note_written(client: TestClient, site: Site, plan: str) -> None:
    room = sit(client, site, plan, "小王")
    form = re.findall(r'action="([^"]+/verdicts)"', client.get(f"{room}/review").text)[0]
    send(client, site, form, what="score", score="55", author="a", reason="fair")
    send(client, site, form, note="nervous at first", author="a")
    page = words_of(client.get(f"{room}/review").text)
    assert "what counts: 55" in page
    assert "nervous at first" in page
    card = words_of(client.get(f"{room}/scorecard").text)
    assert "55.0" in card
    assert "nervous at first" in card


def test_the_blind_review_names_nobody(client: TestClient, site: Site, plan: str) -> None:
    for name in ("小王", "Ann"):
        sit(client, site, plan, name)
    seen = set()
    for at in range(1, 5):
        page = client.get(f"/interviews/plans/{plan}/blind?at={at}").text
        assert "小王" not in page
        assert "Ann" not in page
        seen.add(re.findall(r"· ([AB]) ·", words_of(page))[0])
    assert seen == {"A", "B"}


def test_candidates_side_by_side_and_files_to_take_along(
    client: TestClient, site: Site, plan: str
) -> None:
    room = sit(client, site, plan, "小王")
    sit(client, site, plan, "Ann", "不知道")
    page = words_of(client.get(f"/interviews/plans/{plan}/candidates").text)
    assert "小王" in page
    assert "Ann" in page
    for base in (f"{room}/files/scorecard", f"/interviews/plans/{plan}/files/candidates"):
        for form, begin in (("html", b"<!DOCTYPE html>"), ("md", b"#"), ("xlsx", b"PK")):
            file = client.get(f"{base}.{form}")
            assert file.headers["content-disposition"].startswith("attachment")
            assert file.content.startswith(begin)
        assert client.get(f"{base}.exe").status_code == 404


def test_what_is_not_there_is_told(client: TestClient, site: Site, plan: str) -> None:
    assert client.get("/interviews/sittings/nothing").status_code == 404
    assert client.get("/interviews/plans/nothing/blind").status_code == 400
    assert "Nothing was answered yet." in client.get(f"/interviews/plans/{plan}/blind").text
    room = seat(client, site, plan, "小王")
    assert "Nothing was answered yet." in client.get(f"{room}/review").text
    assert client.get(room[:-3]).status_code == 404
