"""Training of the label model, outside the package: its weights are what the package ships."""
