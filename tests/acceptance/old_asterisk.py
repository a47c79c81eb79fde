"""An Asterisk that is too old, as far as a command gets to see it: it tells its version and its modules."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

VERSION = "16.28.0"


class _Ari(BaseHTTPRequestHandler):
    version = VERSION
    modules: tuple[str, ...] = ()

    def do_GET(self) -> None:
        known: dict[str, object] = {
            "/ari/asterisk/info": {"system": {"version": self.version}},
            "/ari/asterisk/modules": [{"name": name, "status": "Running"} for name in self.modules],
        }
        body = known.get(self.path, {"message": "Invalid method"})
        content = json.dumps(body).encode()
        self.send_response(200 if self.path in known else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(version: str = VERSION, modules: tuple[str, ...] = ()) -> Iterator[str]:
    """The base address of such an ARI on a free port; `modules` are those that it says run."""
    told = type("_Told", (_Ari,), {"version": version, "modules": modules})
    server = ThreadingHTTPServer(("127.0.0.1", 0), told)
    thread = threading.Thread(target=server.serve_forever, name="old-asterisk")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
