"""What a page promises and does not hold."""
