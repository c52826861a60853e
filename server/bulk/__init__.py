"""Articles by the million: shards that many processes or machines extract, and datasets that are built of them."""
