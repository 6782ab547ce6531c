"""From a consolidated syntax tree to the model: every name resolved, every formula typed."""
