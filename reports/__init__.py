"""Floor 3: score sheets rendered for people and for programs."""
