"""Published figures as tests: an edition whose examples fail cannot be published."""
