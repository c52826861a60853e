"""The pages that people see: rows of queries become frozen values, and templates show these."""
