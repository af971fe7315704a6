"""What each clause is, and which clauses are one unit."""
