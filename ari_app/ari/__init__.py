"""The ARI client: REST and the event websocket, with no business words."""
