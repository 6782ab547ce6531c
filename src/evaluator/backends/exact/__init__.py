"""The exact evaluator: what a rule means, value and reason from one recursion."""
