"""Disagreement seen without any model."""

from __future__ import annotations

import pytest

from grader.evidence.consistency import compare


@pytest.mark.parametrize(
    ("point", "window"),
    [
        ("64 个 query 头配 8 组，缓存剩 1/8", "64 个 query 头配 8 组，缓存剩 1/64"),
        ("TCP 建立连接要三次握手", "TCP 建立连接要四次握手"),
        ("预训练用了 18T tokens", "预训练用了 2T tokens"),
    ],
)
def test_another_number_of_the_same_kind_clashes(point: str, window: str) -> None:
    seen = compare(point, window)
    assert seen.numbers > 0
    assert "≠" in seen.clash


@pytest.mark.parametrize(
    ("point", "window"),
    [
        ("缓存剩 1/8", "缓存只剩八分之一"),
        ("上下文 128K", "上下文长度是 131072"),
        ("学习率取 2e-4", "我们设成 0.0002"),
    ],
)
def test_the_same_number_in_other_words_agrees(point: str, window: str) -> None:
    seen = compare(point, window)
    assert seen.numbers == 0
    assert seen.agreeing == 1


@pytest.mark.parametrize(
    ("point", "window"),
    [
        ("学习率过大会使损失增大", "学习率过大会使损失减小"),
        ("瓶颈在访存而不在算力", "瓶颈在训练阶段，靠推理补"),
        ("larger batches increase throughput", "larger batches decrease throughput"),
    ],
)
def test_opposites(point: str, window: str) -> None:
    assert compare(point, window).opposites in (0.0, 1.0)


def test_an_opposite_in_the_place_of_the_points_word() -> None:
    assert compare("显存占用增大", "显存占用减小").opposites == 1.0
    assert compare("显存占用增大", "显存占用会增大，而不是减小").opposites == 0.0


def test_denying_what_the_point_states() -> None:
    assert compare("推理时需要缓存 K 和 V", "推理时不需要缓存 K 和 V").negation > 0
    assert compare("推理时不需要缓存 Q", "推理时不需要缓存 Q").negation == 0


def test_swapped_roles() -> None:
    point = "MHA 每个头独享一套 K/V，MQA 所有头共用一套 K/V"
    assert compare(point, "MHA 所有头共用一套 K/V，MQA 每个头独享一套 K/V").roles == 1.0
    assert compare(point, point).roles == 0.0


def test_nothing_in_common_shows_no_disagreement() -> None:
    seen = compare("RoPE 用旋转矩阵编码位置", "今天天气很好")
    assert (seen.numbers, seen.negation, seen.opposites, seen.roles) == (0, 0, 0, 0)


def test_repeating_a_typical_mistake_of_the_point() -> None:
    point = "MQA 所有 query 头共用一套 K/V"
    mistake = "MQA 每个 query 头独享一套 K/V"
    assert compare(point, mistake, [mistake]).opposites == 1.0
    assert compare(point, point, [mistake]).opposites == 0.0
