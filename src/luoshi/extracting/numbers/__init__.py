"""Numbers with their units and comparators in any Chinese text."""
