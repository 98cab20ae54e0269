"""One signal a room, raw values only: what is seen, never what it is worth."""
