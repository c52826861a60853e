"""Measurements: how much of what articles say is read rightly. Run as `python -m bench`."""
