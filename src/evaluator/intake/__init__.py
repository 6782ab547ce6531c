"""From the bytes of a response to a typed response, with every mistake reported in one run."""
