"""Formats in, Document out."""
