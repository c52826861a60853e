"""A store on another server, spoken to by the SPARQL 1.1 Protocol: its address, patience, and our dataset in it."""

from server.remote.address import Address, AddressError, address
from server.remote.client import RemoteError
from server.remote.store import Remote

__all__ = ["Address", "AddressError", "Remote", "RemoteError", "address"]
