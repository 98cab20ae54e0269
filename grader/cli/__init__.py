"""The command line: this file only registers. One module a command, imported when it is run."""

from __future__ import annotations

from importlib import import_module

import click

from grader.cli.boundary import guarded

COMMANDS = {
    "agree": "grader.cli.agree:agree",
    "bank": "grader.cli.bank:bank",
    "compare": "grader.cli.compare:compare",
    "database": "grader.cli.database:database",
    "doctor": "grader.cli.doctor:doctor",
    "eval": "grader.cli.eval:evaluate",
    "grade": "grader.cli.grade:grade",
    "health": "grader.cli.health:health",
    "interview": "grader.cli.interview:interview",
    "practice": "grader.cli.practice:practice",
    "progress": "grader.cli.mastery:progress",
    "report": "grader.cli.report:report",
    "rubric": "grader.cli.rubric:rubric",
    "selftest": "grader.cli.selftest:selftest",
    "serve": "grader.cli.serve:serve",
    "verify": "grader.cli.verify:verify",
}
SUMMARIES = {
    "agree": "Hold a run against human scores.",
    "bank": "Check, list, show, draft and export question banks.",
    "compare": "Compare runs or authors, question by question.",
    "database": "Back up, restore, and erase what is kept.",
    "doctor": "Say what is installed, and whether it works.",
    "eval": "Grade many answers into a folder, resumably.",
    "grade": "Grade one answer to one question.",
    "health": "Say which questions and points of a bank work, and what to review.",
    "interview": "Plan, run, review and score mock interviews.",
    "practice": "Answer questions that are due, graded at once.",
    "progress": "Streak, mastery, forecast and weakest points of your practice.",
    "report": "Write a run as HTML, Markdown, CSV, XLSX, JUnit, JSON or Parquet.",
    "rubric": "Build, check and show rubrics.",
    "selftest": "Probe a configuration with answers whose worth is known.",
    "serve": "Open it all in a browser on this machine.",
    "verify": "Grade the answer in a report again, and say whether the score matches.",
}


class LazyGroup(click.Group):
    """Knows its commands by name; imports a command's module only to run it or to show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The names in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Import the module that holds the command."""
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, _, attribute = target.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the summaries without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES[name]) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kaoguan")
def kaoguan() -> None:
    """Kaoguan 考官 grades typed answers against the key points of a question bank, offline.

    Exit codes: 0 fine, 1 findings (a bank with problems, a score too low), 2 usage or unreadable
    input.
    """


def main() -> None:
    """The entry point `kaoguan`."""
    guarded(kaoguan)
