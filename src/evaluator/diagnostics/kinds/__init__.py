"""Every kind of diagnostic, a module a stage. Their words stand in the catalogue in `dsl/`."""
