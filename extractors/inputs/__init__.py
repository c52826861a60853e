"""The ways in: bytes of one kind or another made into articles, or refused in one clear line."""
