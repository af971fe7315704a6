"""Limits and choices that a user may change."""
