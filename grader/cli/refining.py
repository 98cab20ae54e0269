"""Refining at the command line: proposals shown as diffs, accepted one by one, written at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from grader.cli.consulting import describe_estimate, describe_spending
from questions.errors import InputError

if TYPE_CHECKING:
    from grader.refining import Matter, Opinion, Refiner
    from rubrics.marks import Failure
    from rubrics.refining import Proposal
    from rubrics.shelf import Place, Shelf

_HOPELESS = ("judge-budget", "judge-unreachable", "judge-timeout", "judge-error", "judge-refused")
"""Failures that the next rubrics would meet as well, when a whole batch does."""


@dataclass(slots=True)
class _Tally:
    """What has happened so far, in rubrics and proposals. `failure` is the first one."""

    asked: int = 0
    proposed: int = 0
    accepted: int = 0
    refused: int = 0
    failure: Failure | None = None

    def note(self, opinion: Opinion) -> None:
        """Count one opinion."""
        self.asked += opinion.failure is None
        self.failure = self.failure or opinion.failure
        self.proposed += len(opinion.advice.proposals)
        self.refused += len(opinion.advice.refused)


def foretell_refining(refiner: Refiner, shelf: Shelf) -> str:
    """What asking about all rubrics of the shelf would take. Sends nothing."""
    from grader.judges.budget import Estimate

    total = Estimate()
    for place in shelf.places:
        total += refiner.estimate(_matter(shelf, place))
    return describe_estimate(total, len(shelf.places)).replace("answer", "rubric")


def refine_shelf(refiner: Refiner, shelf: Shelf, *, is_sure: bool) -> None:
    """Ask about every rubric and let the user decide, or accept all; what is accepted is written.

    Raises InputError when rubrics were left unasked; what was accepted before is on file.
    """
    tally = _Tally()
    is_done = False
    try:
        for place, opinion in _ask(refiner, shelf):
            tally.note(opinion)
            tally.accepted += _review(shelf, place, opinion, is_sure=is_sure)
        is_done = True
    finally:
        if shelf.is_loose and (is_done or tally.accepted):
            click.echo(shelf.text(), nl=False)
    _sum_up(tally, shelf)
    _complain(tally, refiner, len(shelf.places))


def refine_as_json(refiner: Refiner, shelf: Shelf, *, is_sure: bool) -> None:
    """The same for programs: proposals with their diffs; accepted only if `is_sure`.

    Raises InputError as `refine_shelf`, and when there is no file that could take what is accepted.
    """
    if is_sure and shelf.is_loose:
        raise InputError("--json --yes has no file to write", hint="add --rubrics FILE or DIR")
    tally = _Tally()
    found = []
    for place, opinion in _ask(refiner, shelf):
        tally.note(opinion)
        found.append(_plain(shelf, place, opinion, is_sure=is_sure))
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    _complain(tally, refiner, len(shelf.places))


def _ask(refiner: Refiner, shelf: Shelf) -> Iterator[tuple[Place, Opinion]]:
    """Opinions in order, a batch at a time: who stops early has not paid for the rest."""
    from grader.judges.budget import NOTHING

    spending = NOTHING
    size = refiner.conversation.concurrency
    try:
        for start in range(0, len(shelf.places), size):
            places = shelf.places[start : start + size]
            opinions = refiner.ask_all([_matter(shelf, place) for place in places])
            for opinion in opinions:
                spending += opinion.spending
            yield from zip(places, opinions, strict=True)
            if all(o.failure is not None and o.failure.kind in _HOPELESS for o in opinions):
                return
    finally:
        if spending != NOTHING:
            click.echo(f"judge: {describe_spending(spending)}", err=True)
        if refiner.conversation.note:
            click.echo(f"kaoguan: {refiner.conversation.note}", err=True)


def _matter(shelf: Shelf, place: Place) -> Matter:
    from grader.refining import Matter

    return Matter(place.question, shelf.kept(place).rubric)


def _review(shelf: Shelf, place: Place, opinion: Opinion, *, is_sure: bool) -> int:
    """Show what is proposed for one rubric and take what is accepted; how many that were."""
    err = shelf.is_loose
    proposals, refused = opinion.advice.proposals, opinion.advice.refused
    if opinion.failure is not None:
        _tell(f"\n{place.question.title}: not asked: {opinion.failure.message}", err=err)
        return 0
    said = f"{_many(len(proposals), 'proposal')}" if proposals else "nothing to propose"
    _tell(f"\n{place.question.title}: {said}", err=err)
    for refusal in refused:
        _tell(f"  refused: {refusal.why}", err=err)
    return sum(
        _offer(shelf, place, proposal, f"{number}/{len(proposals)}", is_sure=is_sure)
        for number, proposal in enumerate(proposals, 1)
    )


def _offer(shelf: Shelf, place: Place, proposal: Proposal, number: str, *, is_sure: bool) -> bool:
    """Show one proposal; whether it was accepted. What was accepted before may stand against it."""
    from reports.clean import visible
    from rubrics.advice import objection
    from rubrics.refining import diff, named_by

    err = shelf.is_loose
    kept = shelf.kept(place)
    reason = f": {proposal.reason}" if proposal.reason else ""
    what = f"{_kind(proposal)} {', '.join(named_by(proposal))}"
    _tell(f"\n[{number}] {what}{reason}", err=err)
    why = objection(proposal, kept.rubric, place.question)
    if why:
        _tell(f"  no longer fits: {why}", err=err)
        return False
    for line in diff(kept.rubric, proposal, kept.built).splitlines():
        colour = {"+": "green", "-": "red"}.get(line[0])
        click.secho(visible(line), fg=colour, err=err)
    if not is_sure and not click.confirm("Accept?", default=False, err=err):
        return False
    _take(shelf, place, proposal)
    return True


def _take(shelf: Shelf, place: Place, proposal: Proposal) -> None:
    """Put an accepted proposal on file. The stamps stay: the points count as edited.

    They stand in the order that the next build gives them: what is gone comes last.
    """
    from rubrics.refining import applied

    kept = shelf.kept(place)
    rubric = applied(kept.rubric, proposal, kept.built)
    here = {p.id: kept.built[p.id] for p in rubric.points if p.id in kept.built}
    shelf.put(place, replace(kept, rubric=rubric, built=here | dict(kept.built)))


def _plain(shelf: Shelf, place: Place, opinion: Opinion, *, is_sure: bool) -> dict[str, Any]:
    """One rubric of the JSON output. Diffs are against the rubric as it is at that moment."""
    from rubrics.advice import objection
    from rubrics.refining import diff

    proposals = []
    for proposal in opinion.advice.proposals:
        kept = shelf.kept(place)
        why = objection(proposal, kept.rubric, place.question)
        shown = "" if why else diff(kept.rubric, proposal, kept.built)
        is_accepted = is_sure and not why
        if is_accepted:
            _take(shelf, place, proposal)
        facts = {"diff": shown, "accepted": is_accepted, "objection": why}
        proposals.append({"kind": _kind(proposal), **asdict(proposal), **facts})
    return {
        "question": place.question.id,
        "title": place.question.title,
        "file": str(place.path) if place.path else None,
        "proposals": proposals,
        "refused": [asdict(refusal) for refusal in opinion.advice.refused],
        "failure": asdict(opinion.failure) if opinion.failure else None,
    }


def _kind(proposal: Proposal) -> str:
    return type(proposal).__name__.lower()


def _sum_up(tally: _Tally, shelf: Shelf) -> None:
    parts = [f"{tally.accepted} of {_many(tally.proposed, 'proposal')} accepted"]
    parts += [f"{tally.refused} refused by the checks"] if tally.refused else []
    parts += [f"{path} written" for path in shelf.written]
    parts += [f"{shelf.unknown} more on file left alone"] if shelf.unknown else []
    missing = [question.title for question in shelf.missing]
    parts += [f"{len(missing)} questions without a rubric on file"] if missing else []
    click.echo(f"\n{_many(tally.asked, 'rubric')}: {'; '.join(parts)}", err=shelf.is_loose)


def _complain(tally: _Tally, refiner: Refiner, count: int) -> None:
    """Raise InputError when not every rubric was asked about."""
    if tally.failure is not None:
        raise InputError(
            f"{count - tally.asked} of {count} rubrics got no opinion: {tally.failure.message}",
            place=f"judge {refiner.conversation.endpoint.name}",
            hint=tally.failure.hint or "what was accepted is kept; run it again",
        )


def _many(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def require_places(shelf: Shelf) -> None:
    """Raise InputError when there is nothing to refine."""
    if not shelf.places:
        raise InputError(
            "no rubric here belongs to a question of the bank",
            place=str(shelf.root or ""),
            hint="kaoguan rubric build --bank BANK --out DIR makes them",
        )


def _tell(text: str, *, err: bool) -> None:
    """Words of banks and of models without what a terminal would obey."""
    from reports.clean import visible

    click.echo(visible(text), err=err)
