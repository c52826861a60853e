"""When: expressions of time, the days they mean, and which of them dates an event."""

from extractors.when.carried import carried
from extractors.when.dating import date_of
from extractors.when.moments import moments

__all__ = ["carried", "date_of", "moments"]
