"""Units, posts, their holders and who may see what."""
