"""The same task in other engines, as their documentation has it done."""
