"""Rubric files that are bombs: whatever YAML can make of a few bytes."""

from __future__ import annotations

from time import process_time

import pytest

from questions.errors import InputError
from questions.model import Question, Source
from rubrics.build import build_rubric
from rubrics.files import read_rubrics, write_rubrics

HEAD = "format: kaoguan-rubric/1\nrubrics:\n  - question: q\n    points:\n"
REFUSED = {
    "laughs": "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n" + HEAD + "      - {text: *c}\n",
    "merge": "a: &a {text: x}\n" + HEAD + "      - {<<: *a}\n",
    "object": HEAD + "      - {text: !!python/object/apply:os.system [id]}\n",
    "name": HEAD + "      - {text: !!python/name:os.system }\n",
    "deep list": HEAD + "      - {text: " + "[" * 100_000,
    "deep mapping": "{a: " * 50_000,
    "deep block": "\n".join(" " * i + "- " for i in range(3000)),
    "unhashable": "? [a, b]\n: c\n",
    "tag": HEAD + "      - {text: !evil x}\n",
    "control": "a: \x00",
    "two documents": HEAD + "      - {text: a}\n---\na: b\n",
    "huge weight": HEAD + "      - {text: a, weight: " + "9" * 100_000 + "}\n",
    "hex weight": HEAD + "      - {text: a, weight: 0x" + "f" * 100_000 + "}\n",
    "tagged weight": HEAD + "      - {text: a, weight: !!int 0x" + "f" * 100_000 + "}\n",
    "sixties": HEAD + "      - {text: a, weight: " + ":".join(["59"] * 50_000) + "}\n",
    "tagged sixties": HEAD + "      - {text: a, weight: !!int " + ":".join(["59"] * 50_000) + "}\n",
    "sixties of a float": HEAD + "      - {text: a, weight: " + ":".join(["59"] * 50_000) + ".5}\n",
    "infinite weight": HEAD + "      - {text: a, weight: .inf}\n",
    "true weight": HEAD + "      - {text: a, weight: true}\n",
    "set": HEAD + "      - !!set {a, b}\n",
    "omap": HEAD + "      - !!omap [a: b]\n",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bomb_is_refused_in_one_line_and_soon(name: str) -> None:
    start = process_time()
    with pytest.raises(InputError) as error:
        read_rubrics(REFUSED[name], "r.yaml")
    assert process_time() - start < 20  # seconds of the processor; what explodes takes hours
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 500


@pytest.mark.parametrize(
    "text",
    [
        "on",
        "no",
        "1.10",
        "2024-05-01",
        "2024-99-99",
        "0x1f",
        "1:30:00",
        "1e999",
        ".nan",
        "12",
        "=",
        "<<",
    ],
)
def test_what_stands_without_quotes_is_meant_as_it_is_written(text: str) -> None:
    (rubric,) = read_rubrics(HEAD + f"      - {{text: a, keywords: [{text}]}}\n", "r.yaml")
    assert rubric.points[0].keywords == ((text,),)
    (again,) = read_rubrics(write_rubrics([rubric]), "r.yaml")
    assert again == rubric


HOSTILE_ANSWERS = {
    "nested lists": "\n".join("  " * i + "- a" for i in range(400)),
    "nested quotes": ">" * 3000 + " a",
    "braces": "$" + "{" * 5000 + "}" * 5000 + "$",
    "fractions": "$" + "\\frac{" * 3000 + "$",
    "roots": "$" + "\\sqrt[" * 3000 + "$",
    "scripts": "$a" + "^" * 5000 + "$",
    "bold": "**" * 5000,
    "marks": "<mark>" * 3000 + "a" + "</mark>" * 3000,
    "table": "|" * 3000 + "\n" + "|-" * 3000 + "\n" + "|a" * 3000,
    "numbers": "9" * 5000 + " 亿" * 3000 + "分之" * 1000,
    "brackets": "（" * 5000 + "）" * 5000,
    "one word": "a" * 20_000,
    "spaces": "a" + " " * 20_000 + "b",
    "separators": "、" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE_ANSWERS)
def test_a_rubric_is_built_of_any_answer(name: str) -> None:
    text = HOSTILE_ANSWERS[name]
    question = Question("q", "什么是缓存？", Source("b.md", 1), answer=text, marks=(text[:2000],))
    start = process_time()
    rubric = build_rubric(question)
    assert process_time() - start < 20
    assert read_rubrics(write_rubrics([rubric]), "r.yaml") == (rubric,) if rubric.points else True
