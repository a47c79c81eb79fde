"""Faults in the middle of real calls: `make chaos`."""
