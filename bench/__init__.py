"""Measurements, each beside a library that does a like thing, in one run."""
