"""Floor 1: what is asked, and what a good answer says. Banks in, `Bank` out."""
