"""Tables for researchers who do not speak RDF: events in the layout of GDELT 1.0, offices, quotations."""

from server.tables.columns import TABLES, Column, Table
from server.tables.write import write_tables

__all__ = ["TABLES", "Column", "Table", "write_tables"]
