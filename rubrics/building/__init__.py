"""How a reference answer becomes key points: outline, claims, repeats, weights, choice."""
