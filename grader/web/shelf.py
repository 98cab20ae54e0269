"""What became of forms that were sent: a double click or a reload does not do a thing twice."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

_MOST = 1000
_KEY = re.compile(r"[A-Za-z0-9_-]{8,40}")


class Shelf:
    """The addresses that the latest forms led to, by the key of the form."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._locks: dict[str, Lock] = {}
        self._lock = Lock()

    def once(self, key: str, work: Callable[[], str]) -> str:
        """What `work` gave for this key: done now, or known from before. Raises what it raises."""
        key = key if _KEY.fullmatch(key) else new_key()
        with self._lock:
            own = self._locks.setdefault(key, Lock())
        try:
            with own:
                if key not in self._kept:
                    self._keep(key, work())
                return self._kept[key]
        finally:
            with self._lock:
                self._locks.pop(key, None)

    def _keep(self, key: str, result: str) -> None:
        with self._lock:
            self._kept[key] = result
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def new_key() -> str:
    """A key that nobody can guess, for a form that has not been sent yet."""
    return secrets.token_urlsafe(9)
