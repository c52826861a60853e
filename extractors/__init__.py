"""Floor 1: an article in, facts out."""
