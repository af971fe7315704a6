"""Use cases: one function each, called alike by the command line and by programs."""
