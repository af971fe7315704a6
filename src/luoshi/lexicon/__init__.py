"""Loads and checks the word lists once."""
