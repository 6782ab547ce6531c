"""The columnar back end: rules as one SQL query whose every number is an exact integer."""
