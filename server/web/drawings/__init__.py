"""Drawings made on the server: SVG with labelled links, always beside a list that says the same."""

from server.web.drawings.braid import braid
from server.web.drawings.holders import holders
from server.web.drawings.maps import Dot, world
from server.web.drawings.months import months

__all__ = ["Dot", "braid", "holders", "months", "world"]
