"""Logins, keys and certificates, as a user sets them with flags; and what stands in the log."""

from __future__ import annotations

import asyncio
import datetime
import json
import re
import ssl
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from tests.recordings import recording
from tests.running import SMALL_MODEL, running_app


def certificate(folder: Path, password: bytes) -> tuple[Path, Path]:
    """A certificate for localhost and its encrypted key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(password),
        )
    )
    return cert_file, key_file


def sign_out(page: str) -> tuple[str, str]:
    """Method and path of the page's button; the page comes as JSON in a script."""
    form = re.search(r'form method=\\+"(\w+)\\+" action=\\+"([\w-]+)\\+".{0,80}Sign out', page)
    assert form, "no way to sign out"
    return form[1], form[2]


def test_only_who_is_logged_in_may_call(tmp_path: Path) -> None:
    """Over HTTPS, so that both are seen to work together."""
    cert, key = certificate(tmp_path, b"k3y")
    flags = ["--auth", "ada:secret", "--auth", "bob:pass:word"]
    flags += ["--ssl-certfile", str(cert), "--ssl-keyfile", str(key)]
    with running_app(*SMALL_MODEL, *flags, env={"VIVA_SSL_KEYFILE_PASSWORD": "k3y"}) as app:
        url = app.url().replace("127.0.0.1", "localhost")
        assert url.startswith("https://")
        assert "secret" not in app.output
        trusted = ssl.create_default_context(cafile=str(cert))
        with httpx.Client(base_url=url, verify=trusted) as client:
            assert client.get("/webrtc/place").status_code == 401
            assert client.post("/session/guess/say", json={"text": "hi"}).status_code == 401
            wrong = client.post("/login", data={"username": "ada", "password": "wrong"})
            assert wrong.status_code == 400
            assert client.get("/webrtc/place").status_code == 401
            for user, password in (("ada", "secret"), ("bob", "pass:word")):
                client.cookies.clear()
                login = client.post("/login", data={"username": user, "password": password})
                assert login.status_code == 200, login.text
                assert client.get("/webrtc/place").status_code == 200
            assert sign_out(client.get("/").text) == ("get", "logout")
            client.get("/logout")
            assert client.get("/webrtc/place").status_code == 401
            guesses = [{"username": "ada", "password": f"guess {n}"} for n in range(30)]
            codes = {client.post("/login", data=guess).status_code for guess in guesses}
            assert codes == {400, 429}, "passwords can be guessed without a pause"
            foreign = client.get("/webrtc/place", headers={"origin": "https://evil.example"})
            assert foreign.status_code == 403


OUTSIDE = [
    ("GET", "/"),
    ("GET", "/config"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/startup-events"),
    ("GET", "/gradio_api/heartbeat/x"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/upload"),
    ("POST", "/webrtc/offer"),
    ("GET", "/webrtc/place"),
    ("POST", "/session/x/say"),
    ("GET", "/exam/banks"),
    ("GET", "/history"),
    ("GET", "/v1/models"),
    ("POST", "/v1/realtime/client_secrets"),
    ("GET", "/docs"),
    ("GET", "/openapi.json"),
    ("GET", "/metrics"),
]
"""One path of each kind: the page, Gradio's own routes, calls, sessions, the API."""


async def test_where_others_can_come_they_need_the_key_and_the_log_holds_no_secrets() -> None:
    """Said aloud and typed: at a level that tells more than the usual one."""
    flags = ("--host", "0.0.0.0", "--mode", "conversation", "--log-level", "info")
    with running_app(*SMALL_MODEL, *flags) as app:
        address, _, key = app.url().partition("#")
        url = address.removesuffix("/sign-in").replace("localhost", "127.0.0.1")
        told = len(app.output)
        assert "--open" in app.output
        signed = {"authorization": f"Bearer {key}"}
        async with httpx.AsyncClient(base_url=url) as client:
            for method, path in OUTSIDE:
                assert (await client.request(method, path)).status_code == 401, path
            for path in ("/pwa_icon/99999", "/gradio_api/upload", "/monitoring/summary"):
                assert (await client.post(path, headers=signed)).status_code == 404, path
            for path in ("/", "/webrtc/place", "/docs", "/metrics"):
                assert (await client.get(path, headers=signed)).status_code == 200, path
            page = await client.get("/", headers=signed)
            assert sign_out(page.text) == ("post", "sign-out")
            policy = page.headers["content-security-policy"]
            assert policy.endswith("frame-ancestors 'self'")
            with pytest.raises(InvalidStatus):
                await connect(f"{url.replace('http', 'ws')}/webrtc/socket")
            said = await talk(url, key)
            metrics = (await client.get("/metrics", headers=signed)).text
        assert len(said) > 10
        log = app.output[told:].lower()
    assert key.lower() not in log
    assert "viva_turns_total 2.0" in metrics
    for words in zip(said, said[1:], said[2:], strict=False):
        assert " ".join(words) not in log, log
    assert "zanzibar" not in log


async def talk(url: str, key: str) -> list[str]:
    """Speak and type until each is answered; all words that fell, in lower case."""
    asked = [Subprotocol(f"openai-insecure-api-key.{key}"), Subprotocol("viva")]
    said: list[str] = []
    async with connect(f"{url.replace('http', 'ws')}/webrtc/socket", subprotocols=asked) as line:

        async def until(kind: str) -> dict[str, Any]:
            while True:
                message = await asyncio.wait_for(line.recv(), 120)
                event = json.loads(message) if isinstance(message, str) else {"type": ""}
                if event["type"] in ("user_turn", "reply_text"):
                    said.extend(event["text"].lower().split())
                if event["type"] == kind:
                    return event

        await line.send(json.dumps({"type": "start"}))
        session = (await until("session_ready"))["session_id"]
        sound = np.round(recording("2428-83705-0001").audio * 32767).astype("<i2")
        sound = np.concatenate((sound, np.zeros(2 * 16_000, "<i2")))
        for start in range(0, len(sound), 3200):
            await line.send(sound[start : start + 3200].tobytes())
        await until("user_turn")
        await until("turn_metrics")
        async with httpx.AsyncClient() as client:
            typed = {"text": "Tell me about Zanzibar and its clove trees."}
            path = f"{url}/session/{session}/say"
            await client.post(path, json=typed, headers={"x-api-key": key})
        await until("user_turn")
        await until("turn_metrics")
    return said


def test_a_wrong_key_password_is_one_clear_line(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, b"k3y")
    with running_app("--ssl-certfile", str(cert), "--ssl-keyfile", str(key)) as app:
        app.wait_for("ssl_certfile", timeout_s=60)
        assert app.process.wait(30) == 2
        assert "Traceback" not in app.output
