"""Measurements: how much of what articles say is read rightly. Run as `python -m bench`."""

from extractors import one_thread

one_thread()
