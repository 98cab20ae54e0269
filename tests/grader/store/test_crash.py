"""Killed at any moment: what was stored stays stored, and the file stays whole."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

from grader.store import open_store
from grader.store.attempts import list_attempts, list_cards, list_ratings
from grader.store.drafts import load_draft, save_draft
from grader.store.people import ensure_person
from tests.grader.store.samples import practise

KILLS = 50
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


def work(path: str, told: Connection, start: int) -> None:
    """Type and answer for ever; say what is stored only after it is."""
    store = open_store(path)
    person = ensure_person(store, "me")
    for number in range(start, start + 10_000):
        save_draft(store, person.id, "practice:typing", "字" * number, float(number))
        told.send(("draft", str(number)))
        told.send(("answer", practise(store, person, f"q{number % 3}").id))


def test_fifty_kills_lose_nothing_that_was_stored(tmp_path: Path) -> None:
    path = str(tmp_path / "k.sqlite3")
    dice = Random(11)  # moments to kill at
    store = open_store(path)
    me = ensure_person(store, "me")
    store.close()
    fork = multiprocessing.get_context("fork")
    answers: list[str] = []
    typed = 0
    for kill in range(KILLS):
        here, there = fork.Pipe(duplex=False)
        worker = fork.Process(target=work, args=(path, there, typed + 1))
        worker.start()
        there.close()
        if kill % 5:  # every fifth dies while it opens the file, the others at work
            assert here.poll(30)
        time.sleep(dice.uniform(0.0, 0.05))
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        for kind, value in drain(here):
            if kind == "answer":
                answers.append(value)
            else:
                typed = int(value)
    store = open_store(path)
    kept = {a.id for a in list_attempts(store, me.id)}
    assert set(answers) <= kept
    assert len(kept) - len(answers) <= KILLS  # stored, and killed before it could say so
    assert {r.attempt for r in list_ratings(store, me.id)} == kept
    assert len(list_cards(store, me.id)) == min(3, len(kept))
    if typed:
        draft = load_draft(store, me.id, "practice:typing")
        assert draft is not None
        assert len(draft.text) >= typed
    store.close()
    with sqlite3.connect(path) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    base.close()
    assert answers, "no answer was stored before any kill: the test proves nothing"


def drain(told: Connection) -> list[tuple[str, str]]:
    """Everything that was said before the end."""
    found = []
    try:
        while told.poll(1):
            found.append(told.recv())
    except (EOFError, OSError):
        pass
    return found
