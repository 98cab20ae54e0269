"""New examples out of written ones: answers composed of atoms, statements set against each other,
points turned, strangers asked.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from authored import Authored
from perturbing import perturb

from examples import CONTRADICTED, COVERED, MISSING, PARTIAL, Example, Target

FILLERS = ("嗯", "就是", "那个", "然后", "这个", "对吧", "就是说", "呃")
SORTS_OWN = (("c", COVERED, 0.45), ("p", PARTIAL, 0.2), ("x", CONTRADICTED, 0.35))
SORTS_OTHER = (("e", COVERED, 0.55), ("w", CONTRADICTED, 0.45))


_SENTENCE = re.compile(r"[。！？!?；;\n]|(?<=[a-z])\. ")


def _spoken(text: str, rng: random.Random) -> str:
    clauses = (
        [c for c in re.split(r"[，。；：、,.;:\s]+", text) if c]
        if re.search(r"[\u4e00-\u9fff]", text)
        else text.lower().replace(",", "").replace(".", "").split("  ")
    )
    return "".join(c + (rng.choice(FILLERS) if rng.random() < 0.3 else "") for c in clauses)


def compose(q: Authored, rng: random.Random) -> Example:
    """A new answer of `q` put together from atoms, alone or on top of a real answer."""
    base = rng.choice(q.answers) if q.answers and rng.random() < 0.4 else None
    if base is not None and base.kind in ("stuffed", "offtopic", "blank", "verbatim", "excellent"):
        base = None
    targets = list(base.targets) if base else [MISSING] * len(q.points)
    free = [i for i, t in enumerate(targets) if t == MISSING]
    rng.shuffle(free)
    chosen = free[: rng.randint(1, 2 if base else max(1, len(free)))]
    if rng.random() < 0.7:
        chosen.sort()
    sorts = SORTS_OTHER if rng.random() < 0.25 else SORTS_OWN
    if base is not None:
        sorts = SORTS_OWN
    parts, picked = [], {}
    for i in chosen:
        options = [(s, t, w) for s, t, w in sorts if q.atoms.get((i, s))]
        if not options:
            continue
        sort, target, _ = rng.choices(options, [w for *_, w in options])[0]
        parts.append(rng.choice(q.atoms[i, sort]).rstrip("。.；;"))
        targets[i] = target
        picked[i] = sort
    chinese = bool(parts) and bool(re.search(r"[\u4e00-\u9fff]", parts[0]))
    glue = rng.choice(("。", "；", "，", "\n")) if chinese else rng.choice((". ", "; ", "\n"))
    text = glue.join(parts) + ("。" if chinese else ".")
    if rng.random() < 0.12:
        text = _spoken(text, rng)
    if base is not None:
        text = (
            base.answer.rstrip() + ("\n" if rng.random() < 0.3 else "") + text
            if rng.random() < 0.6
            else text + base.answer
        )
    points = list(q.points)
    if base is None:
        for i, sort in picked.items():
            roll = rng.random()
            if sort in "ew" and q.atoms.get((i, "c")) and roll < 0.2:
                points[i] = rng.choice(q.atoms[i, "c"])
            elif sort in "ce" and roll < 0.15:  # a symmetric swap: the point is now the wrong claim
                wrong = q.atoms.get((i, "x"))
                if wrong:
                    points[i], targets[i] = rng.choice(wrong), CONTRADICTED
    others = [i for i in range(len(points)) if i not in picked]
    asked = (
        sorted([*picked, *rng.sample(others, min(len(others), rng.randint(0, 2)))])
        if base is None
        else list(range(len(points)))
    )
    return Example(
        q.group,
        "composed",
        q.question,
        text,
        tuple(points[i] for i in asked),
        tuple(targets[i] for i in asked),
        "composed",
    )


def single(q: Authored, rng: random.Random) -> list[Example]:
    """Each point against one right and one wrong statement of it, alone: the shortest minimal pairs."""
    result = []
    for i, point in enumerate(q.points):
        for sorts in ("ce", "xw"):
            options = [(s, t) for s in sorts for t in q.atoms.get((i, s), [])]
            if options:
                sort, text = rng.choice(options)
                target = COVERED if sort in "ce" else CONTRADICTED
                question = q.question if rng.random() < 0.5 else ""
                result.append(Example(q.group, "single", question, text, (point,), (target,)))
    return result


_SAME, _WRONG, _VAGUE = ("k", "c", "e"), ("x", "w"), "p"


def web(q: Authored, i: int, rng: random.Random) -> list[Example]:
    """The statements of one point against each other: each in turn the answer, the others the points.

    Right ones cover each other, in both languages; wrong ones contradict right ones; two wrong ones
    are not compared. A right one covers its vague half. A point of the same question is missing.
    """
    said = {s: q.atoms[i, s] for s in (*_SAME[1:], *_WRONG, _VAGUE) if q.atoms.get((i, s))}
    said["k"] = [q.points[i]]
    result = []
    for sort in (*_SAME, *_WRONG):
        if sort not in said:
            continue
        answer = rng.choice(said[sort])
        rows: list[tuple[str, Target]] = []
        for other, texts in said.items():
            point = rng.choice(texts)
            if other == sort:
                rows.append((answer, COVERED))
                edited = perturb(point, rng)
                if edited:
                    rows.append((edited, CONTRADICTED))
            elif sort in _SAME and other in _SAME:
                rows.append((point, COVERED))
                edited = perturb(point, rng) if rng.random() < 0.5 else None
                if edited:
                    rows.append((edited, CONTRADICTED))
            elif (sort in _SAME) != (other in _SAME) and other != _VAGUE:
                rows.append((point, CONTRADICTED))
            elif other == _VAGUE and sort in _SAME:
                rows.append((point, _MOSTLY))
        j = rng.randrange(len(q.points))
        if j != i:
            rows.append((q.points[j], _ABSENT))
        rows = rng.sample(rows, min(len(rows), 6))
        question = q.question if rng.random() < 0.4 else ""
        points, targets = zip(*rows, strict=True)
        result.append(Example(q.group, "web", question, answer, points, targets))
    return result


_MOSTLY: Target = (0.85, 0.1, 0.0, 0.05)
_ABSENT: Target = (0.05, 0.05, 0.85, 0.05)


def _asking(example: Example, points: list[str], targets: list[Target]) -> Example:
    """The same answer asked about other points; its weights and score no longer hold."""
    return replace(example, points=tuple(points), targets=tuple(targets), weights=(), score=None)


def turned(example: Example, q: Authored | None, rng: random.Random) -> Example:
    """The same answer, some points turned: so that no style of answer goes with one state.

    A point that the answer covers is asked as its wrong statement (contradicted then), or in other
    words; one that it contradicts in other words; and now and then a sentence of the answer itself
    is asked (covered), most often in answers that are wrong throughout. Without this a network
    learns which authors' manner goes with "wrong" instead of comparing what is said.
    """
    points, targets = list(example.points), list(example.targets)
    atoms = q.atoms if q else {}
    for i, target in enumerate(example.targets):
        wrong = [*atoms.get((i, "x"), ()), *atoms.get((i, "w"), ())]
        right = [*atoms.get((i, "c"), ()), *atoms.get((i, "e"), ())]
        roll = rng.random()
        if target in (COVERED, MISSING) and wrong and roll < 0.3:
            points[i] = rng.choice(wrong)
            targets[i] = CONTRADICTED if target == COVERED else MISSING
        elif target == COVERED and roll < 0.4 and (edited := perturb(points[i], rng)):
            points[i], targets[i] = edited, CONTRADICTED
        elif target in (COVERED, CONTRADICTED, MISSING) and right and roll > 0.8:
            points[i] = rng.choice(right)
    share = sum(t == CONTRADICTED for t in example.targets) / max(1, len(targets))
    said = [s.strip() for s in _SENTENCE.split(example.answer) if 10 <= len(s.strip()) <= 90]
    count = (rng.random() < 0.3) + (rng.random() < 1.4 * share) + (rng.random() < 0.8 * share)
    for sentence in rng.sample(said, min(count, len(said))):
        points.append(sentence)
        targets.append(COVERED)
    return _asking(example, points, targets)


def with_strangers(example: Example, pool: list[Authored], rng: random.Random) -> Example:
    """The same answer, asked about one or two points of other questions as well: all missing."""
    points, targets = list(example.points), list(example.targets)
    for _ in range(rng.randint(1, 2)):
        other = rng.choice(pool)
        if other.group != example.group:
            points.append(rng.choice(other.points))
            targets.append(MISSING)
    return _asking(example, points, targets)
