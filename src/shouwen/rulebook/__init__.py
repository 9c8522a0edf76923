"""The typed form of a written rulebook, and what can be said about it without running it."""
