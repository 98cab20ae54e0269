"""The optional judges: language models behind OpenAI-compatible endpoints, asked for verdicts.

`ballots` says what is asked and what comes back, `messages` writes a prompt and `replies` reads the
answer to it, `transport` carries them, `conversation` asks until there is a reply that can be read.
`judge` is one model that marks, `panel` several. Nothing here makes a score: `grader.fusion` turns
verdicts into marks; `grader.refining` and `grader.drafting` hold conversations of their own.
"""
