"""When: expressions of time, the days they mean, and which of them dates an event."""

from extractors.when.moments import moments

__all__ = ["moments"]
