"""The sections of a page, one file each: pure functions from a case to blocks."""
