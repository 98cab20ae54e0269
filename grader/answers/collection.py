"""Answers asked of a model behind an OpenAI-compatible endpoint, kept before anything is graded."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from questions.errors import InputError
from questions.model import Question

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat import ChatCompletion

ANSWERS = "answers.jsonl"
SETTINGS = "collection.json"
FORMAT = "kaoguan-collection/1"
"""History: /1 (0.1.0) first version."""
_THOUGHT = re.compile(r"^\s*<think>.*?</think>\s*", re.DOTALL)
_FATAL = frozenset({"AuthenticationError", "PermissionDeniedError", "NotFoundError"})

Watch = Callable[[int, int], None]
"""Called with how many answers are there and how many are wanted."""


@dataclass(frozen=True, slots=True)
class Request:
    """Whom to ask, how often and how. `base_url` "" means that of the `openai` package.

    `input_price` and `output_price` are money a million tokens, None where unknown.
    """

    model: str
    base_url: str = ""
    repeats: int = 1
    temperature: float | None = None
    system: str = ""
    most_tokens: int | None = None
    concurrency: int = 4
    input_price: float | None = None
    output_price: float | None = None

    def settings(self) -> dict[str, Any]:
        """What the answers depend on."""
        data = asdict(self)
        for name in ("concurrency", "repeats", "input_price", "output_price", "system"):
            del data[name]
        digest = hashlib.sha256(self.system.encode("utf-8")).hexdigest()[:12]
        return data | {"system": digest if self.system else ""}


@dataclass(frozen=True, slots=True)
class _Job:
    question: Question
    repeat: int

    @property
    def answer_id(self) -> str:
        return f"{self.question.id}-{self.repeat}"


def collect(
    questions: Sequence[Question], request: Request, folder: Path, watch: Watch, again: bool = False
) -> Path:
    """Ask what is not asked yet; the file of all answers, in the order of the questions.

    Every reply is on disk before the next is taken in; a call that succeeded is never made twice.
    With `again` what failed is asked again. Raises InputError for other settings than those of
    the answers that are there, and when the endpoint refuses every call.
    """
    path = folder / ANSWERS
    folder.mkdir(parents=True, exist_ok=True)
    if link := next((p for p in (path, folder / SETTINGS) if p.is_symlink()), None):
        hint = "choose another --out"
        raise InputError("is a link, which is not written through", place=str(link), hint=hint)
    _check_settings(folder, request)
    known = {k: v for k, v in _read(path).items() if not (again and "error" in v)}
    jobs = [_Job(q, r) for q in questions for r in range(1, request.repeats + 1)]
    open_jobs = [job for job in jobs if job.answer_id not in known]
    with path.open("ab", buffering=0) as file:
        for record in _ask_all(open_jobs, request):
            file.write(_line(record))
            known[str(record["answer_id"])] = record
            watch(len(known), len(jobs))
    ordered = [known[job.answer_id] for job in jobs if job.answer_id in known]
    draft = path.with_name(f".{ANSWERS}.draft")
    draft.write_bytes(b"".join(map(_line, ordered)))
    draft.replace(path)
    return path


def _line(record: Mapping[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _check_settings(folder: Path, request: Request) -> None:
    path = folder / SETTINGS
    wanted = {"format": FORMAT, **request.settings()}
    if path.exists() and (old := _known_settings(path)) != wanted:
        changed = ", ".join(sorted(k for k in {*old, *wanted} if old.get(k) != wanted.get(k)))
        hint = "choose another --out, or the settings of before"
        raise InputError(
            f"the answers here were collected with another {changed}", place=str(path), hint=hint
        )
    path.write_text(json.dumps(wanted, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _known_settings(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise InputError(
            "is not what was collected with", place=str(path), hint="choose another --out"
        )
    return data


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """The answers that are there, a torn last line left out; a later line replaces an earlier."""
    found: dict[str, dict[str, Any]] = {}
    if not path.exists():
        return found
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    for number, line in enumerate(whole.splitlines(), 1):
        try:
            record = json.loads(line)
            found[str(record["answer_id"])] = record
        except (ValueError, LookupError, TypeError, RecursionError):
            reason, hint = "is no collected answer", "choose another --out"
            raise InputError(reason, place=f"{path}:{number}", hint=hint) from None
    if len(whole) < len(data):
        path.write_bytes(whole)
    return found


def _ask_all(jobs: Sequence[_Job], request: Request) -> Iterator[dict[str, Any]]:
    """Replies as they come; a few calls at a time, the next only when one is done."""
    if not jobs:
        return
    client = _client(request)
    source = iter(jobs)
    with ThreadPoolExecutor(request.concurrency) as pool:
        flying: set[Future[dict[str, Any]]] = set()
        try:
            while True:
                room = request.concurrency - len(flying)
                flying |= {pool.submit(_ask, client, job, request) for job in islice(source, room)}
                if not flying:
                    return
                done, flying = wait(flying, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _client(request: Request) -> OpenAI:
    import os

    import openai

    key = os.environ.get("OPENAI_API_KEY") or ("none" if request.base_url else "")
    if not key:
        hint = "set OPENAI_API_KEY, or give --base-url for a local server"
        raise InputError("the model needs a key", hint=hint)
    return openai.OpenAI(api_key=key, base_url=request.base_url or None, max_retries=5, timeout=600)


def _ask(client: OpenAI, job: _Job, request: Request) -> dict[str, Any]:
    """One call; what goes wrong is in `error`. Raises InputError where every call would fail."""
    import openai

    record = {
        "question": job.question.id,
        "answer_id": job.answer_id,
        "author": request.model,
        "repeat": job.repeat,
    }
    started = time.monotonic()
    try:
        reply = client.chat.completions.create(**_body(job.question, request))
    except openai.OpenAIError as error:
        name = type(error).__name__
        if name in _FATAL:
            hint = "check --model, --base-url and OPENAI_API_KEY"
            raise InputError(
                f"{client.base_url.host} refuses the call: {name}", hint=hint
            ) from None
        return record | {"error": f"{name}: {' '.join(str(error).split())[:300]}"}
    return record | _reply(reply, request) | {"seconds": round(time.monotonic() - started, 3)}


def _body(question: Question, request: Request) -> dict[str, Any]:
    messages = [{"role": "user", "content": question.title}]
    if request.system:
        messages.insert(0, {"role": "system", "content": request.system})
    body: dict[str, Any] = {"model": request.model, "messages": messages}
    if request.temperature is not None:
        body["temperature"] = request.temperature
    if request.most_tokens is not None:
        body["max_tokens"] = request.most_tokens
    return body


def _reply(reply: ChatCompletion, request: Request) -> dict[str, Any]:
    """The answer without the model's thoughts, the tokens and the cost."""
    if not reply.choices:
        return {"error": "the reply holds no choice"}
    choice, usage = reply.choices[0], reply.usage
    text = choice.message.content
    if text is None:
        return {"error": f"the reply holds no text (finish_reason {choice.finish_reason})"}
    found: dict[str, Any] = {"answer": _THOUGHT.sub("", text), "finish": choice.finish_reason}
    if usage is not None:
        found |= {"input_tokens": usage.prompt_tokens, "output_tokens": usage.completion_tokens}
        if request.input_price is not None and request.output_price is not None:
            cost = (
                usage.prompt_tokens * request.input_price
                + usage.completion_tokens * request.output_price
            )
            found["cost"] = round(cost / 1e6, 8)
    return found
