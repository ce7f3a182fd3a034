"""A model hub on loopback that behaves like the real one, and misbehaves when asked to.

It answers `/{owner}/{name}/resolve/{revision}/{file}` as the Hugging Face hub does: large
files are redirected to a content server (here `localhost`, so another host than the hub) and
described in `X-Linked-*` headers; small ones are redirected within the hub, then sent with
their git hash as `ETag`.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

COMMIT = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00"
SMALL_BYTES = 1000  # files up to here are not in large file storage
PIECE_BYTES = 1 << 14


def git_sha1(content: bytes) -> str:
    """The hash git gives to a file."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


@dataclass
class Seen:
    """One request that arrived."""

    method: str
    path: str
    headers: dict[str, str]
    content_server: bool


@dataclass
class HubServer:
    """The hub's files, how it misbehaves next, and the requests it got."""

    url: str = ""
    content_url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)  # "owner/name/file" -> content
    commit: str = COMMIT
    break_after: list[int] = field(default_factory=list)  # bytes, one for each next transfer
    stall_after: int = -1  # bytes; then nothing more comes until `go_on` is set
    refusals: list[tuple[int, str]] = field(default_factory=list)  # status and Retry-After
    claimed_bytes: int = 0  # Content-Length of whatever the content server sends, if not true
    wrong_bytes: bool = False
    ranges: bool = True
    states_etag: bool = True
    seen: list[Seen] = field(default_factory=list)
    stalled: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def sent(self, method: str = "GET", content_server: bool = True) -> list[Seen]:
        """Requests of one kind, oldest first."""
        return [s for s in self.seen if (s.method, s.content_server) == (method, content_server)]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: ClassVar[HubServer]
    content_server: ClassVar[bool]

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""

    def _answer(self) -> None:
        hub = self.hub
        headers = {name.title(): value for name, value in self.headers.items()}
        seen = Seen(self.command, self.path, headers, self.content_server)
        hub.seen.append(seen)
        if hub.refusals:
            status, retry_after = hub.refusals.pop(0)
            self._head(status, {"Retry-After": retry_after, "Content-Length": "0"})
        elif self.content_server or self.path.startswith("/small/"):
            self._send(hub.files[self.path.removeprefix("/small").lstrip("/")])
        else:
            self._resolve()

    def _resolve(self) -> None:
        owner, name, _, _, *path = self.path.strip("/").split("/")
        key = "/".join((owner, name, *path))
        content = self.hub.files.get(key)
        if content is None:
            self._head(404, {"Content-Length": "0"})
            return
        headers = {"X-Repo-Commit": self.hub.commit, "Content-Length": "0"}
        if len(content) <= SMALL_BYTES:
            self._head(307, {**headers, "Location": f"/small/{key}"})
            return
        if self.hub.states_etag:
            headers["X-Linked-Etag"] = f'"{hashlib.sha256(content).hexdigest()}"'
            headers["X-Linked-Size"] = str(len(content))
        self._head(302, {**headers, "Location": f"{self.hub.content_url}/{key}"})

    def _send(self, content: bytes) -> None:
        hub = self.hub
        headers = {"ETag": f'"{git_sha1(content)}"', "X-Repo-Commit": hub.commit}
        start, status = 0, 200
        wanted = self.headers.get("Range", "")
        if wanted and hub.ranges:
            start, status = int(wanted.removeprefix("bytes=").rstrip("-")), 206
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        if start >= len(content):
            whole = f"bytes */{len(content)}"
            self._head(416, {"Content-Range": whole, "Content-Length": "0"})
            return
        body = content[start:]
        if hub.wrong_bytes:
            body = bytes(255 - byte for byte in body)
        length = hub.claimed_bytes or len(body)
        self._head(status, {**headers, "Content-Length": str(length)})
        if self.command == "GET":
            self._body(body)

    def _body(self, body: bytes) -> None:
        hub = self.hub
        end = hub.break_after.pop(0) if hub.break_after else len(body)
        for at in range(0, min(end, len(body)), PIECE_BYTES):
            if 0 <= hub.stall_after <= at:
                hub.stalled.set()
                hub.go_on.wait()
            self.wfile.write(body[at : min(at + PIECE_BYTES, end)])
            self.wfile.flush()
        if end < len(body):
            self.close_connection = True

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.end_headers()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Silence: clients of these tests hang up in the middle."""


@contextmanager
def hub_server() -> Iterator[HubServer]:
    """Serve until the block ends."""
    hub = HubServer()
    servers = []
    for content_server in (False, True):
        attributes = {"hub": hub, "content_server": content_server}
        handler = type("Handler", (_Handler,), attributes)
        server = _Server(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
    ports = [server.server_address[1] for server in servers]
    hub.url, hub.content_url = f"http://127.0.0.1:{ports[0]}", f"http://localhost:{ports[1]}"
    try:
        yield hub
    finally:
        hub.go_on.set()
        for server in servers:
            server.shutdown()
            server.server_close()
