"""Practice for one person: what to ask next, what an answer was worth, how it goes over time."""
