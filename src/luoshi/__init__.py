"""luoshi (落实): what planning texts promise, and what became of it."""

__version__ = "0.1.0"
