"""What the desk's templates say with more than a variable."""
