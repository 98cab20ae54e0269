"""Each reader on anything at all: it reads, or it says in one line why not."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.agreement.ratings import read_ratings
from grader.answers import READERS, guess_kind, read_answers
from grader.calibration import read_calibration
from grader.judges.dialects import read_dialect
from grader.judges.prices import load_prices
from grader.judges.replies import find_verdicts
from grader.judges.transport import _message, _read_reply
from grader.store import open_store
from grader.store.backup import restore
from grader.store.history import import_history
from grader.store.people import ensure_person
from questions.decoding import decode
from questions.errors import InputError
from questions.library import load_banks
from questions.lock import read_lock
from rubrics.blocks import UnreadableReplyError
from rubrics.files import read_rubrics
from rubrics.runs import read_manifest, read_rows

BYTES = st.binary(max_size=300) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from([10**400, "9" * 5000, -1, 1e308, "\ud800", "\x00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["question", "answer", "answer_id", "author", "repeat", "usage", "error", "id", "epoch", "input",
         "output", "choices", "message", "content", "metadata", "model", "time", "cost", "testCase", "vars",
         "response", "prompt", "raw", "tokenUsage", "latencyMs", "provider", "label", "doc", "doc_id", "resps",
         "filtered_resps", "arguments", "filter", "repeatIndex", "results", "samples", "eval"]), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip
YAMLISH = st.lists(
    st.sampled_from(["format: kaoguan-rubric/1\n", "rubrics:\n", "  - question: q\n", "    points:\n", "      - ",
                     "{text: a}\n", "{id: k1, text: b, weight: ", "3}\n", "!!int ", "0xff", "1:2:3", "&a ", "*a", "<<: ",
                     "? ", "[", "]", "{", "}", "- ", ": ", "|\n", ">\n", "\n", "  ", "'", '"', "#", "%TAG ! x\n", "---\n",
                     "~", "yes", "2024-01-01", "!!binary ", "\t", "\x85"]) | st.text(max_size=4), max_size=25
).map("".join)  # fmt: skip
FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def told(call: Callable[[], object]) -> None:
    """Either it works or there is one line about it."""
    try:
        call()
    except InputError as error:
        line = str(error)
        assert line.strip()
        assert "\n" not in line
        assert len(line) < 2000


@FEW
@given(BYTES)
def test_a_bank_of_any_bytes(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "b.md"
    path.write_bytes(data)
    bank, _ = load_banks([path])
    assert all(q.title for q in bank.questions)


@FEW
@given(st.binary(max_size=400))
def test_bytes_become_text_that_can_be_written(data: bytes) -> None:
    decode(data, "x")[0].encode("utf-8", "surrogatepass")


@FEW
@given(YAMLISH)
def test_a_rubric_file_of_any_text(text: str) -> None:
    told(lambda: read_rubrics(text, "r.yaml"))


@FEW
@given(st.sampled_from(sorted(set(READERS) - {"folder"})), BYTES)
def test_answers_of_any_bytes(tmp_path: Path, kind: str, data: bytes) -> None:
    for suffix in (".json", ".jsonl", ".csv", ".eval"):
        path = tmp_path / f"a{suffix}"
        path.write_bytes(data)
        told(lambda path=path: list(read_answers(path, kind)))  # type: ignore[misc]  # a default holds the loop's value
        told(lambda path=path: guess_kind(path))  # type: ignore[misc]  # as above


@FEW
@given(st.sampled_from(["jsonl", "inspect", "promptfoo", "lm-eval"]), JSON)
def test_answers_of_any_json(tmp_path: Path, kind: str, value: Any) -> None:
    """Whatever is read can be written as a row and read again."""
    lines, whole = tmp_path / "a.jsonl", tmp_path / "a.json"
    lines.write_text(json.dumps(value) + "\n", "utf-8")
    wrapped = {"samples": [value], "results": [value], "eval": value}
    whole.write_text(json.dumps(wrapped), "utf-8")
    for path in (lines, whole):
        told(lambda path=path: all(map(_storable, read_answers(path, kind))))  # type: ignore[misc]  # as above


def _storable(answer: Any) -> bool:
    assert isinstance(answer.text, str)
    assert all(isinstance(name, str) for name in answer.names)
    assert isinstance(answer.author, str)
    assert isinstance(answer.answer_id, str)
    assert 1 <= answer.repeat <= 10**9 + 1
    assert all(0 <= value <= 1e12 for value in answer.usage.to_json().values())
    return True


@FEW
@given(JSON)
def test_an_archive_of_any_samples(tmp_path: Path, value: Any) -> None:
    path = tmp_path / "log.eval"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("header.json", json.dumps(value))
        archive.writestr("samples/1.json", json.dumps(value))
        archive.writestr("samples/2.json", "[" * 50_000)
    told(lambda: all(map(_storable, read_answers(path))))


@FEW
@given(BYTES)
def test_an_archive_that_is_cut_or_changed(tmp_path: Path, noise: bytes) -> None:
    path = tmp_path / "log.eval"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("header.json", "{}")
        archive.writestr("samples/1.json", json.dumps({"id": "a" * 200}))
    data = bytearray(path.read_bytes())
    at = len(noise) * 7 % len(data)
    data[at : at + len(noise)] = noise
    path.write_bytes(bytes(data))
    told(lambda: list(read_answers(path)))


@FEW
@given(BYTES)
def test_ratings_of_any_bytes(tmp_path: Path, data: bytes) -> None:
    for head in (b"", b"answer_id,score,rater,point,state\n", b"answer_id;score\n\xff\xfe"):
        path = tmp_path / "h.csv"
        path.write_bytes(head + data)
        told(lambda path=path: read_ratings(path))  # type: ignore[misc]  # as above


@FEW
@given(BYTES, JSON)
def test_a_run_of_anything(tmp_path: Path, data: bytes, value: Any) -> None:
    (tmp_path / "results.jsonl").write_bytes(data + b"\n" + json.dumps(value).encode())
    told(lambda: list(read_rows(tmp_path)))
    for content in (
        data,
        json.dumps(value).encode(),
        json.dumps({"format": "kaoguan-run/1", "x": value}).encode(),
    ):
        (tmp_path / "run.json").write_bytes(content)
        told(lambda: read_manifest(tmp_path))


@FEW
@given(JSON)
def test_a_history_of_anything_changes_nothing(tmp_path: Path, value: Any) -> None:
    from grader.practice.scheduling import review

    store = open_store(str(tmp_path / "k.sqlite3"))
    person = ensure_person(store)
    data = {
        "format": "kaoguan-history/1",
        "snapshots": value,
        "attempts": [value],
        "ratings": [],
        "cards": value,
    }
    try:
        told(lambda: import_history(store, person, data, review))
    finally:
        store.close()


@FEW
@given(BYTES)
def test_a_backup_of_any_bytes(tmp_path: Path, data: bytes) -> None:
    store = open_store(str(tmp_path / "k.sqlite3"))
    ensure_person(store, "ann")
    for head in (b"", b"SQLite format 3\x00"):
        path = tmp_path / "b.sqlite3"
        path.write_bytes(head + data)
        with pytest.raises(InputError):
            restore(store, path)
        assert ensure_person(store, "ann").name == "ann"
    store.close()


@FEW
@given(BYTES | st.just(b"[" * 50_000) | st.just(b"a = " + b"[" * 5_000))
def test_prices_of_any_bytes(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "prices.toml"
    path.write_bytes(data)
    told(lambda: load_prices(path))


@pytest.mark.parametrize("amount", ["-1", "nan", "inf", "1e300", "true", "'free'", "[]"])
def test_a_price_that_would_undo_a_limit_is_refused(tmp_path: Path, amount: str) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(f'["m"]\ninput = {amount}\noutput = 1.0\n', "utf-8")
    with pytest.raises(InputError, match="is no table of prices"):
        load_prices(path)


@FEW
@given(JSON)
def test_a_lock_of_any_json(value: Any) -> None:
    told(lambda: read_lock(json.dumps(value), "ids.json"))
    told(lambda: read_lock(json.dumps({"format": "kaoguan-ids/1", "ids": value}), "ids.json"))


def test_a_lock_that_is_a_bomb() -> None:
    with pytest.raises(InputError):
        read_lock("[" * 100_000, "ids.json")


@FEW
@given(JSON)
def test_a_calibration_of_any_json_is_refused(value: Any) -> None:
    for data in (value, {"name": "x", "tiers": [value]}, {"name": "x", "tiers": {"words": value}}):
        text = json.dumps(data)
        with pytest.raises(ValueError, match=r"."):
            read_calibration(text)


@FEW
@given(BYTES, JSON)
def test_a_server_may_say_anything(data: bytes, value: Any) -> None:
    for body in (
        data,
        json.dumps(value).encode(),
        json.dumps({"choices": [value], "usage": value}).encode(),
        b"[" * 50_000,
    ):
        try:
            reply = _read_reply(body)
        except UnreadableReplyError:
            continue
        finally:
            assert len(_message(body)) <= 200
        assert isinstance(reply.text, str)
        assert reply.usage.prompt >= 0


@FEW
@given(JSON)
def test_verdicts_of_any_json(value: Any) -> None:
    find_verdicts(json.dumps(value))
    find_verdicts(json.dumps({"verdicts": value, "bonus": value}))
    assert read_dialect(json.dumps(value)) is not None
