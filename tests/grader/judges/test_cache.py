import sqlite3
import threading
from pathlib import Path

import pytest

from grader.judges.ballots import Usage
from grader.judges.cache import Kept, ReplyCache, cache_key, cache_path
from questions.errors import InputError
from tests.grader.judges.desk import a_case, a_judge, ask
from tests.grader.judges.server import Server

KEPT = Kept("0" * 24, "回复", "stop", Usage(3, 4))


def test_what_was_kept_comes_back_after_closing(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "replies.sqlite3"
    cache = ReplyCache(path)
    cache.put("k", "m", KEPT)
    cache.learn("here", "{}")
    cache.close()
    again = ReplyCache(path)
    assert again.get("k") == KEPT
    assert again.get("other") is None
    assert again.dialect("here") == "{}"
    assert again.note == ""


def test_the_first_reply_stays_when_two_runs_race(tmp_path: Path) -> None:
    one, two = (ReplyCache(tmp_path / "r.sqlite3") for _ in range(2))
    one.put("k", "m", KEPT)
    two.put("k", "m", Kept("1" * 24, "anders", "stop", Usage()))
    assert one.get("k") == two.get("k") == KEPT


def test_two_threads_and_two_files_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite3"

    def write(start: int) -> None:
        cache = ReplyCache(path)
        for n in range(start, start + 50):
            cache.put(str(n), "m", KEPT)

    threads = [threading.Thread(target=write, args=(n,)) for n in (0, 25, 50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cache = ReplyCache(path)
    assert all(cache.get(str(n)) == KEPT for n in range(100))


def test_a_file_that_is_no_cache_is_an_error_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite3"
    path.write_bytes(b"this is no database at all, but long enough to look like a file" * 9)
    with pytest.raises(InputError) as caught:
        ReplyCache(path)
    assert str(path) in str(caught.value)
    assert path.exists()


def test_where_nothing_can_be_written_memory_does(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = ReplyCache(tmp_path / "file" / "r.sqlite3")
    cache.put("k", "m", KEPT)
    assert cache.get("k") == KEPT
    assert "not kept" in cache.note


def test_a_cache_of_the_first_version_has_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite3"
    ReplyCache(path).close()
    base = sqlite3.connect(path)
    assert base.execute("PRAGMA user_version").fetchone() == (1,)
    names = {row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names == {"replies", "dialects"}


def test_the_path_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAOGUAN_JUDGE_CACHE", str(tmp_path / "mine"))
    assert cache_path() == tmp_path / "mine"
    monkeypatch.delenv("KAOGUAN_JUDGE_CACHE")
    assert cache_path().name == "judge-replies.sqlite3"


def test_keys_differ_in_every_part() -> None:
    assert cache_key(a=1, b="x") == cache_key(b="x", a=1)
    assert len({cache_key(a=1, b="x"), cache_key(a=1, b="y"), cache_key(a="1", b="x")}) == 3


def test_a_second_run_sends_nothing(tmp_path: Path) -> None:
    with Server() as server:
        first = ask(a_judge(server.url, cache=ReplyCache(tmp_path / "r")), a_case())
        second = ask(a_judge(server.url, cache=ReplyCache(tmp_path / "r")), a_case())
        assert len(server.asked) == 1
    assert first[0].verdicts == second[0].verdicts
    assert second[0].cached
    assert second[0].cost == 0
    assert not first[0].cached


def test_another_answer_model_point_or_repeat_is_asked_for() -> None:
    cache = ReplyCache(None)
    with Server() as server:
        ask(a_judge(server.url, cache=cache), a_case())
        for n, (judge, case) in enumerate(
            [
                (a_judge(server.url, cache=cache), a_case("别的回答，K 和 V 存下来。")),
                (a_judge(server.url, cache=cache, model="n"), a_case()),
                (a_judge(server.url, cache=cache), a_case(points=a_case().points[:2])),
                (a_judge(server.url, cache=cache), a_case(lang="en")),
            ],
            start=2,
        ):
            ask(judge, case)
            assert len(server.asked) == n
        ask(a_judge(server.url, cache=cache), a_case(), samples=3)
        assert len(server.asked) == 5 + 2


def test_the_same_case_twice_at_a_time_is_asked_once() -> None:
    with Server() as server:
        ballots = ask(a_judge(server.url), *[a_case()] * 6)
        assert len(server.asked) == 1
    assert sum(b.cached for b in ballots) == 5
    assert len({str(b.verdicts) for b in ballots}) == 1


def test_what_a_server_refuses_is_remembered_between_runs(tmp_path: Path) -> None:
    from tests.grader.judges.test_faults import picky

    with Server(picky(shapes=True, temperature=True, limit=True, system=True)) as server:
        ask(a_judge(server.url, cache=ReplyCache(tmp_path / "r")), a_case())
        before = len(server.asked)
        again = a_judge(server.url, cache=ReplyCache(tmp_path / "r"))
        assert ask(again, a_case())[0].cached
        ask(again, a_case("别的回答：K 和 V 存下来。"))
        assert len(server.asked) == before + 1
