"""What the lint objects to, and what it lets pass."""

from __future__ import annotations

import pytest

from rubrics.check import Finding, check_rubric, worst_first
from rubrics.files import bundled_rubrics
from rubrics.model import KeyPoint, Rubric
from tests.rubrics.making import question, rubric


def kinds(*points: str | KeyPoint, answer: str | None = None) -> list[str]:
    asked = None if answer is None else question("什么是 MVCC？", answer)
    return [f.kind for f in check_rubric(rubric(*points), asked)]


GOOD = KeyPoint("k1", "MVCC 让读不阻塞写", 3)


def test_a_good_rubric_passes() -> None:
    assert (
        kinds(
            GOOD,
            KeyPoint("k2", "旧版本放在 undo log 里", 2),
            answer="MVCC 让读不阻塞写，旧版本放在 undo log 里。",
        )
        == []
    )


@pytest.mark.parametrize(
    ("points", "kind"),
    [
        (
            [
                "MVCC 让读不阻塞写；" * 3
                + "旧版本放在 undo 里；快照由 ReadView 决定；提交之后才对别人可见"
            ],
            "compound",
        ),
        (["读写双方都不需要等"], "no-keyword"),
        (["MVCC 是怎么实现的？"], "unreachable"),
        ([GOOD, KeyPoint("k2", "MVCC 让读不阻塞写。", 2)], "duplicate"),
        ([GOOD, KeyPoint("k2", "MVCC 让读阻塞写", 2)], "contradictory"),
        (
            [
                KeyPoint("k1", "MVCC 让读不阻塞写", mistakes=("MVCC 每次读都给行加锁",)),
                KeyPoint("k2", "MVCC 每次读都给行加锁", 1),
            ],
            "contradictory",
        ),
        ([f"第 {n} 条：用 {name} 实现" for n, name in enumerate("ABCDEFGHIJKLM", 10)], "too-many"),
        (["MVCC 管读", "redo 管崩溃恢复", "undo 管回滚", "binlog 管复制"], "equal-weights"),
    ],
)
def test_objections(points: list[str | KeyPoint], kind: str) -> None:
    assert kind in kinds(*points)


def test_what_the_reference_does_not_say() -> None:
    assert kinds(GOOD, answer="组提交把多个事务的刷盘合并成一次。") == ["unsupported"]


def test_the_worst_comes_first() -> None:
    findings = [
        Finding("q", "", "equal-weights", ""),
        Finding("q", "k2", "compound", ""),
        Finding("q", "k1", "contradictory", ""),
    ]
    assert [f.kind for f in worst_first(findings)] == ["contradictory", "compound", "equal-weights"]


def test_an_empty_rubric_is_no_crash() -> None:
    assert check_rubric(Rubric("q1", ())) == ()


def test_the_bundled_rubrics_pass() -> None:
    found = [
        f
        for r in bundled_rubrics()
        for f in check_rubric(r)
        if f.kind in ("contradictory", "unreachable", "too-many")
    ]
    assert found == []
