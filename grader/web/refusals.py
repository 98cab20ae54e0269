"""Requests that are not done, and what is said about it: one sentence, and what to do."""

from __future__ import annotations

from questions.errors import InputError
from reports.words import _


class RefusedError(Exception):
    """`kind` names the sentence in MESSAGES; `error` is shown instead where there is one."""

    def __init__(self, status: int, kind: str, error: InputError | None = None) -> None:
        super().__init__(kind)
        self.status = status
        self.kind = kind
        self.error = error


MESSAGES: dict[str, tuple[str, str]] = {
    "wrong-host": (
        _("This page is only for the machine it runs on."),
        _("Open the address that `kaoguan serve` printed."),
    ),
    "wrong-origin": (
        _("Another page sent this request, so it was not done."),
        _("Go to the page of Kaoguan itself and do it there."),
    ),
    "wrong-token": (
        _("This address is of an earlier start of the program."),
        _("Open the address that `kaoguan serve` printed last."),
    ),
    "no-cookie": (
        _("This browser has not been let in yet."),
        _("Open the whole address that `kaoguan serve` printed, with its token."),
    ),
    "wrong-form": (
        _("This form is of an earlier start of the program, so it was not taken."),
        _("Go back, copy your text, and load the page anew."),
    ),
    "too-large": (
        _("This is far too much text, so it was not read."),
        _("Go back: your text is still there. Shorten it and send it once more."),
    ),
    "wrong-type": (
        _("This is not what a form of this page sends."),
        _("Use the forms of the pages."),
    ),
    "no-page": (
        _("There is no such page."),
        _("Perhaps the bank has changed, or the program was started anew."),
    ),
    "gone": (
        _("This answer is no longer kept."),
        _("Answers given on a question's own page last as long as the program runs."),
    ),
    "no-reference": (
        _("This question has no reference answer to grade against."),
        _("Write one below the question in the bank, or a rubric, and start the program anew."),
    ),
    "answered": (
        _("This question was answered in another tab before; that answer counts."),
        _("The text you sent is above, so that nothing is lost. Go on with the next question."),
    ),
    "no-method": (
        _("This page cannot be asked for in this way."),
        _("Go to the first page."),
    ),
    "busy": (
        _("Too many answers are waiting to be graded."),
        _("Go back in a few seconds and send yours once more; nothing is lost."),
    ),
    "broken": (
        _("Something went wrong here, and it is not your fault."),
        _("Your text is still in the page before: go back. The terminal says what happened."),
    ),
    "input": (_("This cannot be done."), ""),
}
"""Kind -> the sentence, and the hint."""
