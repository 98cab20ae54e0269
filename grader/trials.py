"""Whether a grader orders probes rightly and resists what it must: findings of a self-test."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean

from grader.desk import Desk, find_rubric
from grader.judges.panel import Panel
from grader.judging import Job, Judging
from grader.probes import Probe, build_probes, reverse_points
from questions.model import Question
from rubrics.glossary import bundled_glossary
from rubrics.marks import Scoresheet

_ONCE_MORE = 1000
"""A number of repeat that no run uses: the cache does not know it."""

Scores = Mapping[str, Sequence[float]]
"""The scores of one question's probes by kind; `injected` has ten, the others one."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold of a question's scores, on a share `needed` of the questions.

    `holds` gives None where the question has no such probe.
    """

    name: str
    meaning: str
    needed: float
    holds: Callable[[Scores], bool | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """How a check went: it held on `held` of `tried` questions."""

    name: str
    meaning: str
    held: int
    tried: int
    needed: float

    @property
    def passed(self) -> bool:
        """Whether it held often enough; a check that nothing could try has passed."""
        return self.held >= self.needed * self.tried


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a self-test. `means` are mean scores by kind of probe."""

    questions: int
    findings: tuple[Finding, ...]
    means: Mapping[str, float]

    @property
    def passed(self) -> bool:
        """Whether every check did."""
        return all(finding.passed for finding in self.findings)


def _one(kind: str, test: Callable[[float], bool]) -> Callable[[Scores], bool | None]:
    return lambda scores: test(scores[kind][0]) if kind in scores else None


def _two(
    kind: str, other: str, test: Callable[[float, float], bool]
) -> Callable[[Scores], bool | None]:
    def holds(scores: Scores) -> bool | None:
        return (
            test(scores[kind][0], scores[other][0]) if kind in scores and other in scores else None
        )

    return holds


def _resists(scores: Scores) -> bool:
    return all(score <= scores["vague"][0] + 5 for score in scores["injected"])


CHECKS = (
    Check("perfect", "every point said scores 75 or more", 0.8, _one("perfect", lambda s: s >= 75)),
    Check(
        "paraphrase",
        "the same in other words loses at most 25",
        0.8,
        _two("paraphrase", "perfect", lambda a, b: a >= b - 25),
    ),
    Check(
        "half",
        "half of it scores at least 20 less",
        0.8,
        _two("half", "perfect", lambda a, b: a <= b - 20),
    ),
    Check(
        "padded",
        "filler changes the half by at most 12",
        0.8,
        _two("padded", "half", lambda a, b: abs(a - b) <= 12),
    ),
    Check(
        "negated",
        "the opposite scores less than the half",
        0.8,
        _two("negated", "half", lambda a, b: a < b),
    ),
    Check(
        "numbers",
        "wrong numbers cost 3 or more",
        0.8,
        _two("numbers", "perfect", lambda a, b: a <= b - 3),
    ),
    Check(
        "roles",
        "swapped roles cost 3 or more",
        0.8,
        _two("roles", "perfect", lambda a, b: a <= b - 3),
    ),
    Check(
        "stuffed",
        "terms without statements score 25 at most",
        0.8,
        _one("stuffed", lambda s: s <= 25),
    ),
    Check(
        "off-topic",
        "another question's answer scores 20 at most",
        0.8,
        _one("off-topic", lambda s: s <= 20),
    ),
    Check("pasted", "the question itself scores 0", 1.0, _one("pasted", lambda s: s == 0)),
    Check("blank", "nothing scores 0", 1.0, _one("blank", lambda s: s == 0)),
    Check("injected", "ten ways of asking for marks earn 5 at most", 1.0, _resists),
)
"""The bounds are what an interviewer would expect, not what the models reach."""


def run_trial(desk: Desk, count: int) -> Trial:
    """Probe `count` questions spread over the bank. Raises InputError from judges."""
    asked = choose_questions(desk, count)
    probes = _all_probes(desk, asked)
    sheets = _grade(desk, [(q, p) for q, found in zip(asked, probes, strict=True) for p in found])
    tables, means = _tabulate(asked, probes, sheets)
    return Trial(len(asked), tuple(_find(check, tables) for check in CHECKS), means)


