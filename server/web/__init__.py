"""The dataset on the web: pages for people, data for programs, and a SPARQL endpoint."""

from server.web.app import create_app

__all__ = ["create_app"]
