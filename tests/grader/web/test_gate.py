"""Who is let in: only this machine, only with the token, only our own forms."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from grader.web import browsing
from grader.web.forms import LARGEST
from grader.web.keys import Keys
from grader.web.site import Site
from tests.grader.web.sites import BASE, send, visitor, words_of


def test_without_the_token_there_is_nothing_to_see(site: Site) -> None:
    stranger = visitor(site, let_in=False)
    for path in ("/", "/questions", "/practice", "/nothing"):
        answer = stranger.get(path)
        assert answer.status_code == 403
        assert "has not been let in" in answer.text
    assert "梯度裁剪" not in stranger.get("/questions").text


def test_the_token_goes_out_of_the_address_into_a_cookie(site: Site) -> None:
    stranger = visitor(site, let_in=False)
    token = {"token": site.keys.token, "text": "LoRA"}
    answer = stranger.get("/questions", params=token, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/questions?text=LoRA")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert site.keys.token not in cookie
    assert stranger.get("/questions").status_code == 200


def test_a_ticket_opens_once(site: Site) -> None:
    ticket = {"token": site.keys.ticket()}
    first, second = visitor(site, let_in=False), visitor(site, let_in=False)
    assert first.get("/questions", params=ticket).status_code == 200
    assert second.get("/questions", params=ticket).status_code == 403
    assert first.get("/questions").status_code == 200


def test_a_wrong_token_is_told(site: Site) -> None:
    answer = visitor(site, let_in=False).get("/", params={"token": "guess"})
    assert answer.status_code == 403
    assert "earlier start" in answer.text


def test_the_token_leads_nowhere_else(site: Site) -> None:
    stranger = visitor(site, let_in=False)
    for path in ("//evil.example/", "/%5Cevil.example", "/\\evil.example"):
        url = f"{BASE}{path}?token={site.keys.token}"
        where = stranger.get(url, follow_redirects=False).headers.get("location", "/")
        assert where.startswith("/")
        assert not where.startswith(("//", "/\\"))


def test_a_server_started_again_does_not_know_the_cookie(site: Site) -> None:
    first = visitor(site)
    again = visitor(replace(site, keys=Keys()), let_in=False)
    again.cookies = first.cookies
    assert first.get("/questions").status_code == 200
    assert again.get("/questions").status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "localhost@evil"]
)
def test_another_name_for_this_machine_is_refused(client: TestClient, host: str) -> None:
    """A page whose name was made to point at 127.0.0.1 after it was loaded (DNS rebinding)."""
    assert client.get("/questions", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1:9000", "[::1]:8765", "LOCALHOST"])
def test_a_tunnel_has_its_own_port(site: Site, host: str) -> None:
    stranger = visitor(site, let_in=False)
    answer = stranger.get(
        "/", params={"token": site.keys.token}, headers={"host": host}, follow_redirects=False
    )
    assert answer.status_code == 303


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999", ""])
def test_forms_of_other_pages_are_refused(client: TestClient, site: Site, origin: str) -> None:
    data = {"form": site.keys.form, "scheme": "dark"}
    answer = client.post("/settings", data=data, headers={"origin": origin}, follow_redirects=False)
    assert answer.status_code == 403
    assert "Another page" in answer.text


def test_a_form_needs_the_key_of_the_form(client: TestClient) -> None:
    for key in ("", "guess"):
        answer = client.post("/settings", data={"form": key, "scheme": "dark"})
        assert answer.status_code == 403
        assert "copy your text" in answer.text


def test_other_sites_may_link_to_a_page_but_not_read_it(client: TestClient) -> None:
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    read = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert client.get("/questions", headers=link).status_code == 200
    assert client.get("/questions", headers=read).status_code == 403
    assert (
        client.get("/questions", headers=read | {"sec-fetch-site": "same-site"}).status_code == 403
    )


def test_every_answer_has_the_headers(client: TestClient, site: Site) -> None:
    stranger = visitor(site, let_in=False)
    pages = [
        client.get("/questions"),
        client.get("/nothing"),
        stranger.get("/"),
        client.get("/favicon.ico"),
    ]
    for page in pages:
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "unsafe" not in page.headers["content-security-policy"]
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["cache-control"] == "private, no-cache"


def test_a_page_needs_nothing_from_outside_and_runs_nothing_inline(client: TestClient) -> None:
    page = client.get("/questions").text
    assert not re.search(r"""(src|href|action)=["'](?:https?:)?//""", page)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=|\sstyle=", page)
    for name in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        asset = client.get(name)
        assert asset.status_code == 200
        assert "immutable" in asset.headers["cache-control"]
        assert not re.search(r"url\(\s*['\"]?https?:|@import|https?://(?!www\.w3)", asset.text)


def test_too_much_is_refused_kindly_whether_it_says_so_or_not(
    client: TestClient, site: Site
) -> None:
    data = f"form={site.keys.form}&answer=".encode() + b"a" * LARGEST
    head = {"content-type": "application/x-www-form-urlencoded"}
    said = client.post("/settings", content=data, headers=head)
    proved = client.post("/settings", content=iter([data[: LARGEST // 2], data]), headers=head)
    for answer in (said, proved):
        assert answer.status_code == 413
        assert "your text is still there" in answer.text


def test_what_is_no_form_is_refused(client: TestClient, site: Site) -> None:
    assert client.post("/settings", json={"form": site.keys.form}).status_code == 415
    head = {"content-type": "application/x-www-form-urlencoded"}
    many = f"form={site.keys.form}&" + "a=1&" * 3000
    assert client.post("/settings", content=many, headers=head).status_code == 415
    assert client.post("/settings", content=b"\xff\xfe", headers=head).status_code == 415


def test_unknown_pages_and_methods_are_told(client: TestClient, site: Site) -> None:
    assert "no such page" in client.get("/questions/q000").text
    assert client.get("/static/x/secret.py").status_code == 404
    assert client.get("/static/x/..%2f..%2fsite.py").status_code == 404
    assert send(client, site, "/questions").status_code == 405


def test_a_bug_is_a_page_and_one_line(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("two\nlines")

    monkeypatch.setattr(browsing, "find", broken)
    with caplog.at_level(logging.ERROR, "kaoguan.web"):
        answer = client.get("/questions")
    assert answer.status_code == 500
    assert "not your fault" in words_of(answer.text)
    assert "Traceback" not in answer.text
    (line,) = caplog.messages
    assert re.fullmatch(r"/questions: ValueError: two lines \(test_gate\.py:\d+\)", line)


def test_colours_and_language_are_kept_by_the_browser(client: TestClient, site: Site) -> None:
    answer = send(client, site, "/settings", scheme="dark", lang="zh", back="/questions?text=a")
    assert answer.headers["location"] == "/questions?text=a"
    page = client.get("/questions").text
    assert '<html lang="zh-CN" data-scheme="dark">' in page
    assert "题库" in page
    sheet = client.get(re.findall(r'href="(/static/[^"]+css)"', page)[0]).text
    assert "@media (prefers-color-scheme: dark)" not in sheet
    assert "color-scheme: dark" in sheet


def test_settings_lead_to_no_other_site(client: TestClient, site: Site) -> None:
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", "/\nevil", ""):
        answer = send(client, site, "/settings", scheme="light", back=back)
        assert answer.headers["location"] in {"/", "/%20evil"}


def test_what_nobody_can_choose_changes_nothing(client: TestClient, site: Site) -> None:
    send(client, site, "/settings", scheme="<b>", lang="../../etc")
    client.cookies.set("kaoguan-lang", "xx")
    assert '<html lang="en" data-scheme="auto">' in client.get("/questions").text
