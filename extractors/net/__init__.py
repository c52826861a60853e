"""The ways in over the network: addresses and feeds, fetched in a process of their own under strict limits."""
