"""Every command that a page shows is run; what the page says it prints is what it prints.

After a change that should change outputs: python docs/generate.py --write
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import yaml

from docs.stage import Stage, find_command, mistakes
from docs.transcripts import ROOT, Command, File, Page, pages, read_page, rewritten, same
from questions.markdown import parse_bank
from rubrics.files import read_kept

PAGES = {page.name: page for page in pages()}
_TITLED = {
    (page.name, step.name): step.text
    for page in PAGES.values()
    for step in page.steps
    if isinstance(step, File)
}


@pytest.mark.parametrize("name", PAGES)
def test_commands_of_a_page_print_what_it_shows(name: str, tmp_path: Path) -> None:
    page = PAGES[name]
    found = []
    for played in Stage(tmp_path.resolve(), page.lang, tier="words").play(page):
        if page.is_full and played.step.is_compared:
            assert played.printed, f"{name}:{played.step.line} prints nothing"
        elif problem := mistakes(played):
            found.append(f"{name}:{played.step.line}: {problem}")
    assert not found, "\n\n".join([*found, "python docs/generate.py --write"])


def test_the_pages_that_teach_are_among_them() -> None:
    tutorials = {
        f"docs/{lang}/{user}.md"
        for lang in ("zh", "en")
        for user in ("candidate", "interviewer", "team", "troubleshooting")
    }
    assert tutorials | {"README.md"} <= set(PAGES)


@pytest.mark.parametrize("user", ["candidate", "interviewer", "team", "troubleshooting"])
def test_both_languages_run_the_same_commands(user: str) -> None:
    zh, en = (_shapes(PAGES[f"docs/{lang}/{user}.md"]) for lang in ("zh", "en"))
    assert zh == en


def _shapes(page: Page) -> list[tuple[str, ...]]:
    """The first two words of each command, which do not depend on the language."""
    return [
        tuple(step.text.partition("=")[0].split()[:2])
        for step in page.steps
        if isinstance(step, Command) and "grade" not in step.text
    ]


@pytest.mark.parametrize(
    "place", [p for p in _TITLED if p[1].endswith((".yaml", ".yml", ".jsonl"))]
)
def test_files_on_pages_can_be_read(place: tuple[str, str]) -> None:
    text = _TITLED[place]
    if place[1].endswith(".jsonl"):
        assert all(json.loads(line)["question"] for line in text.splitlines())
    elif "troubleshooting" not in place[0]:
        assert yaml.safe_load(text)


def test_the_bank_and_the_rubric_of_the_formats_page_are_what_it_says() -> None:
    text = (ROOT / "docs/formats.md").read_text("utf-8")
    bank, problems = parse_bank(_block(text, "markdown"), "bank.md")
    assert (len(bank.questions), problems) == (1, ())
    (question,) = bank.questions
    assert (question.company, question.date, question.tags) == (
        "Example",
        "2025-09",
        ("inference", "KV cache"),
    )
    (kept,) = read_kept(_block(text, "yaml"), "rubric.yaml")
    assert kept.rubric.points[0].keywords == (("KV cache", "KV 缓存"),)


def _block(text: str, lang: str) -> str:
    return text.partition(f"```{lang}\n")[2].partition("\n```")[0]


def test_a_page_that_is_out_of_date_is_found_and_mended(tmp_path: Path) -> None:
    page = _page(tmp_path, "```console\n$ echo one\nzwei\n$ echo $?\n0\n```\n")
    played = list(Stage(tmp_path, "en").play(page))
    assert "zwei" in mistakes(played[0])
    assert not mistakes(played[1])
    mended = rewritten(page, {p.step.line: p.printed or "" for p in played})
    assert mended == "```console\n$ echo one\none\n$ echo $?\n0\n```\n"


def test_a_command_without_output_must_end_well(tmp_path: Path) -> None:
    page = _page(tmp_path, "```console\n$ kaoguan bank check nowhere.md\n```\n")
    (played,) = Stage(tmp_path, "en").play(page)
    assert played.code == 2
    assert "no such file" in mistakes(played)


def test_options_of_commands_that_need_a_server_are_read_not_run(tmp_path: Path) -> None:
    page = _page(tmp_path, "```console\n$ kaoguan serve --nowhere\n```\n")
    with pytest.raises(Exception, match="nowhere"):
        list(Stage(tmp_path, "en").play(page))


def test_times_hashes_and_places_do_not_count() -> None:
    assert same(
        "at 2026-01-02 03:04, 1.5 s, rubric 327b80a84393",
        "at 2027-02-03 04:05, 12 s, rubric 3cdb80a84393",
    )
    assert not same("score 41", "score 42")


def test_a_hash_that_the_terminal_folds_does_not_count() -> None:
    assert same("calibration:80f\nf958e|version", "calibration:5cd\ndbe41|version")
    assert not same("calibration:none|version", "calibration:5cd\ndbe41|version")


def test_no_page_shows_a_place_of_the_machine_that_wrote_it() -> None:
    places = (tempfile.gettempdir() + "/", str(Path.home()), str(ROOT))
    for page in PAGES.values():
        assert not [place for place in places if place in page.text], page.name


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]),
    ids=lambda p: p.relative_to(ROOT).as_posix(),
)
def test_commands_named_in_sentences_exist(path: Path) -> None:
    text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    for said in re.findall(r"`kaoguan ([^`\n]+)`", text):
        words = said.replace("…", "").replace("|", " ").split()
        command, depth = find_command(words)
        assert depth, f"{path.name}: kaoguan {said}"
        known = {
            name for option in command.params for name in (*option.opts, *option.secondary_opts)
        } | {"--help"}
        used = {word for word in words[depth:] if re.fullmatch(r"--[a-z-]+", word)}
        assert used <= known, f"{path.name}: kaoguan {said}"


def _page(folder: Path, text: str) -> Page:
    path = folder / "page.md"
    path.write_text(text, "utf-8")
    return read_page(path)


def test_the_command_reference_is_what_the_commands_say() -> None:
    """In a process of its own: click keeps what other tests rendered."""
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
