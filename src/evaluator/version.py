"""The version of the distribution: read by the build, printed by `takar version`."""

__version__ = "0.1.0"
