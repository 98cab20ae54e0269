from pathlib import Path

import pytest

from grader.judges.ballots import Usage
from grader.judges.endpoints import Endpoint
from grader.judges.messages import PLACEHOLDER, write_prompt
from grader.judges.prices import (
    Price,
    estimate_tokens,
    estimate_verdicts,
    find_price,
    load_prices,
    prices_path,
)
from questions.errors import InputError
from tests.grader.judges.desk import POINTS, a_case

FAR, NEAR = "https://api.example.com/v1", "http://127.0.0.1:8000/v1"


def test_a_cost_is_tokens_times_price() -> None:
    assert Price(0.4, 1.6).cost(Usage(1_000_000, 500_000)) == pytest.approx(1.2)


def test_the_longest_name_that_fits_gives_the_price(tmp_path: Path) -> None:
    own = tmp_path / "prices.toml"
    own.write_text(
        '["m*"]\ninput=1\noutput=2\n["m-big*"]\ninput=3\noutput=4\n["m-big-1"]\ninput=5\noutput=6\n'
    )
    table = load_prices(own)
    found = [find_price(table, Endpoint(m, FAR)) for m in ("m-x", "m-big-2", "m-big-1", "other")]
    assert found == [Price(1, 2), Price(3, 4), Price(5, 6), None]


def test_a_server_on_this_machine_is_free() -> None:
    assert find_price({}, Endpoint("m", NEAR)) == Price(0, 0)


def test_own_prices_stand_over_the_bundled_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "mine.toml"
    own.write_text("\ufeff['gpt-4.1-mini*']\ninput = 9\noutput = 9\n", "utf-8")
    monkeypatch.setenv("KAOGUAN_PRICES", str(own))
    assert prices_path() == own
    table = load_prices()
    assert find_price(table, Endpoint("gpt-4.1-mini-2025", FAR)) == Price(9, 9)
    assert find_price(table, Endpoint("gpt-4o-mini", FAR)) == Price(0.15, 0.6)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "no TOML"),
        ("a = 1", "no table of prices"),
        ("[m]\ninput = 'x'\noutput = 1", "no table"),
    ],
)
def test_a_bad_table_is_one_line_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    own = tmp_path / "prices.toml"
    own.write_text(text)
    with pytest.raises(InputError) as caught:
        load_prices(own)
    assert said in str(caught.value)
    assert str(own) in str(caught.value)


def test_chinese_counts_by_the_character_and_english_by_four() -> None:
    assert estimate_tokens("一" * 100) == 80
    assert estimate_tokens("a" * 100) == 25
    assert estimate_tokens("") == 0
    assert estimate_tokens("\ud800") >= 0


def test_an_estimate_grows_with_points_and_answer() -> None:
    def estimate(case: object) -> tuple[Usage, Usage]:
        return estimate_verdicts(case, write_prompt(case, PLACEHOLDER))  # type: ignore[arg-type]  # a Case

    low, high = estimate(a_case())
    assert low.prompt < high.prompt
    assert low.completion < high.completion
    assert estimate(a_case("长" * 500))[0].prompt > low.prompt + 200
    assert estimate(a_case(points=POINTS[:1]))[1].completion < high.completion
