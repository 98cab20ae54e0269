"""Long text cut into claims: at full stops and semicolons, at commas only where it must be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rubrics.text import CJK, letters
from rubrics.words import either

LONGEST = 80
"""Characters of a point that is still read at one glance; Latin letters count a third."""
SHORTEST = 8
_ROOM = 40
_STOPS = frozenset("。！？!?；;\n")
_OPEN = {"(": ")", "（": "）", "[": "]", "【": "】", "“": "”", "「": "」", "《": "》"}
_CLOSE = frozenset(_OPEN.values())
_LEANS = re.compile(
    "^"
    + either(
        r"""它们?(?!人) 这(?:样|也|就|些|种|个|会|能|是|意味|使|让|一|将|在|被|可) 其(?!他|它|余)
        该 此时
        从而 因此 所以 于是 但(?!是非) 但是 不过 然而 而且 并且 并(?!行|发|非) 即 也就是 换句话说
        同时 否则
        结果 代价是 直接 两者 二者 前者 后者 三者 由此 进而 另外也 之后 随后 然后 再(?!次) it\b
        this\b
        that\b these\b they\b so\b but\b thus\b hence\b therefore\b which\b then\b otherwise\b"""
    ),
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(
    "^"
    + either(
        r"""但是? 不过 然而 而且?(?!言) 并且 同时 此外 另外 因此 所以 于是 首先 其次 再次 最后 总之
        总的来说 简单来说 具体来说 也就是说 换句话说 实际上 其中 and\s but\s so\s also\s finally\s
        first\s then\s"""
    )
    + r"[，,、：:]?\s*",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"^(?:例如|比如|譬如|举例|例[:：]|如[:：]|e\.g\.|for example|for instance)", re.IGNORECASE
)
_COACHING = re.compile(
    either(
        """面试 以下是 以下(?:几|关键|原因|方面|优化) 有如下 ^下面 本文 本[节章]
        我们(?:来|将)(?:看|讨论)
        这样(?:回答|总结|说|收尾) 建议从 不能只[说提答] 加分 追问 感兴趣 回答时 候选人
        这是一个(?:非常|很)"""
    )
)
_HEDGE = re.compile(
    r"^[^，。；]{0,4}"
    + either(
        """如果您 如果你(?:需要|感兴趣|在面试) 您可以 欢迎 希望 详见 参考(?:链接|自)? 见下 如下 如图
        如上 https?:"""
    )
)
_DANGLING = re.compile(r"(?:为|如下|包括|分别是|写成|写作|可得|得到|公式)\s*[：:]\s*$")
_ASKS = re.compile(r"[？?]$|^(?:为什么|为何|如何|怎么|什么是)")


def width(text: str) -> int:
    """Length in Chinese characters; three Latin ones count as one."""
    chinese = len(re.findall(f"[{CJK}，。；：、（）“”]", text))
    return chinese + (len(text) - chinese + 2) // 3


def is_example(text: str) -> bool:
    """Whether it only illustrates."""
    return _EXAMPLE.match(text) is not None


def leans(text: str) -> bool:
    """Whether it cannot stand without what comes before it."""
    return _LEANS.match(text) is not None


def statements(text: str) -> list[str]:
    """The claims of a text, each at most about `LONGEST` wide, fragments joined to a neighbour."""
    if (
        len(text) > 2
        and text[0] == "“"
        and text[-1] == "”"
        and "”" not in text[1:-1].replace("’", "")
    ):
        text = text[1:-1]
    parts = [_trim(p) for p in _sentences(text) if not _DANGLING.search(p)]
    joined = _join_fragments([part for part in parts if _says_something(part)])
    return [_trim(_CONNECTIVE.sub("", claim)) for part in joined for claim in _shortened(part)]


def _says_something(part: str) -> bool:
    """No coaching, no question, no pointer to somewhere else."""
    if letters(part) < 2 or _HEDGE.match(part):
        return False
    return not _COACHING.search(part) and not _ASKS.search(part)


def is_fragment(text: str) -> bool:
    """Too little to stand alone: under eight letters, of English under about five words."""
    return letters(text) < SHORTEST or (text.isascii() and len(text) < 3 * SHORTEST)


def _trim(text: str) -> str:
    text = text.strip(" \t，,。；;、：:")
    text = re.sub(r"(?<![.\w])\.$", "", text)
    text = (
        text.removesuffix(".") if not re.search(r"\b(?:etc|e\.g|i\.e|vs)\.$|\.\.$", text) else text
    )
    if text[:1] in '“"' and text[1:].count("”") + text[1:].count('"') + text.count("“") - 1 <= 0:
        text = text[1:]
    if text[-1:] == "”" and "“" not in text:
        text = text[:-1]
    return text.strip(" 。；")


def _sentences(text: str) -> Iterator[str]:
    """Cut at stops outside brackets and quotes; an English full stop needs a space after it."""
    depth, start = 0, 0
    for at, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        stop = character in _STOPS and depth == 0
        if (
            character == "."
            and depth == 0
            and text[at + 1 : at + 2] in (" ", "")
            and _is_full_stop(text, at)
        ):
            stop = True
        if stop:
            yield text[start : at + 1]
            start = at + 1
    yield text[start:]


def _is_full_stop(text: str, at: int) -> bool:
    before = text[:at].rsplit(" ", 1)[-1]
    following = text[at + 1 :].lstrip()[:1]
    if text[at - 1 : at] == "." or text[at + 1 : at + 2] == ".":
        return False
    return (
        before.lower() not in ("e.g", "i.e", "vs", "etc", "fig", "eq", "al")
        and not re.fullmatch(r"\d{1,2}|[A-Z]", before)
        and not following.islower()
    )


def _join_fragments(parts: Sequence[str]) -> list[str]:
    """A fragment, or a part that leans on what is before it, joins it where there is room."""
    joined: list[str] = []
    for part in parts:
        needs = is_fragment(part) or leans(part) or is_example(part) or _is_lower(part)
        room = LONGEST if joined and "；" not in joined[-1] and "; " not in joined[-1] else _ROOM
        fits = bool(joined) and width(joined[-1]) + width(part) <= room
        if fits and (needs or is_fragment(joined[-1])):
            joined[-1] = f"{joined[-1]}{_glue(joined[-1])}{part}"
        else:
            joined.append(part)
    return joined


def _is_lower(text: str) -> bool:
    """An English clause behind a semicolon."""
    return re.match(r"[a-z]+ [a-z]+ ", text) is not None


def _glue(text: str) -> str:
    return "；" if re.search(f"[{CJK}]", text) else "; "


def _shortened(text: str) -> list[str]:
    """Too long: halved at the comma nearest to the middle, again and again."""
    if width(text) <= LONGEST:
        return [text]
    cuts = list(_commas(text))
    middle = len(text) / 2
    cuts.sort(key=lambda at: abs(at - middle) + (25 if leans(text[at + 1 :].strip()) else 0))
    for cut in cuts:
        left, right = _trim(text[:cut]), _trim(text[cut + 1 :])
        if letters(left) >= SHORTEST and letters(right) >= SHORTEST:
            return [*_shortened(left), *_shortened(right)]
    return [text]


def _commas(text: str) -> Iterator[int]:
    depth = 0
    for at, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and (
            character in "，；" or (character in ",;" and text[at + 1 : at + 2] == " ")
        ):
            yield at


def clauses_of(text: str) -> list[str]:
    """The clauses between commas, fragments joined to the one before."""
    edges = [0, *(at + 1 for at in _commas(text)), len(text)]
    pieces: list[str] = []
    for piece in (_trim(text[a:b]) for a, b in pairwise(edges)):
        if pieces and (letters(piece) < 6 or letters(pieces[-1]) < 4):
            pieces[-1] += "，" + piece
        elif piece:
            pieces.append(piece)
    return pieces


def by_subject(text: str, subjects: Sequence[str]) -> list[str]:
    """`A …，B …` with A and B among the subjects: one piece each; else the text whole."""
    commas = [
        at
        for at in _commas(text)
        if any(text[at + 1 :].lstrip().lower().startswith(s.lower()) for s in subjects)
    ]
    if not commas or (
        len(commas) < 2 and not any(text.lower().startswith(s.lower()) for s in subjects)
    ):
        return [text]
    edges = [0, *(at + 1 for at in commas), len(text)]
    pieces = [_trim(text[a:b]) for a, b in pairwise(edges)]
    return pieces if all(letters(p) >= SHORTEST - 2 for p in pieces) else [text]
