"""One runner per call, from the channel's creation to the final disposition."""
