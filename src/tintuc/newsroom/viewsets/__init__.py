"""The lists and forms of the desk, one viewset a kind of row."""
