"""Many answers graded into a folder: nothing lost, nothing graded twice, order kept."""
