"""How well the rulebook is kept, clause by clause, and what history says about a draft."""
