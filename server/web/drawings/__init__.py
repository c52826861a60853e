"""Drawings made on the server: SVG with labelled links, always beside a list that says the same."""

from server.web.drawings.braid import braid
from server.web.drawings.holders import holders
from server.web.drawings.maps import Dot, located, world
from server.web.drawings.months import months
from server.web.drawings.network import network

__all__ = ["Dot", "braid", "holders", "located", "months", "network", "world"]
