"""One small file per stage of a call."""
