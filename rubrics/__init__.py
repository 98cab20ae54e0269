"""Floor 2: key points, and the marks they earn."""
