"""Keys that speak in one's own name."""
