import pytest

from grader.judges.dialects import Dialect, read_dialect
from grader.judges.messages import PLACEHOLDER, write_prompt
from tests.grader.judges.desk import a_case

PROMPT = write_prompt(a_case(), PLACEHOLDER)

REFUSALS = {
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
    "'max_completion_tokens' instead.": Dialect(limit="max_completion_tokens"),
    "Unsupported value: 'temperature' does not support 0 with this model.": Dialect(
        temperature=False
    ),
    "This response_format type is unavailable now": Dialect(shape="json"),
    "This model's maximum context length is 2048 tokens. However, you requested 4196": Dialect(
        limit=""
    ),
    "System messages are not supported": Dialect(system=False),
    "bad request": Dialect(shape="json"),
}


@pytest.mark.parametrize(("said", "simpler"), REFUSALS.items())
def test_what_the_server_names_is_given_up_first(said: str, simpler: Dialect) -> None:
    assert Dialect().simpler(said) == simpler


def test_giving_up_comes_to_an_end() -> None:
    steps = []
    dialect: Dialect | None = Dialect()
    while dialect is not None:
        steps.append(dialect)
        dialect = dialect.simpler("bad request")
    assert len(steps) == 7
    assert steps[-1] == Dialect("text", temperature=False, limit="", system=False)
    body = steps[-1].request("m", PROMPT, 0.0, 100)
    assert set(body) == {"model", "messages"}
    assert [m["role"] for m in body["messages"]] == ["user"]
    assert PROMPT.system in body["messages"][0]["content"]


def test_a_dialect_that_works_is_left_only_for_a_reason_with_a_name() -> None:
    assert Dialect().simpler("bad request", only_named=True) is None
    assert Dialect().simpler("temperature?", only_named=True) == Dialect(temperature=False)


def test_a_plain_request_asks_for_the_schema() -> None:
    body = Dialect().request("m", PROMPT, 0.0, 100)
    schema = body["response_format"]["json_schema"]["schema"]
    fields = schema["properties"]["verdicts"]["items"]["properties"]
    assert list(fields) == ["id", "reason", "state", "quotes"]  # the reason comes before the state
    assert body["max_tokens"] == 100


@pytest.mark.parametrize(
    "dialect", [Dialect(), Dialect("text", temperature=False, limit="", system=False)]
)
def test_dialects_are_remembered_as_text(dialect: Dialect) -> None:
    assert read_dialect(dialect.to_json()) == dialect


@pytest.mark.parametrize("text", ["", "{", '{"shape": "json", "unknown": 1}'])
def test_what_cannot_be_read_is_the_plain_dialect(text: str) -> None:
    assert read_dialect(text) == Dialect()
