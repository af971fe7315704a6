"""Who does it: subjects, duty lists, bodies carried over."""
