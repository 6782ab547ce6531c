"""Pages: what a result means to the people it concerns, as text and as HTML."""
