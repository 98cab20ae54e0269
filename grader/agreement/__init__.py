"""What people said about answers, held against a run."""
