"""Floor 1: an article in, facts out."""

import os

READERS = ("learned", "rules")
"""Who may read the events: a trained model that has the rules as its features and guard rails, or the rules alone."""
READER = READERS[0]
"""Who reads where nobody says so."""


def one_thread() -> None:
    """Keep the libraries of matrices to one thread, unless the environment says otherwise; before NumPy is imported.

    Articles are read by one process a processor: threads within each would wait for one another, four times as long.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
