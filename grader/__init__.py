"""Floor 4: evidence, marks, and the program."""
