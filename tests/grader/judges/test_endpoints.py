import pytest

from grader.judges.endpoints import Endpoint, find_endpoint, presets
from questions.errors import InputError

KEYS = {"OPENAI_API_KEY": "sk-1", "DEEPSEEK_API_KEY": "ds-1", "DASHSCOPE_API_KEY": "qw-1"}


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        ("gpt-4.1-mini", "gpt-4.1-mini@api.openai.com", "sk-1"),
        ("openai:gpt-4.1", "gpt-4.1@api.openai.com", "sk-1"),
        ("deepseek:deepseek-chat", "deepseek-chat@api.deepseek.com", "ds-1"),
        ("qwen:qwen-plus", "qwen-plus@dashscope.aliyuncs.com", "qw-1"),
        ("ollama:qwen3:8b", "qwen3:8b@127.0.0.1:11434", ""),
        ("qwen3:8b", "qwen3:8b@api.openai.com", "sk-1"),
        ("vllm:Qwen/Qwen3-8B", "Qwen/Qwen3-8B@127.0.0.1:8000", ""),
        ("m@http://10.0.0.7:9000/v1/", "m@10.0.0.7:9000", "sk-1"),
        ("m@https://user:pass@host/v1", "m@host", "sk-1"),
    ],
)
def test_a_name_says_server_and_model(text: str, name: str, key: str) -> None:
    endpoint = find_endpoint(text, KEYS)
    assert endpoint.name == name
    assert endpoint.key == key
    assert not endpoint.url.endswith("/")
    assert key not in repr(endpoint) or not key


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("gpt-4.1-mini", "openai:gpt-4.1-mini"),
        ("deepseek:deepseek-chat", "deepseek:deepseek-chat"),
        ("ollama:qwen3:8b", "ollama:qwen3:8b"),
        ("m@http://10.0.0.7:9000/v1/", "m@http://10.0.0.7:9000/v1"),
        ("m@https://user:pass@host/v1", "m@https://host/v1"),
    ],
)
def test_a_signature_names_a_judge_as_a_user_would(text: str, signed: str) -> None:
    assert find_endpoint(text, KEYS).signed == signed
    assert find_endpoint(signed, KEYS).signed == signed


def test_a_plugin_is_signed_with_its_model() -> None:
    endpoint = Endpoint("package-1.0/tiny q4", "plugin://tiny:q4")
    assert endpoint.signed == "plugin:tiny:q4 (package-1.0/tiny q4)"


def test_the_base_url_of_the_environment_is_used() -> None:
    endpoint = find_endpoint("m", {"OPENAI_BASE_URL": "http://127.0.0.1:8080/v1"})
    assert endpoint == Endpoint("m", "http://127.0.0.1:8080/v1")
    assert endpoint.is_local


@pytest.mark.parametrize(
    ("text", "known", "hint"),
    [
        ("gpt-4.1", {}, "set OPENAI_API_KEY"),
        ("deepseek:deepseek-chat", {"OPENAI_API_KEY": "x"}, "set DEEPSEEK_API_KEY"),
        ("moonshot:kimi", {"MOONSHOT_API_KEY": "  "}, "set MOONSHOT_API_KEY"),
        ("m", {"OPENAI_BASE_URL": "localhost:8000"}, "http://host:port/v1"),
        ("ollama:", {}, "PRESET:MODEL"),
        ("@http://127.0.0.1/v1", {}, "PRESET:MODEL"),
    ],
)
def test_what_is_missing_is_said_with_a_hint(text: str, known: dict[str, str], hint: str) -> None:
    with pytest.raises(InputError) as caught:
        find_endpoint(text, known)
    assert hint in str(caught.value)


def test_no_key_is_needed_to_send_nothing() -> None:
    assert find_endpoint("deepseek:deepseek-chat", {}, keyless=True).key == ""


def test_every_preset_can_be_named() -> None:
    for name, preset in presets().items():
        known = {preset["key"]: "k"} if preset["key"] else {}
        assert find_endpoint(f"{name}:some-model", known).url == preset["url"]
