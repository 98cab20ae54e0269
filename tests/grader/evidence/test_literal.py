"""When an answer says a point word for word, or nearly."""

import pytest

from grader.evidence.words import weigh_words
from rubrics.glossary import bundled_glossary
from rubrics.model import KeyPoint
from rubrics.text import fold, windows

SAMPLING = "拒绝采样：按接受概率保留或重采样，最终分布和大模型单独采样完全一样"
SHARED = "MQA：所有 query 头共享同一套 K/V"
QUERY = "不需要缓存历史的 Q，只缓存 K 和 V 就够用"
ENGLISH = "The dropped activations are recomputed during the backward pass"


@pytest.mark.parametrize(
    ("point", "answer", "literal"),
    [
        (SAMPLING, f"我记得{SAMPLING}。", True),
        (SAMPLING, "拒绝采样：按接受概率保留或重采样，最终分布和大模型单独采样一样。", True),
        (SAMPLING, "拒绝采样：按接受概率保留或重采样，最终分布和大模型单独采样不一样。", False),
        (SAMPLING, "拒绝采样：按接受概率保留或重采样，最终分布和小模型单独采样完全一样。", False),
        (SAMPLING, "贪心按接受概率保留或重采样，最终分布和大模型单独采样完全一样。", False),
        (SHARED, "MHA 里所有 query 头共享同一套 K/V，MQA 各用各的", False),
        (SAMPLING, "有人说最终分布和大模型单独采样完全一样，这是错的。", False),
        (QUERY, "需要缓存历史的 Q，只缓存 K 和 V 就够用", False),
        (QUERY, "不需要缓存 Q，只缓存 K 和 V 就够用", True),
        (ENGLISH, "The dropped activations are recomputed during the backward pass.", True),
        (ENGLISH, "The dropped activations are recomputed during the forward pass.", False),
        (ENGLISH, "", False),
    ],
)
def test_nothing_but_harmless_words_may_be_left_out(point: str, answer: str, literal: bool) -> None:
    pieces = [span.of(answer) for span in windows(answer)]
    points = [KeyPoint("k1", point, 2)]
    (found,) = weigh_words(points, fold(answer), pieces, bundled_glossary())
    assert found.literal is literal
