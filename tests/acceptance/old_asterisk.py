"""An Asterisk that is too old, as far as a command gets to see it: it tells its version and knows nothing else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

VERSION = "18.26.4"


class _Ari(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = self.path == "/ari/asterisk/info"
        body = {"system": {"version": VERSION}} if known else {"message": "Invalid method"}
        content = json.dumps(body).encode()
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[str]:
    """The base address of such an ARI on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Ari)
    thread = threading.Thread(target=server.serve_forever, name="old-asterisk")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
