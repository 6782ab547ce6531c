"""A second, naive evaluator of IM-NKK that shares nothing with the first but the contract."""