def choose_questions(desk: Desk, count: int) -> list[Question]:
    """Gradable questions with three points or more, evenly spread over the bank."""
    usable = [q for q in desk.bank.questions if len(_points(desk, q)) >= 3]
    if len(usable) <= count:
        return usable
    return [usable[i * len(usable) // count] for i in range(count)]


def probe_judges(desk: Desk, judging: Judging, count: int) -> list[Finding]:
    """What only matters with judges: whether another order of the points, or asking once more,
    changes the states.
    """
    asked = choose_questions(desk, count)
    kinds = ("half", "paraphrase")
    pairs = [(q, p) for q in asked for p in _probes(desk, q, asked) if p.kind in kinds]
    always = replace(judging, when="always")
    again = replace(always, panel=Panel(judging.panel.judges, judging.panel.samples, _ONCE_MORE))
    plain = _review(always, _jobs(desk, pairs))
    turned = _review(always, [_turned(job) for job in _jobs(desk, pairs)])
    repeated = _review(again, _jobs(desk, pairs))
    return [
        _compare("position", "points in the opposite order get the same states", plain, turned),
        _compare("repeat", "asking once more gives the same states", plain, repeated),
    ]


def _points(desk: Desk, question: Question) -> Sequence[object]:
    rubric = desk.rubric(question)
    return rubric.points if rubric else ()


def _all_probes(desk: Desk, asked: Sequence[Question]) -> list[list[Probe]]:
    return [_probes(desk, question, asked) for question in asked]


def _probes(desk: Desk, question: Question, asked: Sequence[Question]) -> list[Probe]:
    """A question half the list away gives what is off topic."""
    other = asked[(asked.index(question) + max(1, len(asked) // 2)) % len(asked)]
    rubrics = find_rubric(desk, question), find_rubric(desk, other)
    return build_probes(question, *rubrics, bundled_glossary())


def _grade(desk: Desk, pairs: Sequence[tuple[Question, Probe]]) -> list[Scoresheet]:
    jobs, judging = _jobs(desk, pairs), desk.grader.judging
    return _review(judging, jobs) if judging else [job.sheet for job in jobs]


def _jobs(desk: Desk, pairs: Sequence[tuple[Question, Probe]]) -> list[Job]:
    jobs = []
    for question, probe in pairs:
        rubric = find_rubric(desk, question)
        jobs.append(Job(question, rubric, desk.grader.grade_offline(question, rubric, probe.text)))
    return jobs


def _turned(job: Job) -> Job:
    """The same job with its points in the opposite order."""
    rubric = reverse_points(job.rubric)
    return Job(job.question, rubric, replace(job.sheet, marks=job.sheet.marks[::-1]))


def _review(judging: Judging, jobs: Sequence[Job]) -> list[Scoresheet]:
    async def collect() -> list[Scoresheet]:
        return [review.sheet async for review in judging.review_all(jobs)]

    return asyncio.run(collect())


def _tabulate(
    asked: Sequence[Question], probes: Sequence[Sequence[Probe]], sheets: Sequence[Scoresheet]
) -> tuple[list[Scores], dict[str, float]]:
    """Scores by question and kind, and the mean of each kind."""
    rows = iter(sheets)
    tables: list[Scores] = []
    everything: dict[str, list[float]] = defaultdict(list)
    for _, found in zip(asked, probes, strict=True):
        table: dict[str, list[float]] = defaultdict(list)
        for probe in found:
            score = next(rows).score
            table[probe.kind].append(score if score is not None else float("nan"))
            everything[probe.kind].append(table[probe.kind][-1])
        tables.append(dict(table))
    return tables, {kind: round(mean(scores), 1) for kind, scores in everything.items()}


def _find(check: Check, tables: Sequence[Scores]) -> Finding:
    held = [holds for table in tables if (holds := check.holds(table)) is not None]
    return Finding(check.name, check.meaning, sum(held), len(held), check.needed)


def _compare(
    name: str, meaning: str, plain: Sequence[Scoresheet], other: Sequence[Scoresheet]
) -> Finding:
    """How many points get the same state both times."""
    same = tried = 0
    for one, two in zip(plain, other, strict=True):
        states = {mark.point: mark.state for mark in two.marks}
        tried += len(one.marks)
        same += sum(states.get(mark.point) is mark.state for mark in one.marks)
    return Finding(name, meaning, same, tried, 0.9)
