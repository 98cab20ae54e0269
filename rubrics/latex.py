r"""LaTeX formulas as a person would type them: `\frac{a}{b}` -> a/b, `\sqrt{d_k}` -> √d_k."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rubrics.words import words

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}^_&~]|[^\\{}^_&~]", re.DOTALL)
_GONE = words(
    """left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr displaystyle
    textstyle scriptstyle limits nolimits nonumber mathstrut centering rm bf it"""
)
_WRAPPERS = words(
    """text textrm textbf textit texttt textnormal mathrm mathbf mathit mathsf mathtt mathcal
    mathscr mathfrak mathbb boldsymbol bm operatorname vec underline dot ddot mbox boxed
    underbrace overbrace"""
)
_FRACTIONS = words("frac dfrac tfrac cfrac")
_TWO = words("overset underset stackrel")
_SUPERSCRIPT = {
    "0": "⁰",
    "1": "¹",
    "2": "²",
    "3": "³",
    "n": "ⁿ",
    "ᵀ": "ᵀ",
    "T": "ᵀ",
    "⊤": "ᵀ",
    "-1": "⁻¹",
    "′": "′",
    "*": "*",
    "'": "'",
}
_SIGNS = {"\\": "; ", ",": " ", ";": " ", ":": " ", "!": "", " ": " ", "|": "‖"}
_ROOTS = {"2": "√", "3": "∛", "4": "∜"}
_ATOM = re.compile(r"[^\W_]+(?:[_.][^\W_]+)*[ᵀ⁰¹²³ⁿ′]*(?:\([^()]*\))?|\([^()]*\)")
_SPACES = re.compile(r"\s+")
_LOOSE = re.compile(r"\s*([≈→⇒∈≤≥≪≫∝×]|(?<!\w\()(?<!_\(\w)=)\s*")
_TIGHT = re.compile(r"(?<=[(⟨·])\s+|\s+(?=[)⟩,;·])")
_LIMIT = re.compile(r"([Σ∏∫]_(?:\([^()]{0,200}\)|\w{1,40}))ᵀ")
_ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0304",
    "tilde": "\u0303",
    "widetilde": "\u0303",
}
_FUNCTIONS = words(
    """log ln exp max min sup inf lim arg argmax argmin softmax sin cos tan tanh det dim ker Pr"""
)
_DEEPEST = 40


@dataclass
class _Tokens:
    items: list[str]
    at: int = 0

    def peek(self) -> str:
        return self.items[self.at] if self.at < len(self.items) else ""

    def next(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def skip_spaces(self) -> None:
        while self.peek().isspace():
            self.at += 1


def readable_formula(source: str) -> str:
    """The formula on one line, in Unicode. Commands it does not know leave only their name."""
    tokens = _Tokens(_TOKEN.findall(source))
    text = _SPACES.sub(" ", "".join(_pieces(tokens, "", 0))).strip()
    text = re.sub(r" ?([,，]) ?", r"\1 ", text)
    text = _LIMIT.sub(r"\1^T", text)
    text = _TIGHT.sub("", _LOOSE.sub(r" \1 ", text))
    return _SPACES.sub(" ", text).strip()


def _pieces(tokens: _Tokens, end: str, depth: int) -> Iterator[str]:
    while tokens.at < len(tokens.items):
        if tokens.peek() == end:
            tokens.next()
            return
        yield _piece(tokens, depth)


def _piece(tokens: _Tokens, depth: int) -> str:
    sign = tokens.next()
    if sign == "{":
        return "".join(_pieces(tokens, "}", depth + 1)) if depth < _DEEPEST else ""
    if sign in ("^", "_"):
        return _spaced(_script(sign, _argument(tokens, depth)), tokens.peek())
    if sign.startswith("\\") and len(sign) > 1:
        return _command(sign[1:].rstrip("*"), tokens, depth)
    return {"}": "", "&": "", "~": " ", "\n": " "}.get(sign, sign)


def _argument(tokens: _Tokens, depth: int) -> str:
    tokens.skip_spaces()
    return _piece(tokens, depth + 1) if tokens.peek() and depth < _DEEPEST else ""


def _script(kind: str, text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    if kind == "^" and text in _SUPERSCRIPT:
        return _SUPERSCRIPT[text]
    text = text.replace(" ", "") if text.isascii() else text
    inner = text if len(text) == 1 or _ATOM.fullmatch(text) else f"({text})"
    return f"{kind}{inner}"


def _spaced(text: str, following: str) -> str:
    """A subscripted name is kept apart from a letter that follows."""
    return (
        text + " " if text[:1] == "_" and following[:1].isalpha() and following.isascii() else text
    )


@cache
def _symbols() -> dict[str, str]:
    text = files("rubrics").joinpath("data/latex.txt").read_text("utf-8")
    pairs = (line.split(" ") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: sign.replace("_", " ") for name, sign in pairs}


def _command(name: str, tokens: _Tokens, depth: int) -> str:
    if (sign := _symbols().get(name)) is not None:
        return sign
    if name in _FUNCTIONS:
        return f" {name} " if tokens.peek() not in ("(", "_", "^") else f" {name}"
    if name in _GONE:
        _skip_dot(tokens)
        return ""
    return _with_arguments(name, tokens, depth)


def _skip_dot(tokens: _Tokens) -> None:
    """The dot of an invisible bracket."""
    if tokens.peek() == ".":
        tokens.next()


def _with_arguments(name: str, tokens: _Tokens, depth: int) -> str:
    if name in _FRACTIONS:
        above, below = _argument(tokens, depth), _argument(tokens, depth)
        text = f"{_grouped(above)}/{_grouped(below)}"
    elif name == "sqrt":
        text = _root(tokens, depth)
    elif name in _TWO:
        _argument(tokens, depth)
        text = _argument(tokens, depth)
    elif name in ("begin", "end"):
        _argument(tokens, depth)
        text = " "
    elif name in _ACCENTS:
        text = _accented(_argument(tokens, depth), _ACCENTS[name])
    elif name in _WRAPPERS:
        text = _argument(tokens, depth)
    else:
        text = name if name.isalpha() else _SIGNS.get(name, name)
    return text


def _accented(text: str, accent: str) -> str:
    return unicodedata.normalize("NFC", text + accent) if len(text) == 1 else text


def _grouped(text: str) -> str:
    text = text.strip()
    return text if _ATOM.fullmatch(text) or len(text) <= 1 else f"({text})"


def _root(tokens: _Tokens, depth: int) -> str:
    degree = ""
    if tokens.peek() == "[":
        tokens.next()
        while tokens.peek() not in ("]", ""):
            degree += tokens.next()
        tokens.next()
    sign = _ROOTS.get(degree.strip() or "2", "√")
    return sign + _grouped(_argument(tokens, depth))
