"""What other packages add under our entry points: found by name, loaded only when asked for.

An entry point names a factory: a class or function that is called with nothing, or with the model
that the user wrote behind the name, and returns the encoder or judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from questions.errors import InputError

ENCODERS = "kaoguan.encoders"
JUDGES = "kaoguan.judges"
_KINDS = {ENCODERS: "encoder", JUDGES: "judge"}


@dataclass(frozen=True, slots=True)
class Plugin:
    """What a factory made. `name` says whose it is, for signatures: `package-1.0/own name`."""

    name: str
    made: Any


def plugin_names(group: str) -> list[str]:
    """The names that installed packages offer, sorted; nothing is imported."""
    return sorted({entry.name for entry in entry_points(group=group)})


def load_plugin(group: str, name: str, model: str | None, *methods: str) -> Plugin:
    """What the factory of that name makes, with all the methods. Raises InputError, whatever goes
    wrong in it.
    """
    kind = _KINDS[group]
    entry = _find(group, name, kind)
    owner = _owner(entry)
    try:
        factory = entry.load()
        made = factory(model) if model else factory()
        own = str(made.name)
        lacking = [m for m in methods if not callable(getattr(made, m, None))]
    except InputError:
        raise
    except (Exception, SystemExit) as error:  # other people's code: anything may come out of it
        raise broken(kind, f"{name} ({owner})", error) from error
    if lacking:
        raise InputError(
            f"the {kind} {name} ({owner}) has no {lacking[0]}()", hint="see docs/library.md"
        )
    return Plugin(f"{owner}/{own}", made)


def broken(kind: str, name: str, error: BaseException) -> InputError:
    """One line about what came out of a plug-in."""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return InputError(f"the {kind} {name} is broken: {said}", hint="mend or uninstall that package")


def _find(group: str, name: str, kind: str) -> EntryPoint:
    found = {entry.value: entry for entry in entry_points(group=group) if entry.name == name}
    if not found:
        known = ", ".join(plugin_names(group)) or "none"
        raise InputError(
            f"no {kind} called {name!r} is installed", hint=f"installed by packages: {known}"
        )
    if len(found) > 1:
        owners = ", ".join(sorted(map(_owner, found.values())))
        raise InputError(
            f"several packages offer a {kind} called {name!r}", hint=f"uninstall one of {owners}"
        )
    return next(iter(found.values()))


def _owner(entry: EntryPoint) -> str:
    """The package with its version."""
    return f"{entry.dist.name}-{entry.dist.version}" if entry.dist else entry.module
