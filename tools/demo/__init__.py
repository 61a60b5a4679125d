"""The recorded call of `make demo`."""
