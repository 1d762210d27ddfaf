"""The table of work to be done."""
