"""The optional judges: language models behind OpenAI-compatible endpoints, asked for verdicts.

`ballots` says what is asked and what comes back, `messages` writes a prompt and `replies` reads the
answer to it, `transport` carries them, `judge` is one model, `panel` several. Nothing here makes a
score: `grader.fusion` turns verdicts into marks.
"""
