"""Missed key points as an Anki deck; needs the extra `kaoguan[anki]`."""

from __future__ import annotations

import html
from hashlib import sha256
from pathlib import Path

from grader.store import Store
from grader.store.attempts import WHOLE, list_attempts, list_cards
from grader.store.people import Person
from grader.store.snapshots import Snapshot, load_snapshot
from questions.anki import to_html
from questions.errors import InputError
from rubrics.model import KeyPoint

_MODEL_ID = 1_607_392_320  # Anki tells note types apart by number; this one is ours for good
_MISSED = ("missing", "partial", "contradicted")
_DECK = "Kaoguan::missed"
_BACK = '{{FrontSide}}<hr id="answer"><b>{{Point}}</b>{{#Passage}}<br>{{Passage}}{{/Passage}}'


def write_missed(store: Store, person: Person, path: Path) -> int:
    """Write a card for each key point that was not right last time; returns how many.

    A point keeps its card when it is written again. Raises InputError without genanki.
    """
    try:
        import genanki
    except ImportError as error:
        hint = "pip install 'kaoguan[anki]'"
        raise InputError("Anki export needs the package genanki", hint=hint) from error
    fields = [{"name": name} for name in ("Question", "Point", "Passage", "Hint")]
    front = "{{Question}}<br><small>{{Hint}}</small>"
    template = [{"name": "Card", "qfmt": front, "afmt": _BACK}]
    model = genanki.Model(_MODEL_ID, "Kaoguan key point", fields=fields, templates=template)
    deck = genanki.Deck(int(sha256(_DECK.encode()).hexdigest()[:8], 16) | 1 << 30, _DECK)
    notes = _notes(store, person)
    for key, values in notes.items():
        deck.add_note(genanki.Note(model, values, guid=genanki.guid_for("kaoguan point", *key)))
    genanki.Package(deck).write_to_file(str(path))
    return len(notes)


def _notes(store: Store, person: Person) -> dict[tuple[str, str], list[str]]:
    """Fields by question id and point key, from the questions as they were asked last."""
    latest = {a.question_id: a.snapshot for a in list_attempts(store, person.id)}
    notes = {}
    for card in list_cards(store, person.id):
        if card.point != WHOLE and card.state in _MISSED and card.question_id in latest:
            found = load_snapshot(store, latest[card.question_id])
            notes[card.question_id, card.point] = _fields(found, card.text)
    return notes


def _fields(snapshot: Snapshot, text: str) -> list[str]:
    points = snapshot.rubric.points
    number = next((i for i, p in enumerate(points, 1) if p.text == text), 0)
    point = points[number - 1] if number else KeyPoint("", text)
    hint = f"{number}/{len(points)}" if number else ""
    passage = to_html(point.passage) if point.passage.strip() != text.strip() else ""
    return [to_html(snapshot.question.title), html.escape(text), passage, hint]
