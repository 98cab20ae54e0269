"""Which server and model a `--judge` names: presets, addresses and keys."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from urllib.parse import unquote, urlsplit

from questions.errors import InputError

_LOCAL = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104  # compared, not bound


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model behind an OpenAI-compatible server. `key` is "" where none is needed; it is never
    printed or stored.
    """

    model: str
    url: str
    key: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """`model@host`: what messages call this judge."""
        return f"{self.model}@{urlsplit(self.url).netloc.rpartition('@')[2]}"

    @property
    def signed(self) -> str:
        """What signatures call this judge: as `--judge` takes it, without a password; behind a
        plug-in's name, in brackets, whose model it is.
        """
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        if parts.scheme == "plugin":
            return f"plugin:{unquote(host)} ({self.model})"
        preset = next((name for name, row in presets().items() if row["url"] == self.url), "")
        where = f"{self.model}@{parts.scheme}://{host}{parts.path}"
        return f"{preset}:{self.model}" if preset else where

    @property
    def is_local(self) -> bool:
        """Whether the server runs on this machine: then calls cost nothing."""
        return (urlsplit(self.url).hostname or "") in _LOCAL


@cache
def presets() -> Mapping[str, Mapping[str, str]]:
    """Address and key variable by preset name."""
    return tomllib.loads(files("grader.judges").joinpath("data/presets.toml").read_text("utf-8"))


def find_endpoint(
    text: str, environment: Mapping[str, str] | None = None, *, keyless: bool = False
) -> Endpoint:
    """`MODEL`, `PRESET:MODEL`, `MODEL@http://host/v1` or `plugin:NAME`.

    Raises InputError with a hint. A plain model goes to OPENAI_BASE_URL, else to OpenAI; its key is
    OPENAI_API_KEY. `keyless` finds the endpoint without its key, for what sends nothing.
    """
    if text.startswith("plugin:"):
        from grader.judges.responders import PREFIX, find_plugin_judge

        return Endpoint(*find_plugin_judge(text.removeprefix(PREFIX)))
    known = os.environ if environment is None else environment
    model, at, url = text.strip().partition("@http")
    if at:
        return _endpoint(model, "http" + url, known.get("OPENAI_API_KEY", ""), text)
    preset, colon, rest = model.partition(":")
    if colon and preset in presets():
        chosen = presets()[preset]
        return _endpoint(
            rest, chosen["url"], "" if keyless else _key(chosen["key"], known, text), text
        )
    base = known.get("OPENAI_BASE_URL") or presets()["openai"]["url"]
    endpoint = _endpoint(model, base, known.get("OPENAI_API_KEY", ""), text)
    if not endpoint.key and not endpoint.is_local and not keyless:
        _key("OPENAI_API_KEY", known, text)
    return endpoint


def _endpoint(model: str, url: str, key: str, text: str) -> Endpoint:
    parts = urlsplit(url)
    if not model.strip():
        raise InputError(
            "names no model", place=f"--judge {text!r}", hint="write MODEL or PRESET:MODEL"
        )
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(
            f"no address of a server: {url!r}",
            place="OPENAI_BASE_URL or --judge",
            hint="write http://host:port/v1",
        )
    return Endpoint(model.strip(), url.rstrip("/"), key.strip())


def _key(variable: str, known: Mapping[str, str], text: str) -> str:
    if not variable:
        return ""
    if not known.get(variable, "").strip():
        names = ", ".join(presets())
        raise InputError(
            f"the judge {text!r} needs a key", hint=f"set {variable}; presets: {names}"
        )
    return known[variable]
