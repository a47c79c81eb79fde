"""What the store can show without a database."""
