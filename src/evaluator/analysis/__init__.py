"""From syntax trees to checked instruments: names, editions, amendments, meaning, checks."""
