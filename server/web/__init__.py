"""The web: addresses, what they give to programs, and pages for people."""
