"""How long records are kept: terms that two agree on, holds, and what a night took away."""
