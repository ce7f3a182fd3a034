"""Fetching from a hub: redirects, resuming, retries, and what is never accepted."""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models.base import Progress, WeightsError
from models.weights.catalogue import Catalogue
from models.weights.catalogue_file import Entry, File, HubSource
from models.weights.fetch_hub import Hub
from models.weights.meter import FetchStopped
from models.weights.store import Store
from tests.models.weights.hub_server import COMMIT, HubServer, git_sha1, hub_server

REPO = "someone/voice"
LARGE = random.Random(1).randbytes(300_000)
SMALL = b'{"sample_rate": 22050}'


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as server:
        server.files = {f"{REPO}/en/a.onnx": LARGE, f"{REPO}/en/a.onnx.json": SMALL}
        yield server


def entry(pinned: bool = True, revision: str = COMMIT) -> Entry:
    """A voice whose checksums are stated, or not."""
    files = tuple(
        File(name, len(content), hashlib.sha256(content).hexdigest()) if pinned else File(name)
        for name, content in (("a.onnx", LARGE), ("a.onnx.json", SMALL))
    )
    return Entry(
        name="voice-a",
        role="tts",
        engine="piper",
        title="A",
        languages=("en",),
        licence="CC0-1.0",
        note="a voice",
        files=files,
        opens="a.onnx",
        sources=(HubSource(REPO, revision, "en", files),),
    )


def catalogue(hub: HubServer, home: Path, one: Entry | None = None) -> Catalogue:
    one = one or entry()
    return Catalogue({one.name: one}, Store(home), Hub(hub.url, backoff_s=0.001))


def left_over(home: Path) -> list[str]:
    """Files in the entry's folder by which it could be mistaken for a good one."""
    folder = home / "weights" / "voice-a"
    return sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))


def test_files_come_through_the_redirects_and_are_used_from_then_on(
    hub: HubServer, tmp_path: Path
) -> None:
    weights = catalogue(hub, tmp_path)
    folder = weights.fetch("voice-a")
    assert (folder / "a.onnx").read_bytes() == LARGE
    assert (folder / "a.onnx.json").read_bytes() == SMALL
    asked = len(hub.seen)
    assert weights.fetch("voice-a") == folder
    assert len(hub.seen) == asked, "a cached entry was asked for again"
    assert weights.path("voice-a") == folder / "a.onnx"
    weights.verify("voice-a")


def test_progress_counts_all_files_up_to_the_whole(hub: HubServer, tmp_path: Path) -> None:
    heard: list[Progress] = []
    catalogue(hub, tmp_path).fetch("voice-a", heard.append)
    done = [report.done_bytes for report in heard]
    assert done == sorted(done)
    assert {report.total_bytes for report in heard} == {len(LARGE) + len(SMALL)}


def test_a_broken_transfer_goes_on_where_it_stopped(hub: HubServer, tmp_path: Path) -> None:
    hub.break_after = [100_000, 50_000]
    folder = catalogue(hub, tmp_path).fetch("voice-a")
    assert (folder / "a.onnx").read_bytes() == LARGE
    ranges = [seen.headers.get("Range") for seen in hub.sent()]
    assert ranges == [None, "bytes=100000-", "bytes=150000-"]


def test_a_hub_without_ranges_is_begun_again(hub: HubServer, tmp_path: Path) -> None:
    hub.break_after, hub.ranges = [100_000], False
    folder = catalogue(hub, tmp_path).fetch("voice-a")
    assert (folder / "a.onnx").read_bytes() == LARGE


def test_a_transfer_that_always_breaks_is_given_up_and_resumed_later(
    hub: HubServer, tmp_path: Path
) -> None:
    hub.break_after = [100_000, 0, 0, 0, 0, 0]
    with pytest.raises(WeightsError, match=r"a\.onnx .* broke 5 times in a row") as caught:
        catalogue(hub, tmp_path).fetch("voice-a")
    assert "goes on where it stopped" in caught.value.fix
    assert left_over(tmp_path) == []
    catalogue(hub, tmp_path).fetch("voice-a")
    assert hub.sent()[-1].headers["Range"] == "bytes=100000-"


@pytest.mark.parametrize("status", [429, 503])
def test_an_overloaded_hub_is_asked_again(hub: HubServer, tmp_path: Path, status: int) -> None:
    hub.refusals = [(status, ""), (status, "")]
    assert catalogue(hub, tmp_path).fetch("voice-a").is_dir()


def test_missing_and_forbidden_files_say_what_to_do(hub: HubServer, tmp_path: Path) -> None:
    hub.refusals = [(401, "")]
    with pytest.raises(WeightsError, match="HF_TOKEN"):
        catalogue(hub, tmp_path).fetch("voice-a")
    del hub.files[f"{REPO}/en/a.onnx"]
    with pytest.raises(WeightsError, match="does not have"):
        catalogue(hub, tmp_path).fetch("voice-a")


@pytest.mark.parametrize("pinned", [True, False])
def test_wrong_bytes_are_deleted_and_named(hub: HubServer, tmp_path: Path, pinned: bool) -> None:
    hub.wrong_bytes = True
    weights = catalogue(hub, tmp_path, entry(pinned))
    with pytest.raises(WeightsError, match=r"a\.onnx is not the file .* has been deleted"):
        weights.fetch("voice-a")
    assert not list((tmp_path / "weights" / "voice-a").iterdir())
    assert not weights.is_cached("voice-a")


