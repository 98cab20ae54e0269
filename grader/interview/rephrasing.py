"""Follow-ups in a model's words.

It is sent the follow-up alone: what it does not know cannot leak.
"""

from __future__ import annotations

from grader.followups import Rephrase
from grader.judges.endpoints import find_endpoint

_SECONDS = 20.0
_TASK = (
    "Rewrite this interviewer's follow-up question so that it sounds natural when spoken. Keep its "
    "language and its meaning; add no fact, term or hint. Reply with the question only."
)


def make_rephrase(model: str) -> Rephrase:
    """Ask this model (named as for `--judge`). Whatever fails gives "", and the original is asked.

    Raises InputError for an unknown model or a missing key.
    """
    from openai import OpenAI, OpenAIError

    endpoint = find_endpoint(model)
    client = OpenAI(
        base_url=endpoint.url, api_key=endpoint.key or "none", timeout=_SECONDS, max_retries=1
    )

    def rephrase(prompt: str) -> str:
        try:
            reply = client.chat.completions.create(
                model=endpoint.model,
                messages=[
                    {"role": "system", "content": _TASK},
                    {"role": "user", "content": prompt},
                ],
            )
        except OpenAIError:
            return ""
        return (reply.choices[0].message.content or "") if reply.choices else ""

    return rephrase
