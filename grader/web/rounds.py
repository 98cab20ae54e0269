"""A round of practice: questions in an order, kept in the address, so that nothing can lose it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from grader.web.site import Site
from questions.model import Question

_MOST = 100
_SEPARATOR = ","


@dataclass(frozen=True, slots=True)
class Round:
    """The questions of a round by id; empty when a question was chosen by itself."""

    ids: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is a round at all."""
        return bool(self.ids)

    @property
    def text(self) -> str:
        """As it stands in forms and addresses."""
        return _SEPARATOR.join(self.ids)

    def place(self, question: Question) -> int:
        """The number of a question in the round, from 1; 0 when it is not in it."""
        return self.ids.index(question.id) + 1 if question.id in self.ids else 0

    def after(self, question: Question) -> str:
        """The address that follows a question: the next one, or the end of the round."""
        place = self.place(question)
        if place and place < len(self.ids):
            return self.address(f"/questions/{self.ids[place]}")
        return self.address("/practice/done")

    def address(self, path: str, **more: str) -> str:
        """A path with the round in its query."""
        fields = {name: value for name, value in {**more, "round": self.text}.items() if value}
        return path + (f"?{urlencode(fields)}" if fields else "")


def read_round(site: Site, text: str) -> Round:
    """The round of an address, without what the bank does not have."""
    ids = dict.fromkeys(text[:8000].split(_SEPARATOR))
    return Round(tuple(name for name in ids if name in site.questions)[:_MOST])
