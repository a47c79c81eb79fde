"""Settings: where they come from and what is shown of them."""
