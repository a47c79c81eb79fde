"""The conversation as a function: advance(script, state, event) -> Step. Pure."""
