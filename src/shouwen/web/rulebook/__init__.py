"""制度: what was written, what carries it out, and how its procedures run."""
