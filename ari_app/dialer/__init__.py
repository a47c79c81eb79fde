"""Claims and paces attempts."""
