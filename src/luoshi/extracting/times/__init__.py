"""Times in any Chinese text, the planning calendar, and deadlines."""
