"""What the desk itself does, one verb a file."""
