"""A real server that misbehaves: no point is scored wrongly, no answer lost, no call endless."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from grader.judges.ballots import FAILED, Ballot
from grader.judges.cache import ReplyCache
from grader.judges.conversation import READINGS
from questions.errors import InputError
from rubrics.marks import State
from tests.grader.judges.desk import FAST, a_case, a_job, a_judge, ask, review
from tests.grader.judges.server import Asked, Script, Server, Told, honest, refuses, says, verdicts


def told(*first: Told, then: Script = honest) -> Script:
    """A script that says `first` in turn, then goes on with `then`."""
    return lambda asked: first[asked.number] if asked.number < len(first) else then(asked)


def asked_of(script: Script, *, pace: object = FAST) -> tuple[Ballot, int]:
    with Server(script) as server:
        (ballot,) = ask(a_judge(server.url, pace=pace), a_case())  # type: ignore[arg-type]  # a Pace
        return ballot, len(server.asked)


def covered(ballot: Ballot) -> bool:
    return [v.state for v in ballot.verdicts.values()] == [State.COVERED] * 3


def test_a_valid_reply_is_asked_for_once() -> None:
    ballot, requests = asked_of(honest)
    assert covered(ballot)
    assert requests == 1
    assert (ballot.usage.prompt, ballot.usage.completion) == (900, 100)
    assert ballot.cost == pytest.approx((900 * 1 + 100 * 2) / 1e6)


@pytest.mark.parametrize(
    "fault",
    [
        refuses("slow down", 429),
        refuses("slow down", 429, Retry_After="0.05"),
        refuses("slow down", 429, Retry_After_Ms="50"),
        refuses("slow down", 429, Retry_After="Thu, 01 Jan 2015 00:00:00 GMT"),
        refuses("slow down", 429, Retry_After="soon"),
        refuses("oops", 500),
        refuses("bad gateway", 502),
        Told(b"<html>down</html>", 503),
        Told(fault="reset"),
        Told(fault="hang"),
        says({"verdicts": []}, fault="trickle"),
    ],
    ids=lambda told: f"{told.status}{told.fault}{''.join(told.headers.values())[:8]}",
)
def test_a_passing_fault_is_tried_again(fault: Told) -> None:
    slow = bool(fault.fault)
    ballot, requests = asked_of(told(fault), pace=replace(FAST, total=0.5) if slow else FAST)
    assert covered(ballot)
    assert requests == 2


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (refuses("slow down", 429), "judge-error"),
        (refuses("oops", 500), "judge-error"),
        (Told(fault="reset"), "judge-unreachable"),
        (Told(fault="hang"), "judge-timeout"),
        (says({"verdicts": []}, fault="trickle"), "judge-timeout"),
    ],
)
def test_a_lasting_fault_becomes_a_failure_within_its_bound(fault: Told, kind: str) -> None:
    pace = replace(FAST, total=0.25) if fault.fault in ("hang", "trickle") else FAST
    started = time.monotonic()
    ballot, requests = asked_of(lambda _: fault, pace=pace)
    assert ballot.failure is not None
    assert ballot.failure.kind == kind
    assert not ballot.verdicts
    assert requests == FAST.attempts
    assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    "reply",
    [
        says("抱歉，我不能评判。"),
        says(""),
        says(None),
        says({"verdicts": "none"}),
        Told({"choices": []}),
        Told({"choices": [{"message": None}]}),
        Told({"error": "busy"}),
        Told(b"<html>welcome</html>"),
        Told(b""),
        Told([]),
    ],
    ids=str,
)
def test_a_reply_that_cannot_be_read_is_asked_for_once_more(reply: Told) -> None:
    ballot, requests = asked_of(told(reply))
    assert covered(ballot)
    assert requests == 2
    ballot, requests = asked_of(lambda _: reply)
    assert ballot.failure is not None
    assert ballot.failure.kind == "judge-malformed"
    assert requests == READINGS


def test_a_reply_cut_off_is_asked_for_with_more_room() -> None:
    limits: list[int] = []
    texts: list[str] = []

    def script(asked: Asked) -> Told:
        limits.append(asked.body["max_tokens"])
        texts.append(asked.text)
        return says("{", "length") if len(limits) == 1 else honest(asked)

    ballot, _ = asked_of(script)
    assert covered(ballot)
    assert limits == [4096, 16384]
    assert len(set(texts)) == 2  # put anew: the same words would get the same reply
    assert ballot.usage.prompt == 1800  # both calls are paid for


def test_wrong_ids_and_invented_quotes_leave_points_to_the_offline_tier() -> None:
    def script(asked: Asked) -> Told:
        found = verdicts(asked)
        honest_points = [i for i in found["verdicts"] if i["id"] != asked.canary]
        honest_points[0]["id"] = "p77"
        honest_points[1]["quotes"] = ["这句话不在回答里"]
        return says(found)

    with Server(script) as server:
        job = a_job()
        (found,) = review([a_judge(server.url)], job)
    before, after = job.sheet.marks, found.sheet.marks
    assert [m.state for m in after[:2]] == [m.state for m in before[:2]]
    assert [m.probabilities for m in after[:2]] == [m.probabilities for m in before[:2]]
    assert "left this point out" in after[0].reason
    assert "not in the answer" in after[1].reason
    assert "judge.covered" in after[2].signals


@pytest.mark.parametrize(
    ("status", "message", "hint"),
    [
        (401, "Incorrect API key provided", "check the key"),
        (402, "Insufficient Balance", "top up"),
        (403, "no access", "may not use"),
        (404, "The model `m` does not exist", "model's name"),
        (400, "Model Not Exist", "model's name"),
        (429, "You exceeded your current quota", "top up"),
    ],
)
def test_what_no_call_survives_stops_at_once_with_a_hint(
    status: int, message: str, hint: str
) -> None:
    with Server(lambda _: refuses(message, status)) as server:
        judge = a_judge(server.url)
        with pytest.raises(InputError) as caught:
            ask(judge, a_case())
        with pytest.raises(InputError):
            ask(judge, a_case("别的回答，同样问不成。"))
        assert len(server.asked) == 1
    line = str(caught.value)
    assert hint in line
    assert "secret-key" not in line
    assert "\n" not in line


def test_a_wrong_key_stops_a_batch() -> None:
    with Server(lambda _: refuses("Incorrect API key", 401)) as server:
        jobs = [a_job(f"第 {n} 个回答：K 和 V 存下来就不用重算。") for n in range(60)]
        with pytest.raises(InputError):
            review([a_judge(server.url)], *jobs)
        assert len(server.asked) <= FAST.concurrency


def picky(*, shapes: bool, temperature: bool, limit: bool, system: bool) -> Script:
    """A server that refuses what these say, each in the words of some real server."""

    def script(asked: Asked) -> Told:
        body = asked.body
        if limit and "max_tokens" in body:
            return refuses(
                "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
            )
        if temperature and "temperature" in body:
            return refuses("Unsupported value: 'temperature' does not support 0 with this model.")
        if shapes and "response_format" in body:
            return refuses("This response_format type is unavailable now", 422)
        if system and body["messages"][0]["role"] == "system":
            return refuses("System role not supported")
        return honest(asked)

    return script


@pytest.mark.parametrize("shapes", [False, True])
@pytest.mark.parametrize("temperature", [False, True])
@pytest.mark.parametrize("limit", [False, True])
@pytest.mark.parametrize("system", [False, True])
def test_what_a_server_refuses_is_learnt_once(
    shapes: bool, temperature: bool, limit: bool, system: bool
) -> None:
    with Server(
        picky(shapes=shapes, temperature=temperature, limit=limit, system=system)
    ) as server:
        judge = a_judge(server.url)
        (ballot,) = ask(judge, a_case())
        assert covered(ballot)
        assert len(server.asked) == 1 + 2 * shapes + temperature + limit + system
        before = len(server.asked)
        ask(judge, a_case("另一个回答：缓存 K 和 V。"))
        assert len(server.asked) == before + 1


def test_a_server_that_refuses_everything_is_given_up() -> None:
    ballot, requests = asked_of(lambda _: refuses("computer says no"))
    assert ballot.failure is not None
    assert ballot.failure.kind == "judge-refused"
    assert requests == 7


def test_a_blocked_text_is_not_asked_for_again() -> None:
    ballot, requests = asked_of(lambda _: refuses("data_inspection_failed: inappropriate content"))
    assert ballot.failure is not None
    assert ballot.failure.kind == "judge-blocked"
    assert requests == 1


def test_a_wait_beyond_patience_is_a_failure() -> None:
    ballot, requests = asked_of(lambda _: refuses("tomorrow", 429, Retry_After="86400"))
    assert ballot.failure is not None
    assert requests == 1


def test_a_judge_that_is_down_is_not_asked_for_ever() -> None:
    with Server(lambda _: refuses("oops", 500)) as server:
        pace = replace(FAST, attempts=1)
        jobs = [a_job(f"第 {n} 个回答：K 和 V 存下来就不用重算。") for n in range(60)]
        found = review([a_judge(server.url, pace=pace)], *jobs)
        assert len(found) == 60
        assert all(FAILED in f.sheet.flags for f in found)
        assert [f.sheet.score for f in found] == [j.sheet.score for j in jobs]
        assert 20 <= len(server.asked) <= 20 + 2 * FAST.concurrency


def test_nobody_at_the_address_is_a_failure() -> None:
    (ballot,) = ask(a_judge("http://127.0.0.1:9/v1"), a_case())
    assert ballot.failure is not None
    assert ballot.failure.kind == "judge-unreachable"
    assert "server running" in ballot.failure.hint


def test_faults_at_random_lose_nothing_and_a_second_run_asks_only_for_failures() -> None:
    """Each answer gets one fault for ever, or is asked in peace."""
    faults = [
        refuses("no", 429),
        refuses("no", 500),
        Told(fault="hang"),
        says("…"),
        Told(fault="reset"),
    ]

    def script(asked: Asked) -> Told:
        number = int(asked.answer.split()[1])
        return faults[number % 10] if ill and number % 10 < len(faults) else honest(asked)

    jobs = [a_job(f"第 {n} 个回答：历史的 K 和 V 不变，存下来就不用重算。") for n in range(40)]
    ill = True
    with Server(script) as server:
        judge = a_judge(server.url, pace=replace(FAST, concurrency=20, total=0.3, read=0.2))
        first = review([judge], *jobs)
        ill, before = False, len(server.asked)
        second = review([judge], *jobs)
        again = server.asked[before:]
    failed = [n for n, found in enumerate(first) if found.failure is not None]
    assert failed == [n for n in range(40) if n % 10 < len(faults)]
    assert sorted(int(a.answer.split()[1]) for a in again) == failed
    for n, (early, late) in enumerate(zip(first, second, strict=True)):
        assert early.sheet.answer == late.sheet.answer == jobs[n].sheet.answer
        assert late.failure is None
        if n in failed:
            assert early.sheet.score == jobs[n].sheet.score
        else:
            assert early.sheet == late.sheet
            assert late.spending.cached == 1


def test_the_request_holds_the_key_and_the_reply_schema() -> None:
    with Server() as server:
        ask(a_judge(server.url), a_case())
        asked = server.asked[0]
    assert asked.headers["authorization"] == "Bearer secret-key"
    assert asked.body["response_format"]["type"] == "json_schema"
    assert asked.body["temperature"] == 0
    assert json.loads(json.dumps(asked.answer)) == a_case().answer


def test_an_unchecked_connection_is_led_nowhere_else() -> None:
    with Server() as other:
        there = {"Location": f"{other.url}/chat/completions"}
        ballot, requests = asked_of(lambda _: Told({}, 307, there))
        assert not other.asked
    assert ballot.failure is not None
    assert "answered 307" in ballot.failure.message
    assert requests == 1


def test_halves_of_characters_in_a_reply_are_kept_as_question_marks(tmp_path: Path) -> None:
    def script(asked: Asked) -> Told:
        found = verdicts(asked)
        return says({**found, "bonus": "提到了 \ud83d 分页"})

    with Server(script) as server:
        cache = ReplyCache(tmp_path / "replies.sqlite3")
        (ballot,) = ask(a_judge(server.url, cache=cache), a_case())
        (again,) = ask(a_judge(server.url, cache=cache), a_case())
    assert covered(ballot)
    assert ballot.bonus == again.bonus
    assert again.cached


def test_a_message_in_parts_is_joined() -> None:
    def script(asked: Asked) -> Told:
        whole = json.dumps(verdicts(asked), ensure_ascii=False)
        parts = [
            {"type": "text", "text": whole[:40]},
            {"type": "text", "text": whole[40:]},
            {"x": 1},
        ]
        return Told({"choices": [{"message": {"content": parts}}]})

    ballot, _ = asked_of(script)
    assert covered(ballot)
