"""Back ends: each applies a checked instrument, and none knows how it was written."""
