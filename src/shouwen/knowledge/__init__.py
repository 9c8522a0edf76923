"""What staff have at hand when they write: canned replies with variables."""
