"""Word lists and weights: data that a planner can correct."""
