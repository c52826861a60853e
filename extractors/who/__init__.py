"""Who is who: names, and the states, places, persons and bodies that they refer to."""

from extractors.who.names import names

__all__ = ["names"]
