"""What people did, kept: practice, interviews and reviews in SQLite or PostgreSQL.

`open_store()` opens the user's own database; the modules beside it read and write one kind of
record each and take a `Store` as their first argument.
"""

from grader.store.engine import Store, open_store

__all__ = ["Store", "open_store"]
