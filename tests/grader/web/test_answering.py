"""An answer in a browser: graded, kept, shown, tried again, rated, and never lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from starlette.testclient import TestClient

from grader.grading import LONGEST_ANSWER
from grader.store.attempts import Attempt, list_attempts, list_cards, list_ratings
from grader.web.counter import MOST_WAITING, Counter
from grader.web.refusals import RefusedError
from grader.web.site import Site
from tests.grader.web.sites import GOOD, send, visitor, words_of


@pytest.fixture
def first(site: Site) -> str:
    return f"/questions/{site.desk.bank.questions[0].id}"


def attempts(site: Site) -> tuple[Attempt, ...]:
    return list_attempts(site.store, site.person.id)


def answer(client: TestClient, site: Site, question: str, text: str, **fields: str) -> str:
    """The address of the feedback."""
    sent = send(client, site, f"{question}/answers", answer=text, **fields)
    assert sent.status_code == 303
    return sent.headers["location"]


def test_an_answer_is_graded_kept_and_shown_with_its_evidence(
    client: TestClient, site: Site, first: str
) -> None:
    where = answer(client, site, first, GOOD, seconds="42")
    (kept,) = attempts(site)
    assert where == f"/answers/{kept.id}"
    assert (kept.sheet.answer, kept.seconds) == (GOOD, 42)
    page = client.get(where).text
    assert re.search(r'<mark class="s-covered"', page)
    assert str(int(kept.sheet.score or 0)) in words_of(page)
    assert "typed" not in words_of(page)


def test_the_page_outlives_the_server(client: TestClient, site: Site, first: str) -> None:
    where = answer(client, site, first, GOOD)
    assert client.get(where).text == visitor(site).get(where).text


def test_one_form_is_one_answer_however_often_it_is_sent(site: Site, first: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        sent = [
            pool.submit(answer, visitor(site), site, first, GOOD, key="a-double-click")
            for _ in range(4)
        ]
        places = {one.result() for one in sent}
    assert len(places) == 1
    assert len(attempts(site)) == 1


def test_two_tabs_are_two_answers(site: Site, first: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        sent = [
            pool.submit(answer, visitor(site), site, first, f"{GOOD}{n}", key=f"tab-number-{n}")
            for n in range(4)
        ]
        places = {one.result() for one in sent}
    assert len(places) == 4
    assert {a.sheet.answer for a in attempts(site)} == {f"{GOOD}{n}" for n in range(4)}


def test_a_hundred_thousand_characters_come_back_with_a_word(
    client: TestClient, site: Site, first: str
) -> None:
    text = "答案" * 50_000
    sent = client.post(
        f"{first}/answers", data={"form": site.keys.form, "answer": text}, follow_redirects=False
    )
    assert sent.status_code == 413
    assert f"100,000 characters; {LONGEST_ANSWER:,} is the most" in sent.text
    assert text in sent.text
    assert attempts(site) == ()


def test_what_an_answer_says_is_only_text(client: TestClient, site: Site, first: str) -> None:
    text = "</textarea><script>alert(1)</script>{{ config }} 历史 token 的 K、V 不会变\x00\u202e"
    where = answer(client, site, first, text)
    page = client.get(where).text
    assert "<script>alert" not in page
    assert "\x00" not in page
    assert "\u202e" not in page
    again = client.get(re.findall(rf'href="({first}\?earlier=[^"]+)"', page)[0]).text
    assert "<script>alert" not in again
    assert "&lt;/textarea&gt;" in again


def test_a_second_try_says_what_it_added_and_moves_no_card(
    client: TestClient, site: Site, first: str
) -> None:
    where = answer(client, site, first, "KV 缓存可以让解码更快一些，这个很常用。")
    before = list_ratings(site.store, site.person.id)
    page = client.get(where).text
    link = re.findall(rf'href="({first}\?earlier=([^"]+))"', page)[0]
    assert "这个很常用" in client.get(link[0]).text
    second = client.get(answer(client, site, first, GOOD, earlier=link[1])).text
    assert re.search(r"You added \d points?\.", words_of(second))
    assert re.search(r"\+\d+", words_of(second))
    assert list_ratings(site.store, site.person.id) == before


def test_an_unsure_grade_asks_and_schedules_by_the_word_of_the_author(
    client: TestClient, site: Site, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader.practice import ratings, trainer
    from grader.web import answering

    def unsure(*_: object) -> ratings.Suggestion:
        return ratings.Suggestion(3, unsure=True)

    monkeypatch.setattr(trainer, "suggest", unsure)
    monkeypatch.setattr(answering, "suggest", unsure)
    where = answer(client, site, first, GOOD)
    assert "How well did you know it?" in client.get(where).text
    assert send(client, site, f"{where}/rating", rating="9").status_code == 400
    assert send(client, site, f"{where}/rating", rating="2").status_code == 303
    assert send(client, site, f"{where}/rating", rating="4").status_code == 303
    assert [a.rating for a in attempts(site)] == [2]
    page = client.get(where).text
    assert "How well did you know it?" not in page
    assert "Comes back on" in page
    assert len([c for c in list_cards(site.store, site.person.id) if c.point == ""]) == 1


def test_what_is_typed_is_kept_until_it_is_sent(client: TestClient, site: Site, first: str) -> None:
    assert send(client, site, f"{first}/draft", answer="半句话", seconds="17").status_code == 204
    page = visitor(site).get(first).text
    assert "半句话</textarea>" in page
    assert 'data-used="17"' in page
    answer(client, site, first, GOOD)
    assert "半句话" not in client.get(first).text


def test_a_draft_that_is_too_long_is_not_kept(client: TestClient, site: Site, first: str) -> None:
    assert (
        send(client, site, f"{first}/draft", answer="长" * (LONGEST_ANSWER + 1)).status_code == 413
    )


def test_hints_come_one_by_one_keep_the_text_and_are_counted(
    client: TestClient, site: Site, first: str
) -> None:
    assert 'class="hints"' not in client.get(first).text
    where = send(client, site, f"{first}/hint", answer="想到一半", hints="0", seconds="9").headers[
        "location"
    ]
    page = client.get(where).text
    assert where == f"{first}?hints=1"
    assert "想到一半</textarea>" in page
    assert page.count("<li>", page.index('class="hints"'), page.index("</form>")) == 1
    assert site.desk.bank.questions[0].marks[0] not in page.partition("</form>")[0]
    answer(client, site, first, GOOD, hints="1")
    assert [a.hints for a in attempts(site)] == [1]


def test_without_a_script_the_server_counts_the_time(
    client: TestClient, site: Site, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.web.answering.time.time", lambda: 1_000_090.0)
    answer(client, site, first, GOOD, opened="1000000", used="30", seconds="")
    answer(client, site, first, GOOD, opened="nonsense", seconds="-5")
    assert [a.seconds for a in attempts(site)] == [120, 0]


def test_answers_of_others_are_not_shown(client: TestClient, site: Site, first: str) -> None:
    from grader.store.people import ensure_person

    where = answer(client, site, first, GOOD)
    site.person = ensure_person(site.store, "somebody else")
    assert client.get(where).status_code == 404
    assert client.get("/answers/nonsense").status_code == 404


def test_a_question_without_reference_cannot_be_answered(client: TestClient, site: Site) -> None:
    last = site.desk.bank.questions[3].id
    sent = send(client, site, f"/questions/{last}/answers", answer=GOOD)
    assert sent.status_code == 400
    assert "no reference answer" in words_of(sent.text)
    assert attempts(site) == ()


def test_a_blank_answer_is_zero_and_says_why(client: TestClient, site: Site, first: str) -> None:
    page = client.get(answer(client, site, first, "  \n ")).text
    assert "the answer is blank" in words_of(page).lower()


@pytest.fixture
def counter() -> Iterator[Counter]:
    made = Counter()
    yield made
    made.close()


def test_the_counter_serves_one_after_the_other_and_says_when_it_is_full(counter: Counter) -> None:
    gate, at_once = Event(), []
    running = 0

    def work() -> None:
        nonlocal running
        running += 1
        at_once.append(running)
        gate.wait(5)
        running -= 1

    with ThreadPoolExecutor(MOST_WAITING) as pool:
        sent = [pool.submit(counter.call, work) for _ in range(MOST_WAITING)]
        while counter._waiting < MOST_WAITING:
            pass
        with pytest.raises(RefusedError, match="busy"):
            counter.call(work)
        gate.set()
        for one in sent:
            one.result()
    assert at_once == [1] * MOST_WAITING
    counter.call(work)
