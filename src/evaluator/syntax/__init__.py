"""What was written: the syntax tree, its parser, its formatter."""
