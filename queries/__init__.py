"""Floor 1: saved questions, one .rq a file, and the catalogue that reads them."""
