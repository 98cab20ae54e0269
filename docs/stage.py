"""Where the commands of a page are played: a folder of its own, the program in this process."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import click
from click.testing import CliRunner

from docs.transcripts import ROOT, Command, File, Page, scrubbed
from grader.cli import kaoguan
from grader.cli.boundary import FINDINGS, guarded

_SHELL = ("cat", "cp", "echo", "export", "grep", "head", "ls", "mkdir", "mv", "printf", "rm", "wc")
"""Programs of the system that pages may use."""
_PLACES = {
    "XDG_DATA_HOME": ".local/share", "XDG_CACHE_HOME": ".cache", "XDG_CONFIG_HOME": ".config"
}  # fmt: skip
_ASKING = ("--judge", "--model", "--rephrase")
"""Options that need a server; such commands are only read, unless their output is shown."""


@dataclass(frozen=True, slots=True)
class Played:
    """What a command printed, standard error included, and its exit code; `printed` is None where
    it was only read, or is for people to run.
    """

    step: Command
    printed: str | None
    code: int


class _Program(click.Command):
    """The program with its error boundary, as a command that CliRunner can invoke."""

    def main(self, args: Any = None, *_args: Any, **_options: Any) -> Any:  # noqa: ANN401  # click's signature
        """Run the program; leaves by SystemExit, as the real one does."""
        with patch.object(sys, "argv", ["kaoguan", *(args or ())]):
            guarded(kaoguan)


@dataclass
class Stage:
    """One folder, one language; `tier` is given to commands that do not name one."""

    folder: Path
    lang: str
    tier: str | None = None
    _exported: dict[str, str] = field(default_factory=dict)
    _code: int = 0

    def play(self, page: Page) -> Iterator[Played]:
        """Make the files and run the commands from top to bottom."""
        for step in page.steps:
            if isinstance(step, File):
                self._write(step)
            else:
                yield self._run(step)

    def _write(self, file: File) -> None:
        path = self.folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")

    def _run(self, step: Command) -> Played:
        words = shlex.split(step.text, comments=True)
        if words == ["echo", "$?"]:
            return Played(step, f"{self._code}\n", 0)
        if words[0] == "export":
            self._exported |= dict(word.split("=", 1) for word in words[1:])
            return Played(step, "", 0)
        if "|" in words and words[words.index("|") + 1] == "kaoguan":
            piped = self._shell(step.text.partition("|")[0]).stdout
            return self._grade(step, words[words.index("|") + 2 :], piped)
        if words[0] == "kaoguan":
            return self._grade(step, words[1:])
        if words[0] not in _SHELL:
            return Played(step, None, 0)
        done = self._shell(step.text)
        self._code = done.returncode
        return Played(step, done.stdout.decode("utf-8", "replace"), done.returncode)

    def _shell(self, text: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(  # noqa: S602  # commands of our own pages
            text, shell=True, cwd=self.folder, env=self._environment() | {"REPO": str(ROOT)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=60,
        )  # fmt: skip

    def _grade(self, step: Command, words: list[str], stdin: bytes = b"") -> Played:
        words, places = _redirections(words)
        if not step.is_compared and (words[:1] == ["serve"] or set(words) & set(_ASKING)):
            _only_read(words)
            return Played(step, None, 0)
        if "<" in places:
            stdin = (self.folder / places["<"]).read_bytes()
        with chdir(self.folder):
            cleared = {name: None for name in os.environ if _is_ours(name)}
            done = CliRunner().invoke(
                _Program("kaoguan"), self._with_tier(words), input=stdin,
                env=cleared | self._environment(),
            )  # fmt: skip
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        self._code = done.exit_code
        if ">" in places:
            (self.folder / places[">"]).write_text(done.stdout, "utf-8")
            return Played(step, self._relative(done.stderr), done.exit_code)
        return Played(step, self._relative(done.output), done.exit_code)

    def _with_tier(self, words: list[str]) -> list[str]:
        if self.tier is None or "--tier" in words or "--help" in words:
            return words
        command, depth = find_command(words)
        takes = any("--tier" in option.opts for option in command.params)
        return [*words[:depth], "--tier", self.tier, *words[depth:]] if takes else words

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not _is_ours(name)}
        places = {name: f"{self._home}/{place}" for name, place in _PLACES.items()}
        ours = {"HOME": self._home, "COLUMNS": "88", "KAOGUAN_LANG": self.lang}
        return kept | places | ours | self._exported

    @property
    def _home(self) -> str:
        return str(self.folder / ".home")

    def _relative(self, text: str) -> str:
        """Places as a reader at home in this folder would see them."""
        return text.replace(self._home, "~").replace(f"{self.folder}/", "")


def mistakes(played: Played) -> str:
    """What is wrong with the page at this command, "" if nothing."""
    step, printed = played.step, played.printed
    if printed is None or (step.is_compared and scrubbed(printed) == scrubbed(step.shown)):
        return ""
    if step.is_compared:
        return f"$ {step.text}\n--- shown\n{scrubbed(step.shown)}\n--- printed\n{scrubbed(printed)}"
    fine = played.code in (0, FINDINGS)
    return "" if fine else f"$ {step.text}\n--- ended with {played.code}\n{printed}"


def _is_ours(name: str) -> bool:
    return name.startswith(("KAOGUAN_", "OPENAI_", "XDG_")) or name in ("VISUAL", "EDITOR")


def _redirections(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """The words without `< FILE` and `> FILE`, and these files."""
    places: dict[str, str] = {}
    kept: list[str] = []
    waiting = ""
    for word in words:
        if waiting:
            places[waiting], waiting = word, ""
        elif word in ("<", ">"):
            waiting = word
        else:
            kept.append(word)
    return kept, places


def find_command(words: list[str]) -> tuple[click.Command, int]:
    """The command that these words name, and how many of them name it."""
    command: click.Command = kaoguan
    depth = 0
    while isinstance(command, click.Group) and depth < len(words):
        found = command.get_command(click.Context(command), words[depth])
        if found is None:
            break
        command, depth = found, depth + 1
    return command, depth


def _only_read(words: list[str]) -> None:
    """Raise click's own error for an option or argument that the command does not have."""
    command, depth = find_command(words)
    parser = command.make_parser(click.Context(command, help_option_names=["-h", "--help"]))
    parser.parse_args(list(words[depth:]))
