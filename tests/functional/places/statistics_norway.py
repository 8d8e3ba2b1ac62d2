"""A stand-in for Statistics Norway's services on this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class StandIn:
    """What it answers by path, how often it was asked, and how it fails first.

    `failures` are HTTP statuses to answer with before anything else.
    """

    answers: dict[str, bytes] = field(default_factory=dict)
    failures: list[int] = field(default_factory=list)
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    address: str = ""


@contextmanager
def serving(stand_in: StandIn) -> Iterator[StandIn]:
    """Answer on 127.0.0.1 as `stand_in` says, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            stand_in.asked.append((parts.path, parse_qs(parts.query)))
            stand_in.accepted.append(self.headers["Accept"])
            if stand_in.failures:
                self._answer(stand_in.failures.pop(0), b"")
            elif parts.path in stand_in.answers:
                self._answer(200, stand_in.answers[parts.path])
            else:
                self._answer(404, b"")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    stand_in.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stand_in
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
