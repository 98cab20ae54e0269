import pytest

from grader.evidence.words import WordEvidence, statement_share, weigh_words
from rubrics.glossary import bundled_glossary
from rubrics.model import KeyPoint
from rubrics.text import fold, windows


def weighed(point: str, answer: str) -> WordEvidence:
    pieces = [span.of(answer) for span in windows(answer)]
    return weigh_words([KeyPoint("k1", point, 2)], fold(answer), pieces, bundled_glossary())[0]


@pytest.mark.parametrize(
    ("answer", "named"),
    [("高温库、低温库", 1.0), ("有低温库。", 1.0), ("中温库和常温库", 0.0), ("", 0.0)],
)
def test_an_entry_of_a_list_is_named_or_not(answer: str, named: float) -> None:
    assert weighed("冷库的类型：低温库", answer).named == pytest.approx(named, abs=0.1)


def test_a_slip_in_a_long_entry_is_forgiven() -> None:
    assert weighed("原则：按先进先出组织出库", "按先进先出组织初库").named > 0.8


def test_only_entries_of_lists_are_named() -> None:
    sentence = "更新方式：堆表就地改行，旧值进回滚段，需要时再读"
    assert weighed(sentence, sentence).named == 0.0
    assert weighed("堆表就地改行", "堆表就地改行").named == 0.0


def test_terms_without_a_statement_are_told_from_prose() -> None:
    terms = statement_share("LoRA、QLoRA、SFT、DPO、RLHF、KV Cache")
    prose = statement_share("原来的权重是冻住的，只有两个小矩阵会被训练，所以能把显存降下来。")
    assert terms < 0.3 < prose
