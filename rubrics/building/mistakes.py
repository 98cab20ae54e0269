"""Typical mistakes that the reference itself shows: the contrast side, given to the wrong thing."""

from __future__ import annotations

from collections.abc import Sequence

from rubrics.building.claims import Claim

_MOST = 2


def mistakes_of(claim: Claim, claims: Sequence[Claim]) -> tuple[str, ...]:
    """What is said of another thing in the same aspect, told of this one."""
    if not claim.subject or not claim.aspect:
        return ()
    found = []
    for other in claims:
        if other is claim or other.aspect != claim.aspect or not other.subject or other.subject == claim.subject:
            continue
        if other.subject in other.text and claim.subject not in other.text:
            found.append(other.text.replace(other.subject, claim.subject, 1))
    return tuple(found[:_MOST])
