"""What a supervisor looks at, and how everybody says whether they are there."""
