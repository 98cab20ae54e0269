"""The secret of one run of the server, and what is derived from it for the cookie and the forms."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field


def _new_token() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Keys:
    """`token` stands in the first URL only; it is new with every start of the server."""

    token: str = field(default_factory=_new_token, repr=False)
    _tickets: set[str] = field(default_factory=set, repr=False)

    def ticket(self) -> str:
        """A token that opens once: for a command line, which others on the machine can read."""
        made = _new_token()
        self._tickets.add(made)
        return made

    @property
    def cookie(self) -> str:
        """What the browser shows from then on."""
        return self._derive("cookie")

    @property
    def form(self) -> str:
        """What every form carries, so that no other page can send one."""
        return self._derive("form")

    def opens(self, given: str) -> bool:
        """Whether this is the token of the URL, or a ticket, which is then used up."""
        used = next((ticket for ticket in self._tickets if _same(given, ticket)), None)
        if used is not None:
            self._tickets.discard(used)
        return used is not None or _same(given, self.token)

    def knows(self, given: str) -> bool:
        """Whether this is the value of the cookie."""
        return _same(given, self.cookie)

    def sent(self, given: str) -> bool:
        """Whether this is the value of the forms."""
        return _same(given, self.form)

    def _derive(self, purpose: str) -> str:
        return hmac.new(self.token.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def _same(given: str, secret: str) -> bool:
    """Compare without telling by time how much was right."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())
