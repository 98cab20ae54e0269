"""Addresses and fields with anything in them."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from grader.web.site import Site
from tests.grader.web.sites import send

HUGE = "9" * 5000


@pytest.mark.parametrize(
    "path",
    [
        f"/runs/0123456789abcdef/answers/{HUGE}", f"/runs/{HUGE}", f"/questions/{HUGE}", f"/questions?page={HUGE}",
        "/runs/0123456789abcdef/answers/-1", "/runs/0123456789abcdef/answers/1.5", "/runs/..%2f..%2fetc/answers/0",
        "/runs/%00/answers/0", "/questions/%ff", "/questions?text=%00%ff", f"/practice?round={HUGE}",
    ],
)  # fmt: skip
def test_an_address_with_a_huge_number_is_no_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (200, 404, 400)
    assert "not your fault" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("value", [HUGE, "-1", "1e999", "nan", "", "\x00", "１２", "<script>"])
def test_a_field_with_anything_in_it_is_no_fault_of_ours(
    client: TestClient, site: Site, value: str
) -> None:
    question = site.desk.bank.questions[0].id
    fields = {
        "seconds": value,
        "opened": value,
        "used": value,
        "earlier": value,
        "round": value,
        "place": value,
    }
    answer = send(client, site, f"/questions/{question}/answers", answer="缓存", **fields)
    assert answer.status_code < 500
