"""How somebody wants to be told: by which way, at which hours, and not each thing by itself."""