def test_wrong_small_files_are_found_by_their_git_hash(hub: HubServer, tmp_path: Path) -> None:
    files = entry(pinned=False).files[1:]
    source = HubSource(REPO, COMMIT, "en", files)
    only_small = replace(entry(), role="stt", files=files, sources=(source,))
    hub.wrong_bytes = True
    with pytest.raises(WeightsError, match="git hash"):
        catalogue(hub, tmp_path, only_small).fetch("voice-a")


def test_what_the_hub_states_is_locked_where_nothing_is_pinned(
    hub: HubServer, tmp_path: Path
) -> None:
    weights = catalogue(hub, tmp_path, entry(pinned=False, revision="main"))
    weights.fetch("voice-a")
    lock = Store(tmp_path).hub_lock(weights.entry("voice-a"))
    assert lock["revision"] == COMMIT
    assert lock["files"]["a.onnx"]["etag"] == hashlib.sha256(LARGE).hexdigest()
    assert lock["files"]["a.onnx.json"]["etag"] == git_sha1(SMALL)
    weights.remove("voice-a")
    hub.seen.clear()
    weights.fetch("voice-a")
    assert all(f"/resolve/{COMMIT}/" in s.path for s in hub.sent("GET", content_server=False)[:1])


def test_a_later_change_is_refused_until_it_is_accepted(hub: HubServer, tmp_path: Path) -> None:
    weights = catalogue(hub, tmp_path, entry(pinned=False, revision="main"))
    weights.fetch("voice-a")
    weights.remove("voice-a")
    hub.files[f"{REPO}/en/a.onnx"] = LARGE[::-1]
    with pytest.raises(WeightsError, match="has changed on the hub") as caught:
        weights.fetch("voice-a")
    assert "--update" in caught.value.fix
    assert left_over(tmp_path) == []
    folder = weights.fetch("voice-a", update=True)
    assert (folder / "a.onnx").read_bytes() == LARGE[::-1]
    weights.verify("voice-a")


def test_an_update_that_fails_leaves_what_was_there(hub: HubServer, tmp_path: Path) -> None:
    weights = catalogue(hub, tmp_path, entry(pinned=False))
    folder = weights.fetch("voice-a")
    hub.refusals = [(404, "")]
    with pytest.raises(WeightsError):
        weights.fetch("voice-a", update=True)
    assert weights.is_cached("voice-a")
    assert (folder / "a.onnx").read_bytes() == LARGE


def test_a_hub_that_states_nothing_is_not_trusted(hub: HubServer, tmp_path: Path) -> None:
    hub.states_etag = False
    with pytest.raises(WeightsError, match="states no checksum"):
        catalogue(hub, tmp_path, entry(pinned=False)).fetch("voice-a")


def test_a_page_in_place_of_the_file_is_not_even_downloaded(hub: HubServer, tmp_path: Path) -> None:
    hub.files[f"{REPO}/en/a.onnx"] = b"<!DOCTYPE html>" * 100
    with pytest.raises(WeightsError, match=r"offers 1500 bytes for a\.onnx, not 300000") as caught:
        catalogue(hub, tmp_path).fetch("voice-a")
    assert "login" in caught.value.fix


def test_an_endpoint_that_is_no_address_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "hub.example")
    with pytest.raises(WeightsError, match=r"HF_ENDPOINT is .hub\.example."):
        Catalogue({"voice-a": entry()}, Store(tmp_path), Hub()).fetch("voice-a")


def test_the_token_goes_to_the_hub_and_nowhere_else(
    hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    catalogue(hub, tmp_path, entry(pinned=False)).fetch("voice-a")
    assert all(s.headers["Authorization"] == "Bearer hf_secret" for s in hub.sent("HEAD", False))
    assert all("Authorization" not in s.headers for s in hub.sent())


def test_the_endpoint_comes_from_the_environment(
    hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", f"{hub.url}/")
    weights = Catalogue({"voice-a": entry()}, Store(tmp_path), Hub())
    assert weights.fetch("voice-a").is_dir()


@pytest.mark.parametrize("variable", ["VIVA_OFFLINE", "HF_HUB_OFFLINE"])
def test_offline_means_no_connection_at_all(
    hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "1")
    with pytest.raises(WeightsError, match=variable):
        catalogue(hub, tmp_path).fetch("voice-a")
    assert hub.seen == []
    monkeypatch.delenv(variable)
    weights = catalogue(hub, tmp_path)
    weights.fetch("voice-a")
    monkeypatch.setenv(variable, "1")
    assert weights.fetch("voice-a").is_dir(), "cached weights need no connection"


def test_a_hub_that_cannot_be_reached_is_not_waited_for_twice(tmp_path: Path) -> None:
    with hub_server() as gone:
        pass
    weights = catalogue(gone, tmp_path)
    for _ in range(2):
        with pytest.raises(WeightsError, match=r"cannot be reached") as caught:
            weights.fetch("voice-a")
    assert caught.value.__cause__ is None, "the second time, no connection was tried"


def test_stopping_ends_a_stalled_transfer_at_once_and_keeps_what_came(
    hub: HubServer, tmp_path: Path
) -> None:
    hub.stall_after = 1 << 16
    stop = threading.Event()
    weights = catalogue(hub, tmp_path)
    errors: list[BaseException] = []

    def fetch() -> None:
        try:
            weights.fetch("voice-a", cancelled=stop.is_set)
        except FetchStopped as stopped:
            errors.append(stopped)

    fetching = threading.Thread(target=fetch)
    fetching.start()
    assert hub.stalled.wait(10)
    stop.set()
    fetching.join(2)
    assert not fetching.is_alive()
    assert len(errors) == 1
    assert left_over(tmp_path) == []
    hub.stall_after = -1
    weights.fetch("voice-a")
    assert "Range" in hub.sent()[-1].headers
