"""The page on which somebody chooses how to be told."""
