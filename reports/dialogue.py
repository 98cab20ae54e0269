"""The lines of a practice round and of an interview: what is said between question and report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from questions.model import Question
from reports.clean import one_line, visible
from reports.figures import show_score
from reports.words import DIFFICULTIES, Language, Words, _

REASONS = {
    "due": _("due"),
    "weak": _("weak points"),
    "new": _("new"),
    "ahead": _("ahead of time"),
    "chosen": _("chosen"),
}
"""Why a question is asked."""
RATINGS = {"1": _("forgotten"), "2": _("hard"), "3": _("good"), "4": _("easy")}
"""FSRS's ratings."""


@dataclass(frozen=True, slots=True)
class Round:
    """How a round went: answers, the mean of the scores that there are, seconds."""

    answers: int
    mean: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Every line in one language."""

    lang: Language

    @property
    def words(self) -> Words:
        """The catalogue."""
        return Words(self.lang)

    def question(
        self, question: Question, number: int, total: int, why: str, seconds: float
    ) -> str:
        """The head of a question: number, why it is asked, time, title, where it was asked."""
        minutes = self.words.say("about {n} min", n=max(1, round(seconds / 60)))
        head = " · ".join((f"{number}/{total}", self.words.known(REASONS, why), minutes))
        level = self.words.known(DIFFICULTIES, question.difficulty) if question.difficulty else ""
        about = (level, question.company, question.round, *question.tags)
        facts = " · ".join(one_line(fact) for fact in about if fact.strip())
        lines = [head, one_line(question.title, 500), *_choices(question)]
        return "\n".join([*lines, facts] if facts else lines)

    def status(self, seconds: float, allowed: float | None = None) -> str:
        """The line under the editor: the clock, and the keys. `allowed` counts down."""
        clock = show_clock(seconds)
        if allowed is not None:
            left = allowed - seconds
            over = self.words.say("{clock} over time", clock=show_clock(-left))
            clock = f"{show_clock(left)}" if left >= 0 else over
        submit = self.words.say("Alt+Enter or Ctrl+D: submit")
        return f" {clock} · {submit} · {self.commands(hints=allowed is None)}"

    def commands(self, hints: bool) -> str:
        """What can be typed instead of an answer; an interview has no hints."""
        return self.words.say(":hint :skip :quit") if hints else self.words.say(":skip :quit")

    def help(self, piped: bool, hints: bool = True) -> str:
        """How an answer is given."""
        keys = self.commands(hints)
        if piped:
            return self.words.say(
                "An answer ends with a line that holds a single dot. Commands: {keys}", keys=keys
            )
        return self.words.say(
            "Enter begins a new line; Alt+Enter or Ctrl+D submits; Ctrl+X Ctrl+E opens the editor. "
            "Commands: {keys}",
            keys=keys,
        )

    def hint(self, text: str, number: int, total: int) -> str:
        """A hint with its number."""
        return self.words.say(
            "Hint {n} of {total}: {text}", n=number, total=total, text=visible(text)
        )

    def no_more_hints(self) -> str:
        """There are no more."""
        return self.words.say("There are no more hints.")

    def draft(self) -> str:
        """A draft was found."""
        return self.words.say("Your draft is still here.")

    def change(self, added: int, fixed: int, lost: int, gain: float | None) -> str:
        """What a second try did."""
        parts = [
            self.words.say_many("you added {n} point", "you added {n} points", added),
            self.words.say_many("you fixed {n} mistake", "you fixed {n} mistakes", fixed),
            self.words.say_many("you lost {n} point", "you lost {n} points", lost),
        ]
        counted = zip(parts, (added, fixed, lost), strict=True)
        parts = [part for part, count in counted if count] or [self.words.say("no point changed")]
        if gain is not None:
            parts.append(self.words.say("{gain} in the score", gain=f"{gain:+.0f}"))
        return self.words.say(", ").join(parts)

    def menu(self, second: bool) -> str:
        """What can be done after the feedback; the letters are n, t, r, q."""
        if second:
            return self.words.say("[n]ext · show the [r]eference · [q]uit")
        return self.words.say("[n]ext · [t]ry again · show the [r]eference · [q]uit")

    def ask_rating(self, suggested: str) -> str:
        """Asks for a rating when the grade is unsure: a key from 1 to 4, Enter for `suggested`."""
        names = self.words.say(", ").join(f"{k} {self.words.known(RATINGS, k)}" for k in RATINGS)
        return self.words.say(
            "The grade is unsure. How did it go? {names} (Enter: {key})", names=names, key=suggested
        )

    def empty(self) -> str:
        """An answer without text was handed in."""
        return self.words.say("Nothing is written yet. :skip leaves the question for later.")

    def due(self, day: datetime) -> str:
        """When the question comes back."""
        return self.words.say("This question comes back on {day}.", day=f"{day:%Y-%m-%d}")

    def nothing(self) -> str:
        """Nothing to ask."""
        return self.words.say(
            "Nothing is due, and nothing new fits. --ahead asks what is due later."
        )

    def end(self, done: Round) -> str:
        """The end of a round."""
        answers = self.words.say_many("{n} answer", "{n} answers", done.answers)
        mean = show_score(done.mean) or self.words.say("no score")
        return self.words.say(
            "Done: {answers} in {clock}, mean score {mean}.",
            answers=answers, clock=show_clock(done.seconds), mean=mean,
        )  # fmt: skip

    def kept(self) -> str:
        """Stopped, nothing lost."""
        return self.words.say("Stopped. What you typed is kept; the same command goes on.")

    def too_long(self, length: int, most: int) -> str:
        """Refuses a paste without end."""
        return self.words.say(
            "That is {length} characters; at most {most} can be graded. Please shorten it.",
            length=f"{length:,}", most=f"{most:,}",
        )  # fmt: skip

    def list_due(self, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
        """Questions drawn: why, and the title."""
        for why, title in rows:
            yield f"{self.words.known(REASONS, why)}  {one_line(title, 300)}"

    def followup(self, prompt: str) -> str:
        """A follow-up question."""
        return self.words.say("Follow-up: {prompt}", prompt=one_line(prompt, 500))

    def sat(self, number: int, total: int, title: str, allowed: float) -> str:
        """The head of an interview's question."""
        return f"{number}/{total} · {show_clock(allowed)}\n{one_line(title, 500)}"

    def thanks(self) -> str:
        """The end of an interview, for the candidate."""
        return self.words.say("That was the last question. Thank you!")


def show_clock(seconds: float) -> str:
    """Such as 4:05 or 1:04:05."""
    minutes, rest = divmod(int(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _choices(question: Question) -> Iterator[str]:
    for letter, choice in zip("ABCDEFGHIJ", question.choices, strict=False):
        yield f"  {letter}. {one_line(choice, 300)}"
