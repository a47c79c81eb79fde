"""Recognition and synthesis: ports, engines, prompt cache."""
