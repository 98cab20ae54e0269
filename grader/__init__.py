"""Floor 4: evidence, marks, and the program. `import grader` is the library's door.

Nothing is imported until it is used: `import grader` takes about a millisecond. `docs/library.md`
shows how to use what is listed here; other names in these packages may change in any version.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.desk import Desk as Desk
    from grader.desk import make_desk as make_desk
    from grader.grading import Grader as Grader
    from grader.grading import make_grader as make_grader
    from grader.shortcut import Graded as Graded
    from grader.shortcut import grade as grade
    from questions.errors import InputError as InputError
    from questions.errors import Problem as Problem
    from questions.library import bundled_bank as bundled_bank
    from questions.library import load_banks as load_banks
    from questions.markdown import parse_bank as parse_bank
    from questions.model import Bank as Bank
    from questions.model import Question as Question
    from reports.html import render_html as render_html
    from reports.markdown import render_markdown as render_markdown
    from reports.page import build_page as build_page
    from rubrics.build import build_rubric as build_rubric
    from rubrics.encoder import Encoder as Encoder
    from rubrics.files import load_rubrics as load_rubrics
    from rubrics.files import write_rubrics as write_rubrics
    from rubrics.marks import Mark as Mark
    from rubrics.marks import Scoresheet as Scoresheet
    from rubrics.marks import State as State
    from rubrics.marks import from_json as from_json
    from rubrics.marks import to_json as to_json
    from rubrics.model import KeyPoint as KeyPoint
    from rubrics.model import Rubric as Rubric

_HOMES = {
    "grader.desk": "Desk make_desk",
    "grader.grading": "Grader make_grader",
    "grader.shortcut": "Graded grade",
    "questions.errors": "InputError Problem",
    "questions.library": "bundled_bank load_banks",
    "questions.markdown": "parse_bank",
    "questions.model": "Bank Question",
    "reports.html": "render_html",
    "reports.markdown": "render_markdown",
    "reports.page": "build_page",
    "rubrics.build": "build_rubric",
    "rubrics.encoder": "Encoder",
    "rubrics.files": "load_rubrics write_rubrics",
    "rubrics.marks": "Mark Scoresheet State from_json to_json",
    "rubrics.model": "KeyPoint Rubric",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605  # the table above is the one list; a test compares it


def __getattr__(name: str) -> object:
    """Import what is asked for (PEP 562)."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """What there is, loaded or not."""
    return sorted({*globals(), *_HOME_OF})
