"""When and whether to call: windows, retries, caps, line signals to disposition. Pure."""
