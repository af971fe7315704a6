"""Lists under one frame, with what they claim and what they hold."""
