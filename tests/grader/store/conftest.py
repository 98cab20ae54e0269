"""A database of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from grader.store import Store, open_store
from tests.grader.store.servers import postgresql


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server; the tests that need one are skipped where there is none."""
    pytest.importorskip("psycopg", reason="kaoguan[postgresql] is not installed")
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgresql())
        except (FileNotFoundError, KeyError, LookupError) as missing:
            pytest.skip(str(missing))
        yield url


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(str(tmp_path / "kaoguan.sqlite3"))
    yield store
    store.close()


@pytest.fixture
def postgres_url(server: str) -> str:
    """A new, empty database."""
    name = f"t{uuid4().hex}"
    engine = create_engine(server.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.format(name=name)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "sqlite":
        address = str(tmp_path / "kaoguan.sqlite3")
    else:
        address = request.getfixturevalue("postgres_url")
    opened = open_store(address)
    yield opened
    opened.close()
