"""The pure core that decides what a rulebook demands of a case at an instant."""
