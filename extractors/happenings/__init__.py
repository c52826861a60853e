"""What happened, was only planned, sought, claimed or denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.happenings.events import events
from extractors.happenings.joined import joined

if TYPE_CHECKING:
    from extractors.reading import Extractor

HAPPENINGS: tuple[Extractor, ...] = (events,)
"""The extractors of this wing, in order."""

__all__ = ["HAPPENINGS", "events", "joined"]
