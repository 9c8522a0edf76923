"""Who is there, to whom a task goes and why, and what many people complain of at once."""
