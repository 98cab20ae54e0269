import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.judges.messages import (
    PLACEHOLDER,
    draw_nonce,
    prompt_hash,
    safe_nonce,
    unveiled,
    write_prompt,
)
from tests.grader.judges.desk import ANSWER, POINTS, a_case


@given(st.text(max_size=300))
def test_no_answer_can_leave_its_fence(answer: str) -> None:
    nonce = safe_nonce(answer)
    lines = write_prompt(a_case(answer), nonce).user.split("\n")
    fences = [i for i, line in enumerate(lines) if line == f"====={nonce[:16]}====="]
    assert len(fences) == 2
    assert fences[1] == fences[0] + 2
    given_back = json.loads(lines[fences[0] + 1])
    assert given_back == answer.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_answer_is_no_template(lang: str) -> None:
    prompt = write_prompt(a_case("{{ 7 * 7 }} {% raw %} {{ fence }}", lang=lang), PLACEHOLDER)
    assert "{{ 7 * 7 }} {% raw %} {{ fence }}" in prompt.user


def test_the_fence_is_looked_for_behind_widths_and_hidden_characters() -> None:
    hidden = "ａ\u200bb" + "0" * 22
    draws = iter(["ab" + "0" * 22, "c" * 24])
    assert unveiled(hidden) == "ab" + "0" * 22
    assert safe_nonce(f"我知道围栏是 {hidden}", lambda: next(draws)) == "c" * 24


def test_a_fence_that_cannot_be_hidden_is_an_error() -> None:
    with pytest.raises(ValueError, match="every nonce"):
        safe_nonce("f" * 24, lambda: "f" * 24)


def test_every_call_has_another_fence_canary_and_place() -> None:
    prompts = [write_prompt(a_case(), draw_nonce()) for _ in range(60)]
    assert len({p.user for p in prompts}) == 60
    assert {p.canary for p in prompts} == {"p1", "p2", "p3", "p4"}


def test_points_keep_their_order_and_their_ids_are_mapped_back() -> None:
    prompt = write_prompt(a_case(), draw_nonce())
    assert list(prompt.points.values()) == [p.id for p in POINTS]
    assert prompt.canary not in prompt.points
    assert len(prompt.points) == len(POINTS)


@pytest.mark.parametrize(("lang", "words"), [("zh", "参考答案"), ("en", "Reference answer")])
def test_the_prompt_speaks_the_language_of_the_case(lang: str, words: str) -> None:
    prompt = write_prompt(a_case(lang=lang), PLACEHOLDER)
    assert words in prompt.user
    assert ANSWER in prompt.user
    assert '"bonus"' in prompt.system
    assert "{{" not in prompt.system + prompt.user


def test_the_hash_names_the_templates() -> None:
    assert len(prompt_hash()) == 8
    assert prompt_hash() == prompt_hash()
