"""Runs load generators on the same target in turn and compares what they take. Standard library only."""
