"""One judge: a model asked for verdicts on one answer at a time."""

from __future__ import annotations

from grader.judges.ballots import Ballot, Case
from grader.judges.budget import Estimate
from grader.judges.cache import cache_key
from grader.judges.conversation import Conversation, Heard, Inquiry
from grader.judges.messages import (
    LONGEST_REFERENCE,
    Prompt,
    prompt_hash,
    safe_nonce,
    write_prompt,
)
from grader.judges.prices import estimate_verdicts
from grader.judges.replies import Reading, read_reply


class Judge:
    """A model that marks. Enter its conversation before asking."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation

    def estimate(self, case: Case, repeat: int = 0, temperature: float = 0.0) -> Estimate:
        """What asking this would take. Sends nothing."""
        return self.conversation.estimate(_inquiry(case, repeat, temperature))

    async def ask(self, case: Case, repeat: int = 0, temperature: float = 0.0) -> Ballot:
        """The verdicts on a case, from the cache if they are there.

        Raises InputError when no call can succeed (a wrong key, an unknown model).
        """
        heard = await self.conversation.ask(_inquiry(case, repeat, temperature))
        return _ballot(self.conversation.endpoint.name, heard)


def _inquiry(case: Case, repeat: int, temperature: float) -> Inquiry[Reading]:
    """The prompt itself is written only to be sent: its templates' hash stands for it."""

    def read(text: str, prompt: Prompt) -> Reading:
        return read_reply(text, prompt, case.answer)

    return Inquiry(
        digest=cache_key(
            prompt=prompt_hash(),
            lang=case.lang,
            question=case.question,
            reference=case.reference[:LONGEST_REFERENCE],
            points=[(point.id, point.text) for point in case.points],
            answer=case.answer,
            temperature=temperature,
            repeat=repeat,
        ),
        likely=lambda prompt: estimate_verdicts(case, prompt),
        draw=lambda: safe_nonce(case.answer),
        write=lambda nonce: write_prompt(case, nonce),
        read=read,
        temperature=temperature,
    )


def _ballot(judge: str, heard: Heard[Reading]) -> Ballot:
    said = heard.reading or Reading({}, "", misled=False)
    return Ballot(
        judge,
        said.verdicts,
        said.bonus,
        said.misled,
        failure=heard.failure,
        usage=heard.usage,
        cost=heard.cost,
        cached=heard.cached,
    )
