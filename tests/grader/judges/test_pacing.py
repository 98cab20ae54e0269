import asyncio
from collections.abc import Callable
from time import monotonic

import pytest

from grader.judges import pacing
from grader.judges.pacing import Pace, Pacer


def run(
    pace: Pace, calls: int, work: Callable[[Pacer, int], float], tokens: int = 10
) -> tuple[Pacer, int, list[float]]:
    """Send calls that last as long as `work` says: the pacer, the peak, and when they began."""

    async def main() -> tuple[Pacer, int, list[float]]:
        pacer, active, peak, starts = Pacer(pace), 0, 0, []
        began = monotonic()

        async def call(number: int) -> None:
            nonlocal active, peak
            await pacer.enter(tokens)
            starts.append(monotonic() - began)
            active += 1
            peak = max(peak, active)
            await asyncio.sleep(work(pacer, number))
            active -= 1
            pacer.leave(succeeded=True)

        await asyncio.gather(*map(call, range(calls)))
        return pacer, peak, starts

    return asyncio.run(main())


def test_no_more_than_the_cap_are_in_flight() -> None:
    _, peak, starts = run(Pace(7), 50, lambda _p, _n: 0.001)
    assert peak == 7
    assert len(starts) == 50


def test_refusals_thin_the_crowd_and_success_brings_it_back() -> None:
    pacer = Pacer(Pace(16))
    for _ in range(20):
        pacer.slow_down(0)
    assert pacer.allowed == pytest.approx(16 * 0.7)  # one burst is one reason
    for _ in range(9):
        pacer._note(refused=False)
        pacer.slow_down(0)
    assert 1 <= pacer.allowed < 2
    pacer._active = 100
    for _ in range(100):
        pacer.leave(succeeded=True)
    assert pacer.allowed == 16


def test_a_burst_of_refusals_holds_everyone_back() -> None:
    def work(pacer: Pacer, number: int) -> float:
        if number == 0:
            for _ in range(3):
                pacer.slow_down(0.15)
        return 0.0

    _, _, starts = run(Pace(1), 3, work)
    assert starts[1] >= 0.15


def test_a_lonely_refusal_holds_nobody_back() -> None:
    pacer = Pacer(Pace(4))
    for _ in range(2):
        pacer.slow_down(30)
        pacer._note(refused=False)
    assert pacer._delay(1) == 0


@pytest.mark.parametrize(("pace", "tokens"), [(Pace(9, requests=5), 1), (Pace(9, tokens=50), 10)])
def test_the_limits_by_the_minute_hold(
    pace: Pace, tokens: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "MINUTE", 0.2)
    _, _, starts = run(pace, 12, lambda _p, _n: 0.0, tokens)
    assert len(starts) == 12
    for first, sixth in zip(starts, starts[5:], strict=False):
        assert sixth - first >= 0.19


def test_a_call_larger_than_the_limit_still_goes() -> None:
    _, _, starts = run(Pace(2, tokens=5), 1, lambda _p, _n: 0.0, tokens=900)
    assert len(starts) == 1


def test_a_cancelled_wait_does_not_lose_the_place() -> None:
    async def main() -> None:
        pacer = Pacer(Pace(1))
        await pacer.enter(1)
        first, second = (asyncio.create_task(pacer.enter(1)) for _ in range(2))
        await asyncio.sleep(0)
        pacer.leave(succeeded=True)
        first.cancel()
        await asyncio.wait_for(second, 1)

    asyncio.run(main())


def test_waits_grow_but_not_for_ever() -> None:
    pace = Pace(first_wait=1, longest_wait=5)
    waits = [pace.wait(attempt, None) for attempt in range(1, 8)]
    assert 1 <= waits[0] <= 1.25
    assert 2 <= waits[1] <= 2.5
    assert all(5 <= w <= 6.25 for w in waits[3:])
    assert 30 <= pace.wait(1, 30) <= 37.5
