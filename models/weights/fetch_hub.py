"""Weights from the Hugging Face hub, or a compatible server named by `HF_ENDPOINT`.

huggingface_hub builds the URLs, finds the access token, and reads the metadata of a file. The
transfer itself is done here, because `hf_hub_download` deletes the partial file of a broken or
killed transfer, gives up when a connection is reset, and cannot be stopped.
"""

from __future__ import annotations

import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from huggingface_hub import get_hf_file_metadata, get_token, hf_hub_url
from huggingface_hub.errors import HfHubHTTPError
from huggingface_hub.file_download import HfFileMetadata

from models.base import WeightsError
from models.weights.meter import POLL_S, Meter, SourceFailed
from models.weights.store import PartFile

DEFAULT_ENDPOINT = "https://huggingface.co"
CONNECT_S = 4.0  # short: without access to a hub, the next source must be tried soon
READ_S = 20.0
TRIES = 5  # consecutive attempts without progress
BACKOFF_S = 0.5  # doubled after each attempt
LONGEST_PAUSE_S = 30.0
OVERLOADED = (429, 500, 502, 503, 504)
OFFLINE_VARIABLES = ("VIVA_OFFLINE", "HF_HUB_OFFLINE")

_SHA256 = re.compile(r"[0-9a-f]{64}")
_GIT_SHA1 = re.compile(r"[0-9a-f]{40}")
_NOT_THERE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)


def offline_because() -> str:
    """The environment variable that forbids connections; "" if none does."""
    for name in OFFLINE_VARIABLES:
        if os.environ.get(name, "").strip().lower() in ("1", "true", "yes", "on"):
            return name
    return ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Metadata of one file, as stated by the hub."""

    etag: str
    bytes: int  # 0 if not stated
    commit: str

    @property
    def sha256(self) -> str:
        """SHA-256 if stated, which it is for large files; else ""."""
        return self.etag if _SHA256.fullmatch(self.etag) else ""

    @property
    def git_sha1(self) -> str:
        """Git's SHA-1 if stated, which it is for small files; else ""."""
        return self.etag if _GIT_SHA1.fullmatch(self.etag) else ""


class HubUnreachable(SourceFailed):
    """The hub cannot be connected to at all."""


class Hub:
    """One hub; after a failure to connect it is not tried again.

    Parameters
    ----------
    endpoint : str
        Its URL; "" for `HF_ENDPOINT` or the default one.
    backoff_s : float
        Pause after the first failed attempt, in seconds.
    """

    def __init__(self, endpoint: str = "", backoff_s: float = BACKOFF_S) -> None:
        endpoint = endpoint or os.environ.get("HF_ENDPOINT", "").strip() or DEFAULT_ENDPOINT
        self._endpoint = endpoint.rstrip("/")
        self._backoff_s = backoff_s
        self._unreachable = ""

    def state(self, repo: str, revision: str, path: str, meter: Meter) -> Statement:
        """Ask the hub for the metadata of a file."""
        url = self._url(repo, revision, path)
        for attempt in range(TRIES):
            meter.check()
            self._check_reachable()
            try:
                return _statement(self._metadata(url, path), f"{repo}/{path}")
            except _Overloaded as busy:
                meter.pause(busy.wait_s or self._pause_s(attempt))
            except _NOT_THERE as error:
                raise self._not_there(error) from error
            except httpx.RequestError:
                meter.pause(self._pause_s(attempt))
        raise self._broke(path)

    def fetch(
        self, repo: str, revision: str, path: str, part: PartFile, meter: Meter, size: int
    ) -> None:
        """Download a file into `part`, resuming an interrupted transfer.

        Raises
        ------
        SourceFailed
            The hub does not deliver the file; the partial file is kept for a later fetch.
        """
        url = self._url(repo, revision, path)
        part.resume()
        if size and part.size > size:
            part.restart()
        failures = 0
        while failures < TRIES:
            before = part.size
            wait_s = 0.0
            try:
                with self._client() as client:
                    if self._transfer(client, url, part, meter, size):
                        return
            except _Overloaded as busy:
                wait_s = busy.wait_s
            except _NOT_THERE as error:
                raise self._not_there(error) from error
            except httpx.RequestError:
                meter.check()  # stopping also breaks the transfer
            failures = 0 if part.size > before else failures + 1
            meter.pause(wait_s or self._pause_s(failures))
        raise self._broke(path)

    def _transfer(
        self, client: httpx.Client, url: str, part: PartFile, meter: Meter, size: int
    ) -> bool:
        """Send one request; returns whether the file is now complete."""
        headers = {"Accept-Encoding": "identity"}  # the bytes are counted and hashed as sent
        if part.size:
            headers["Range"] = f"bytes={part.size}-"
        with client.stream("GET", url, headers=headers, follow_redirects=True) as response:
            if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                return _whole_already(response, part)
            _check_status(response, part.target.name)
            if part.size and response.status_code != httpx.codes.PARTIAL_CONTENT:
                part.restart()  # the server does not support ranges
            length = int(response.headers.get("Content-Length", 0))
            goal = part.size + length
            if size and length and goal != size:  # such as the login page of a public network
                raise SourceFailed(
                    f"{self._endpoint} offers {goal} bytes for {part.target.name}, not {size}",
                    "Check that your network needs no login, then fetch again",
                )
            with _breaking_when_stopped(response, meter):
                for block in response.iter_raw():
                    part.write(block)
                    meter.at(part.size)
            meter.check()  # a stopped transfer may look like the end of the file
        return part.size >= goal

    def _metadata(self, url: str, path: str) -> HfFileMetadata:
        try:
            return get_hf_file_metadata(
                url, timeout=CONNECT_S, endpoint=self._endpoint, library_name="viva"
            )
        except HfHubHTTPError as error:
            _check_status(error.response, path)
            raise

    def _check_reachable(self) -> None:
        if self._unreachable:
            raise HubUnreachable(self._unreachable, "Check the network connection")
        if not self._endpoint.startswith(("http://", "https://")):
            raise WeightsError(
                f"HF_ENDPOINT is {self._endpoint!r}, which is no web address",
                "Unset it, or give one that begins with https://",
            )

    def _client(self) -> httpx.Client:
        self._check_reachable()
        # httpx drops the access token when redirected to another host.
        headers = {"User-Agent": "viva"}
        if token := get_token():
            headers["Authorization"] = f"Bearer {token}"
        return httpx.Client(headers=headers, timeout=httpx.Timeout(READ_S, connect=CONNECT_S))

    def _url(self, repo: str, revision: str, path: str) -> str:
        return hf_hub_url(repo, path, revision=revision, endpoint=self._endpoint)

    def _pause_s(self, failures: int) -> float:
        return min(self._backoff_s * 2.0**failures, LONGEST_PAUSE_S)

    def _not_there(self, error: Exception) -> HubUnreachable:
        self._unreachable = f"The hub {self._endpoint} cannot be reached ({_reason(error)})"
        return HubUnreachable(self._unreachable, "Check the network connection")

    def _broke(self, path: str) -> SourceFailed:
        return SourceFailed(
            f"The transfer of {path} from {self._endpoint} broke {TRIES} times in a row",
            "Fetch again later: it goes on where it stopped",
        )


