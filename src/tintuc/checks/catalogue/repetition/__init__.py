"""What is said twice."""
