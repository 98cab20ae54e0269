"""The tables, made step by step: each step is numbered, runs once, and is never changed again.

A new step goes at the end, and a file of the version before it into `tests/grader/store/old`.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, inspect, text

from questions.errors import InputError

WRITERS = 7_302_011
"""What writers on a server lock by (`Store.writing`): any number that nobody else there uses."""

_LEDGER = """CREATE TABLE IF NOT EXISTS migrations (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL)"""

_PRACTICE = (
    """CREATE TABLE people (
      id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, created TEXT NOT NULL)""",
    """CREATE TABLE snapshots (
      hash TEXT PRIMARY KEY, question_id TEXT NOT NULL, title TEXT NOT NULL, data TEXT NOT NULL)""",
    """CREATE TABLE attempts (
      id TEXT PRIMARY KEY,
      person TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE,
      question_id TEXT NOT NULL,
      snapshot TEXT NOT NULL REFERENCES snapshots(hash),
      earlier TEXT REFERENCES attempts(id) ON DELETE CASCADE,
      at TEXT NOT NULL, seconds DOUBLE PRECISION NOT NULL, hints INTEGER NOT NULL,
      score DOUBLE PRECISION, rating INTEGER, sheet TEXT NOT NULL)""",
    "CREATE INDEX attempts_by_person ON attempts(person, at)",
    """CREATE TABLE ratings (
      id TEXT PRIMARY KEY,
      person TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE,
      attempt TEXT REFERENCES attempts(id) ON DELETE CASCADE,
      question_id TEXT NOT NULL, point TEXT NOT NULL, rating INTEGER NOT NULL, at TEXT NOT NULL)""",
    "CREATE INDEX ratings_by_card ON ratings(person, question_id, point, at)",
    """CREATE TABLE cards (
      person TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE,
      question_id TEXT NOT NULL, point TEXT NOT NULL, text TEXT NOT NULL,
      weight INTEGER NOT NULL, state TEXT NOT NULL, due TEXT NOT NULL, card TEXT NOT NULL,
      PRIMARY KEY (person, question_id, point))""",
    """CREATE TABLE drafts (
      person TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE,
      place TEXT NOT NULL, text TEXT NOT NULL, seconds DOUBLE PRECISION NOT NULL, at TEXT NOT NULL,
      PRIMARY KEY (person, place))""",
)

_INTERVIEWS = (
    """CREATE TABLE plans (
      id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, created TEXT NOT NULL, data TEXT NOT NULL)""",
    """CREATE TABLE sittings (
      id TEXT PRIMARY KEY,
      plan TEXT NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
      person TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE,
      started TEXT NOT NULL, finished TEXT,
      UNIQUE (plan, person))""",
    """CREATE TABLE turns (
      id TEXT PRIMARY KEY,
      sitting TEXT NOT NULL REFERENCES sittings(id) ON DELETE CASCADE,
      position INTEGER NOT NULL, item INTEGER NOT NULL,
      parent TEXT REFERENCES turns(id) ON DELETE CASCADE,
      snapshot TEXT NOT NULL REFERENCES snapshots(hash),
      prompt TEXT NOT NULL, points TEXT NOT NULL, allowed DOUBLE PRECISION NOT NULL,
      seconds DOUBLE PRECISION NOT NULL, opened TEXT NOT NULL, answered TEXT, sheet TEXT,
      UNIQUE (sitting, position))""",
    """CREATE TABLE verdicts (
      id TEXT PRIMARY KEY,
      turn TEXT NOT NULL REFERENCES turns(id) ON DELETE CASCADE,
      point TEXT NOT NULL, state TEXT NOT NULL, score DOUBLE PRECISION,
      author TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL)""",
    "CREATE INDEX verdicts_by_turn ON verdicts(turn, at)",
    """CREATE TABLE notes (
      id TEXT PRIMARY KEY,
      sitting TEXT NOT NULL REFERENCES sittings(id) ON DELETE CASCADE,
      turn TEXT REFERENCES turns(id) ON DELETE CASCADE,
      author TEXT NOT NULL, at TEXT NOT NULL, text TEXT NOT NULL)""",
)

_APPEND_ONLY = {
    "sqlite": (
        """CREATE TRIGGER verdicts_stay BEFORE UPDATE ON verdicts
        BEGIN SELECT RAISE(ABORT, 'a verdict is never changed; add another'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION verdict_stays() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION 'a verdict is never changed; add another'; END $$ LANGUAGE plpgsql""",
        """CREATE TRIGGER verdicts_stay BEFORE UPDATE ON verdicts
        FOR EACH ROW EXECUTE FUNCTION verdict_stays()""",
    ),
}

_STEPS = ("practice", "interviews", "verdicts are append-only")
LATEST = len(_STEPS)


def version_of(connection: Connection) -> int:
    """How many steps the database has had; 0 for an empty one."""
    if not inspect(connection).has_table("migrations"):
        return 0
    found = connection.execute(text("SELECT max(number) FROM migrations")).scalar()
    return int(found or 0)


def migrate(connection: Connection, place: str, until: int = LATEST) -> int:
    """Run the steps that are missing, inside a writing transaction; says how many ran.

    Raises InputError when the database has steps that this program does not know.
    """
    done = version_of(connection)
    if done > LATEST:
        hint = "install the newer program again"
        raise InputError(
            "the database was made by a newer version of this program", place=place, hint=hint
        )
    if done == 0:
        connection.execute(text(_LEDGER))
    for number in range(done + 1, until + 1):
        for statement in _statements(number, connection.dialect.name):
            connection.exec_driver_sql(statement)
        connection.execute(
            text("INSERT INTO migrations VALUES (:number, :name, :at)"),
            {"number": number, "name": _STEPS[number - 1], "at": datetime.now(UTC).isoformat()},
        )
    return max(0, until - done)


def _statements(number: int, dialect: str) -> tuple[str, ...]:
    return (_PRACTICE, _INTERVIEWS, _APPEND_ONLY[dialect])[number - 1]
