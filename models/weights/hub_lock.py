"""Trust on first use: the hub's checksum is locked if the catalogue has none."""

from __future__ import annotations

from typing import Any

from models.base import WeightsError
from models.weights.catalogue_file import Entry, File, HubSource
from models.weights.fetch_hub import Hub, Statement
from models.weights.meter import Meter
from models.weights.store import PartFile, Store


class HubFiles:
    """Fetches the files of one entry from the hub, checking each against the best known checksum.

    In this order: the SHA-256 in the catalogue; the one recorded in the lock file at the first
    fetch; at the first fetch, the one stated by the hub, which is then recorded.
    """

    def __init__(
        self, entry: Entry, source: HubSource, store: Store, hub: Hub, meter: Meter, update: bool
    ) -> None:
        self._entry = entry
        self._source = source
        self._store = store
        self._hub = hub
        self._meter = meter
        lock = {} if update else store.hub_lock(entry)
        self._lock: dict[str, Any] = lock if lock.get("repo") == source.repo else {}

    def fetch(self, file: File) -> str:
        """Fetch one file; returns its SHA-256."""
        path = self._source.path(file)
        stated = None if self._is_pinned(file) else self._stated(file)
        size = file.bytes or (stated.bytes if stated else 0)
        sha256 = file.sha256 or (stated.sha256 if stated else "")
        git_sha1 = stated.git_sha1 if stated and not sha256 else ""
        target = self._store.folder(self._entry) / file.name
        with PartFile(target, sha256 or git_sha1) as part:
            self._hub.fetch(self._source.repo, self._revision(), path, part, self._meter, size)
            self._store.drop_manifest(self._entry)
            got = part.finish(size, sha256, git_sha1)
        if stated:
            self._remember(file, stated, got)
        return got

    def _is_pinned(self, file: File) -> bool:
        return bool(file.sha256) and self._source.revision != "main"

    def _revision(self) -> str:
        """The commit to request: the catalogue's, or that of the first fetch."""
        if self._source.revision != "main":
            return self._source.revision
        return str(self._lock.get("revision") or "main")

    def _stated(self, file: File) -> Statement:
        """The hub's present metadata; raises if it differs from the locked one."""
        path = self._source.path(file)
        stated = self._hub.state(self._source.repo, self._revision(), path, self._meter)
        known = self._lock.get("files", {}).get(file.name)
        expected = known["etag"] if known else file.sha256
        if expected and stated.etag != expected and (known or stated.sha256):
            raise WeightsError(
                f"{file.name} of {self._entry.name} has changed on the hub since it was first "
                f"fetched ({expected[:12]} then, {stated.etag[:12]} now), so it is refused",
                "If you trust the change, run "
                f"'python -m models fetch --update {self._entry.name}'",
            )
        if self._source.revision == "main" and not self._lock.get("revision"):
            self._lock["revision"] = stated.commit
        return stated

    def _remember(self, file: File, stated: Statement, sha256: str) -> None:
        self._lock["repo"] = self._source.repo
        files = self._lock.setdefault("files", {})
        files[file.name] = {"etag": stated.etag, "sha256": sha256}
        self._store.write_hub_lock(self._entry, self._lock)
