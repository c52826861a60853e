"""The dataset on disk, the command line and the web: all that runs."""
