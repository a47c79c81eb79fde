"""What the commands check before they touch anything."""
