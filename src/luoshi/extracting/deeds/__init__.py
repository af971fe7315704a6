"""What is done and how firmly: the governing verb, its object, force, kind, measurability."""
