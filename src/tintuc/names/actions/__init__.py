"""What can be done: one verb a file. Whoever calls asks for the right first: this room knows no sites."""
