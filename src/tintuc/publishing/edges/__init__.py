"""How each kind of edge is told what to forget: one kind a file."""
