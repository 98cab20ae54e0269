import pytest

from grader.judges.quotes import Quotable

ANSWER = "第一，KV Ｃａｃｈｅ 避免\n重复计算；第二，显存   随长度增长。It doesn't grow."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("避免\n重复计算", ["避免\n重复计算"]),
        ("避免重复计算", ["避免\n重复计算"]),
        ("kv cache 避免", ["KV Ｃａｃｈｅ 避免"]),
        ("显存 随长度增长", ["显存   随长度增长"]),
        ("“显存 随长度增长”", ["显存   随长度增长"]),
        ("第一…随长度增长", ["第一", "随长度增长"]),
        ("避\u200b免", ["避免"[:1] + "免"]),
        ("避免随长度", []),
        ("第一…不在里面", []),
        ("，", []),
        ("", []),
        ("…", []),
        ("一", []),
    ],
)
def test_a_quote_is_found_whatever_its_widths_and_spaces(quote: str, found: list[str]) -> None:
    evidence = Quotable(ANSWER).find(quote)
    assert [e.text for e in evidence] == found
    assert all(ANSWER[e.start : e.end] == e.text for e in evidence)


def test_one_quote_that_is_not_there_spoils_all() -> None:
    assert Quotable(ANSWER).find_all(["避免", "从未说过的话"]) is None


def test_repeated_quotes_are_one() -> None:
    found = Quotable(ANSWER).find_all(["重复计算", "第一", "重复计算"])
    assert found is not None
    assert [e.text for e in found] == ["第一", "重复计算"]
