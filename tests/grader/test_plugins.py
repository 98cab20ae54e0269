"""Encoders and judges of other packages: installed, asked for by name, held to their promises."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.encoders import BACKENDS, encoder_names, load_encoder
from grader.encoders.checked import CheckedEncoder
from grader.judges import responders
from grader.judges.endpoints import find_endpoint
from grader.judges.pacing import Pace
from grader.plugins import ENCODERS, Plugin, load_plugin, plugin_names
from grader.signature import read_signature
from questions.errors import InputError
from tests.grader.cli.running import PROGRAM
from tests.grader.cli.test_grade import BANK, GOOD
from tests.grader.judges.desk import a_job
from tests.plugins.installing import install


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("acme"))


@pytest.fixture
def installed(site: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(site))
    responders.load_responder.cache_clear()
    yield
    responders.load_responder.cache_clear()
    sys.modules.pop("acme_kaoguan", None)


@pytest.mark.usefixtures("installed")
def test_names_are_listed_without_importing_anything() -> None:
    assert plugin_names(ENCODERS) == ["absent", "broken", "letters", "usem3"]
    assert encoder_names()[: len(BACKENDS)] == list(BACKENDS)
    assert "acme_kaoguan" not in sys.modules


@pytest.mark.usefixtures("installed")
def test_an_encoder_is_loaded_by_name_normalised_and_signed_with_its_package() -> None:
    encoder = load_encoder("letters")
    vectors = encoder.encode(["abc", "缓存", ""])
    assert encoder.name == "acme-kaoguan-1.0/letters-64"
    assert vectors.shape == (3, 64)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert load_encoder("letters", "128").encode(["a"]).shape == (1, 128)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("broken", r"the encoder broken \(acme-kaoguan-1.0\) is broken: SystemExit: no licence"),
        ("absent", r"is broken: ModuleNotFoundError: No module named 'acme_absent'"),
        ("none-such", r"no encoder is called 'none-such' \(choose one of usem3, .*letters"),
    ],
)
def test_what_does_not_load_is_one_line(name: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as error:
        load_encoder(name)
    assert "\n" not in str(error.value)


@pytest.mark.usefixtures("installed")
def test_a_built_in_name_cannot_be_taken() -> None:
    """The package offers a broken encoder under the name of the default one."""
    assert load_encoder("usem3").name.startswith("usem3-")


class Odd:
    """An encoder that gives what it is told to."""

    name = "odd"

    def __init__(self, result: Any) -> None:
        self.result = result

    def encode(self, texts: list[str]) -> Any:
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


@pytest.mark.parametrize(
    "result",
    [None, "text", [[1.0]], [1.0, 2.0], [[1.0], [float("nan")]], [[1.0], [float("inf")]],
     [[1.0], [1.0, 2.0]], ValueError("x\ny"), RecursionError()],
)  # fmt: skip
def test_an_encoder_that_breaks_its_promise_is_one_line(result: Any) -> None:
    with pytest.raises(InputError) as error:
        CheckedEncoder(Plugin("acme-1/odd", Odd(result))).encode(["a", "b"])
    assert "acme-1/odd" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.usefixtures("installed")
def test_a_judge_stands_where_a_server_would() -> None:
    endpoint = find_endpoint("plugin:lookup", {})
    assert endpoint.name == "acme-kaoguan-1.0/lookup-1@lookup"
    assert not endpoint.is_local


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("silent", r"the judge silent \(acme-kaoguan-1.0\) has no reply\(\)"),
        ("none-such", r"no judge called 'none-such' is installed .*: failing, lookup, silent"),
        ("", "no judge called ''"),
    ],
)
def test_a_judge_that_is_none_is_one_line(name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        find_endpoint(f"plugin:{name}", {})


def test_two_packages_with_one_name_are_not_chosen_between(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "other-2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 2\n", "utf-8")
    (info / "entry_points.txt").write_text("[kaoguan.encoders]\nletters = other:Thing\n", "utf-8")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(InputError, match=r"several packages offer .*acme-kaoguan-1.0, other-2"):
        load_plugin(ENCODERS, "letters", None, "encode")


def judge(name: str, **pace: float) -> Any:
    """What the judge says of one answer: the review."""
    from grader.judges.budget import Budget
    from grader.judges.cache import ReplyCache
    from grader.judges.conversation import Conversation
    from grader.judges.judge import Judge
    from grader.judges.panel import Panel
    from grader.judging import Judging

    conversation = Conversation(
        find_endpoint(f"plugin:{name}", {}), ReplyCache(None), budget=Budget(), pace=Pace(**pace),  # type: ignore[arg-type]  # times
        price=None,
    )  # fmt: skip
    return Judging(Panel([Judge(conversation)]), "always").review(a_job())


@pytest.mark.usefixtures("installed")
def test_its_verdicts_are_checked_like_any_others() -> None:
    review = judge("lookup")
    assert review.failure is None
    assert {"judge"} <= {m.decided_by for m in review.sheet.marks}
    assert all(
        review.sheet.answer[e.start : e.end] == e.text
        for m in review.sheet.marks
        for e in m.evidence
    )
    assert review.spending.cost is None


@pytest.mark.usefixtures("installed")
def test_a_judge_that_breaks_leaves_the_offline_marks() -> None:
    review = judge("failing")
    assert review.failure is not None
    assert "is broken: ZeroDivisionError: two lines" in review.failure.message
    assert review.sheet.score == a_job().sheet.score


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("said", [None, 7, b"bytes", StopIteration()])
def test_a_reply_that_is_no_text_is_unreadable(said: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import acme_kaoguan  # type: ignore[import-not-found]  # installed by the fixture

    def reply(*_: object) -> Any:
        if isinstance(said, Exception):
            raise said
        return said

    monkeypatch.setattr(acme_kaoguan.Lookup, "reply", reply)
    assert judge("lookup").failure is not None


@pytest.mark.usefixtures("installed")
def test_a_judge_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    import acme_kaoguan

    monkeypatch.setattr(
        acme_kaoguan.Lookup, "reply", lambda *_: threading.Event().wait(60), raising=True
    )
    review = judge("lookup", total=0.2)
    assert review.failure is not None
    assert review.failure.kind == "judge-timeout"


def test_the_program_uses_both(site: Path, tmp_path: Path) -> None:
    (tmp_path / "bank.md").write_text(BANK, "utf-8")
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    environment = {
        **os.environ, "PYTHONPATH": str(site), "KAOGUAN_LANG": "en",
        "KAOGUAN_JUDGE_CACHE": str(tmp_path / "replies.sqlite3"),
    }  # fmt: skip
    command = [sys.executable, "-c", PROGRAM, "grade", "1", "a.txt", "--bank", "bank.md", "--tier", "meaning",
               "--encoder", "letters:32", "--judge", "plugin:lookup", "--judge-when", "always", "--json", "-"]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    parts = read_signature(json.loads(done.stdout)["signature"])
    assert parts["encoder"] == "acme-kaoguan-1.0/letters-32"
    assert "acme-kaoguan-1.0/lookup-1" in parts["judge"]
