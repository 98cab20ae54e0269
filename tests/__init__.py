"""The tests, in the order of the floors they test."""
