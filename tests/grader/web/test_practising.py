"""A round of practice in a browser."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from grader.web.site import Site
from tests.grader.web.sites import send, words_of


def start(client: TestClient, site: Site, **fields: str) -> str:
    sent = send(client, site, "/practice/rounds", **fields)
    assert sent.status_code == 303
    return sent.headers["location"]


def test_the_first_page_says_what_waits(client: TestClient) -> None:
    page = words_of(client.get("/").text)
    assert "0 due today" in page
    assert "3 new" in page


def test_a_round_from_the_first_question_to_the_end(client: TestClient, site: Site) -> None:
    place = start(client, site, number="2")
    for number in (1, 2):
        page = client.get(place).text
        assert f"{number} of 2 in this round" in words_of(page)
        assert "Show the reference answer" not in page
        around = re.findall(r'name="round" value="([^"]+)"', page)[0]
        path = place.partition("?")[0]
        feedback = send(client, site, f"{path}/answers", answer="不知道", round=around).headers[
            "location"
        ]
        place = re.findall(r'href="([^"]+)" data-shortcut="n"', client.get(feedback).text)[
            0
        ].replace("&amp;", "&")
    assert place.startswith("/practice/done?")
    end = client.get(place).text
    assert "mean of 2 answers" in words_of(end)
    assert end.count('href="/answers/') == 2
    assert "1 new" in words_of(client.get("/practice").text)


def test_a_question_can_be_skipped(client: TestClient, site: Site) -> None:
    place = start(client, site, number="1")
    skip = re.findall(r'<a class="button" href="(/practice/done[^"]+)"', client.get(place).text)[0]
    assert "not answered" in client.get(skip).text


def test_a_round_can_be_narrowed(client: TestClient, site: Site) -> None:
    lora = site.desk.bank.questions[1].id
    assert start(client, site, difficulty="medium", number="5") == f"/questions/{lora}?round={lora}"
    assert start(client, site, tag="微调", company="", number="5").startswith(f"/questions/{lora}?")


def test_nothing_that_fits_is_said(client: TestClient, site: Site) -> None:
    sent = send(client, site, "/practice/rounds", tag="无此标签")
    assert sent.status_code == 200
    assert "Nothing that fits is waiting." in sent.text


def test_strange_numbers_are_brought_into_range(client: TestClient, site: Site) -> None:
    for number in ("0", "-3", "nonsense", "99999999999999", "1e5"):
        assert start(client, site, number=number, minutes=number).startswith("/questions/")


def test_a_round_in_the_address_holds_only_what_the_bank_has(
    client: TestClient, site: Site
) -> None:
    end = client.get("/practice/done", params={"round": "q000,<script>,,q1"}).text
    assert "This round has no questions." in end
    known = site.desk.bank.questions[0].id
    page = client.get(f"/questions/{known}", params={"round": f"q000,{known},{known}"}).text
    assert "1 of 1 in this round" in words_of(page)


def test_what_was_answered_comes_back_another_day(client: TestClient, site: Site) -> None:
    place = start(client, site, number="3").partition("?")[0]
    send(client, site, f"{place}/answers", answer="不知道")
    page = words_of(client.get("/practice").text)
    assert "2 new" in page
    assert "Latest answers" in page
    ahead = start(client, site, number="50", ahead="yes")
    assert ahead.count("%2C") == 2
