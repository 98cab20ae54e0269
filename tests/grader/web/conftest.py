"""A site, and somebody who looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from grader.web.site import Site
from tests.grader.web.sites import make_site, visitor


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = make_site(tmp_path)
    yield made
    made.counter.close()
    made.store.close()


@pytest.fixture
def client(site: Site) -> TestClient:
    return visitor(site)
