"""Long real-time runs: `make soak`."""
