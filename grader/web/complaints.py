"""Errors from the rooms below, in the reader's language.

They are raised in English, for the terminal and for programs; a page says them again.
"""

from __future__ import annotations

from questions.errors import InputError
from reports.sentences import Sentences
from reports.words import Words, _

COMPLAINTS = (
    _("there is a plan called {name}"),
    _("choose another name"),
    _("no plan is called {name}"),
    _("there are: {names}"),
    _("make one with `kaoguan interview new`"),
    _("no question with an answer fits"),
    _("ask for fewer tags, or another round"),
    _("a name has 1 to 200 characters"),
    _("give another name"),
    _("no sitting has the id {name}"),
    _("more than one sitting has the id {name}"),
    _("see `kaoguan interview list`"),
    _("no point is called {name}"),
    _("no state is called {name}"),
    _("choose {names}"),
    _("{score} is no score"),
    _("give a number from 0 to 100"),
    _("a verdict needs an author and a reason"),
    _("give --author and --reason"),
    _("a note needs an author and a text"),
    _("the interview of {name} is finished"),
    _("see `kaoguan interview review`"),
    _("the bank has no questions"),
    _("no question number {number}"),
    _("the bank has questions 1 to {number}"),
    _("{number} questions have this title"),
    _("no question matches “{name}”"),
    _("more than one question matches “{name}”"),
    _("nearest: {names}"),
    _("the question {name} has no reference answer"),
    _("the question {name} has only a draft answer"),
    _("write an answer below the question, or give --rubric"),
    _("the database holds a damaged answer: {reason}"),
    _("the database holds a damaged card: {reason}"),
    _("the database holds a damaged plan: {reason}"),
    _("the database holds a damaged question: {reason}"),
    _("restore a backup with `kaoguan database restore`"),
    _("database is locked"),
    _("database or disk is full"),
    _("attempt to write a readonly database"),
    _("disk I/O error"),
    _("try again"),
    _("no run: {reason}"),
    _("give the folder that `kaoguan eval --out` wrote"),
    _("not a result: {reason}"),
    _("an unfinished line is mended by running `kaoguan eval` again"),
    _("is not JSON"),
    _("is not of the format {name}"),
    _("no tier is called {name}"),
    _("choose one of {names}"),
    _("no encoder is called {name}"),
    _("the encoder 'openai' needs a key"),
    _("set OPENAI_API_KEY (any text will do for a local server)"),
    _("embeddings from {address} failed: {reason}"),
    _("check OPENAI_BASE_URL, OPENAI_API_KEY and the model's name"),
    _("the encoder {name} needs a package that is not installed: {package}"),
    _("pip install {package}, or use --encoder tfidf"),
    _("the encoder {name} gives {shape} for {number} texts, not a row of finite numbers for each"),
    _("the encoder {name} is broken: {reason}"),
    _("mend or uninstall that package"),
    _("is no cache of vectors"),
    _("delete the file"),
    _("check the key"),
    _("top up the account"),
    _("the key may not use this model"),
    _("check the model's name and the base URL"),
)
"""Messages and hints that can reach a page, without their values; a test finds them in the code."""
_PLACES = {"number": r"#?\d+", "score": r"\S+"}
_KNOWN = Sentences(COMPLAINTS, _PLACES)


def say_error(error: InputError, words: Words) -> InputError:
    """The same error in the words' language. What a server or a system said stays as it is."""
    message, hint = (_KNOWN.say(text, words) for text in (error.message, error.hint))
    return InputError(message, place=error.place, hint=hint)