class _Overloaded(Exception):
    """The hub asks to retry later."""

    def __init__(self, wait_s: float) -> None:
        super().__init__()
        self.wait_s = wait_s


def _reason(error: Exception) -> str:
    return str(error) or ("no answer" if isinstance(error, httpx.TimeoutException) else "refused")


def _statement(found: HfFileMetadata, name: str) -> Statement:
    etag = (found.etag or "").lower()
    statement = Statement(etag=etag, bytes=found.size or 0, commit=found.commit_hash or "")
    if not (statement.sha256 or statement.git_sha1):
        raise WeightsError(
            f"The hub states no checksum for {name}, so it cannot be trusted",
            "Check HF_ENDPOINT: it may name a mirror that does not speak as the hub does",
        )
    return statement


def _check_status(response: httpx.Response, name: str) -> None:
    status = response.status_code
    if status in OVERLOADED:
        wait = response.headers.get("Retry-After", "")
        raise _Overloaded(min(float(wait), LONGEST_PAUSE_S) if wait.isdigit() else 0.0)
    if status in (401, 403):
        raise SourceFailed(
            f"The hub does not give {name} to everybody (status {status})",
            "Accept the model's licence on its page, and set HF_TOKEN to your access token",
        )
    if status == 404:
        raise SourceFailed(f"The hub does not have {name} any more", "Choose another model")
    if status not in (200, 206):
        raise SourceFailed(f"The hub answered {status} for {name}", "Fetch again later")


def _whole_already(response: httpx.Response, part: PartFile) -> bool:
    """Whether a refused range means that the file is complete; if not, `part` starts over."""
    if response.headers.get("Content-Range", "") == f"bytes */{part.size}":
        return True
    part.restart()
    return False


@contextmanager
def _breaking_when_stopped(response: httpx.Response, meter: Meter) -> Iterator[None]:
    """Close the connection when the user stops the fetch, as a stalled read would not notice.

    A watching thread polls `stopped`, which must therefore be safe to call from any thread.
    """
    network = response.extensions["network_stream"]
    connection = network.get_extra_info("socket")
    done = threading.Event()

    def watch() -> None:
        while not done.wait(POLL_S):
            if meter.stopped():
                try:
                    # Not SSLSocket.shutdown: it discards a session that another thread reads.
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)
                except OSError:
                    return  # already closed
                return

    watcher = threading.Thread(target=watch, name="fetch-watch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
