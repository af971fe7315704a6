"""What goes over the wire, checked both ways: inputs are strict and refuse what they do not know."""
