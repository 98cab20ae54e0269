"""HTML as a browser would take it apart: elements, attributes, text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Element:
    """One start tag, and the text inside that is not inside a deeper element."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Document:
    """Every element in order, and all text outside script and style."""

    elements: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str) -> Iterator[Element]:
        return (element for element in self.elements if element.tag == tag)

    def ids(self) -> list[str]:
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    def skeleton(self) -> set[tuple[str, tuple[str, ...]]]:
        """The kinds of elements: a tag with the names of its attributes."""
        return {(e.tag, tuple(sorted(e.attributes))) for e in self.elements}


_VOID = {"meta", "br", "hr", "link", "img", "input", "base"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice: {attrs}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.document.elements.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data
        if not self.open or self.open[-1].tag not in {"script", "style"}:
            self.document.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def parse(html: str) -> Document:
    """Take the document apart; fails if elements are not closed in order, or on a comment."""
    reader = _Reader()
    reader.feed(str(html))
    reader.close()
    assert not reader.open, f"not closed: {[e.tag for e in reader.open]}"
    return reader.document
