"""The tables as SQLAlchemy sees them; `migrations.py` makes them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Float, Integer, MetaData, Table, Text

METADATA = MetaData()


def _table(name: str, texts: str, numbers: str = "", reals: str = "") -> Table:
    columns: list[Column[Any]] = [
        *(Column(n, Text) for n in texts.split()),
        *(Column(n, Integer) for n in numbers.split()),
        *(Column(n, Float(53)) for n in reals.split()),
    ]
    return Table(name, METADATA, *columns)


people = _table("people", "id name created")
snapshots = _table("snapshots", "hash question_id title data")
attempts = _table(
    "attempts", "id person question_id snapshot earlier at sheet", "hints rating", "seconds score"
)
ratings = _table("ratings", "id person attempt question_id point at", "rating")
cards = _table("cards", "person question_id point text state due card", "weight")
drafts = _table("drafts", "person place text at", reals="seconds")
plans = _table("plans", "id name created data")
sittings = _table("sittings", "id plan person started finished")
turns = _table(
    "turns",
    "id sitting parent snapshot prompt points opened answered sheet",
    "position item",
    "allowed seconds",
)
verdicts = _table("verdicts", "id turn point state author at reason", reals="score")
notes = _table("notes", "id sitting turn author at text")
