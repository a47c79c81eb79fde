"""Mandarin text to a typed answer with confidence, intents and danger flags. Pure."""
