"""Pictures for everybody."""
