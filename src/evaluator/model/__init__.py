"""What the rules mean: the checked instrument, immutable and resolved."""
