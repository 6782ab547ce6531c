"""What is wrong and how to repair it, as data."""
