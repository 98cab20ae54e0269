"""Whole flows in a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.store.attempts import list_attempts
from grader.web.server import listen, run
from grader.web.site import Site
from tests.grader.web.sites import GOOD, make_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: uv pip install --group browser"
)
CHROMIUM = os.environ.get("KAOGUAN_CHROMIUM") or shutil.which("chromium") or ""
pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="no Chromium: apt-get install chromium, or set KAOGUAN_CHROMIUM"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as started:
        made = started.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield made
        made.close()


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The address of a site that is served in a thread, with its token."""
    listening = listen(0)
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(site, listening, stop), daemon=True)
    thread.start()
    port = listening.getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/?token={site.keys.token}"
    finally:
        stop.set()
        thread.join(10)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[tuple[Site, str]]:
    site = make_site(tmp_path)
    with served(site) as address:
        yield site, address
    site.store.close()


@pytest.fixture
def page(browser: Browser, live: tuple[Site, str]) -> Iterator[Page]:
    """A tab that is let in; whatever it complains about fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    context.set_default_timeout(10_000)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda line: complaints.append(line.text) if "Content" in line.text else None)
    tab.goto(live[1])
    yield tab
    context.close()
    assert complaints == []


def write_and_send(page: Page, text: str) -> None:
    """With the keyboard alone."""
    page.keyboard.insert_text(text)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")


def is_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_a_round_of_practice_with_the_keyboard_on_a_phone(
    page: Page, live: tuple[Site, str]
) -> None:
    site, _ = live
    assert "token" not in page.url
    with page.expect_navigation():
        page.keyboard.press("Enter")  # the button that starts a round has the focus
    while "/questions/" in page.url:
        assert not is_wider_than_the_screen(page)
        write_and_send(page, "不知道")
        assert page.inner_text(".number") == "0"
        assert not is_wider_than_the_screen(page)
        with page.expect_navigation():
            page.keyboard.press("n")
    assert "End of the round" in page.inner_text("h1")
    assert len(list_attempts(site.store, site.person.id)) == 3


def test_feedback_is_coloured_and_leads_from_point_to_words(
    page: Page, live: tuple[Site, str]
) -> None:
    site, _ = live
    page.goto(page.url.partition("/practice")[0] + f"/questions/{site.desk.bank.questions[0].id}")
    write_and_send(page, GOOD)
    mark = page.locator("mark.s-covered").first
    assert mark.evaluate("e => getComputedStyle(e).backgroundColor") not in {"", "rgba(0, 0, 0, 0)"}
    mark.click()
    assert "#point-" in page.url


def test_what_is_typed_survives_the_death_of_the_server(browser: Browser, tmp_path: Path) -> None:
    site = make_site(tmp_path)
    question = f"/questions/{site.desk.bank.questions[0].id}"
    context = browser.new_context()
    tab = context.new_page()
    with served(site) as address:
        tab.goto(address)
        tab.goto(address.partition("/?")[0] + question)
        tab.fill("#answer", "想到一半的答案")
        tab.locator(".saved", has_text="saved").wait_for()
    tab.fill("#answer", "想到一半的答案，又多想了一点")
    tab.locator(".saved.over", has_text="not saved").wait_for()
    again = make_site(tmp_path)
    with served(again) as address:
        tab.goto(address)
        tab.goto(address.partition("/?")[0] + question)
        assert tab.input_value("#answer") == "想到一半的答案"
    context.close()


def test_far_too_long_a_paste_is_said_at_once_and_comes_back(
    page: Page, live: tuple[Site, str]
) -> None:
    site, _ = live
    page.goto(page.url.partition("/practice")[0] + f"/questions/{site.desk.bank.questions[1].id}")
    text = "答" * 100_000
    page.fill("#answer", text)
    assert "too long: 50,000 is the most" in page.inner_text(".length")
    with page.expect_navigation():
        page.click("text=Grade it")
    assert "100,000 characters" in page.inner_text("[role=alert]")
    assert page.input_value("#answer") == text


def test_an_interview_with_a_verdict_and_a_scorecard(page: Page) -> None:
    base = page.url.partition("/practice")[0]
    page.goto(f"{base}/interviews")
    page.fill("[name=name]", "一面")
    page.fill("[name=number]", "1")
    with page.expect_navigation():
        page.click("text=Make the plan")
    page.fill("[name=candidate]", "小王")
    with page.expect_navigation():
        page.click("text=Start or go on")
    assert page.inner_text(".clock").count(":") == 1
    while page.locator("#answer").count():
        write_and_send(page, "不知道")
    with page.expect_navigation():
        page.click("main >> text=Review")
    page.fill("[name=author]", "李")
    page.fill("[name=reason]", "said it aloud")
    with page.expect_navigation():
        page.click("text=Keep")
    assert "said it aloud" in page.inner_text("main")
    page.goto(page.url.partition("/review")[0] + "/scorecard")
    assert "said it aloud" in page.inner_text("main")
    assert not is_wider_than_the_screen(page)


def test_colours_and_language_without_reloading_by_hand(page: Page) -> None:
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    with page.expect_navigation():
        page.click("text=Dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    with page.expect_navigation():
        page.click("text=中文")
    assert page.inner_text("h1") == "练习"


def test_every_field_has_a_name_and_every_page_a_heading(
    page: Page, live: tuple[Site, str]
) -> None:
    site, _ = live
    base = page.url.partition("/practice")[0]
    first = site.desk.bank.questions[0].id
    for path in (
        "/practice",
        "/questions",
        f"/questions/{first}",
        "/interviews",
        "/progress",
        "/runs",
    ):
        page.goto(base + path)
        unnamed = page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
            ".filter(e => !e.labels.length && !e.ariaLabel).map(e => e.name)"
        )
        assert (path, unnamed, page.locator("h1").count()) == (path, [], 1)
        assert not is_wider_than_the_screen(page), path


def test_the_script_can_be_off(browser: Browser, live: tuple[Site, str]) -> None:
    site, address = live
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    tab.click("text=Start")
    tab.fill("#answer", GOOD)
    tab.click("text=Grade it")
    tab.locator(".number").wait_for()
    assert tab.locator(".number").count() == 1
    assert len(list_attempts(site.store, site.person.id)) == 1
    context.close()
