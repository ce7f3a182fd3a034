"""Logins and certificates, as a user sets them with flags."""

from __future__ import annotations

import datetime
import ssl
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

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
            foreign = client.get("/webrtc/place", headers={"origin": "https://evil.example"})
            assert foreign.status_code == 403


def test_a_wrong_key_password_is_one_clear_line(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, b"k3y")
    with running_app("--ssl-certfile", str(cert), "--ssl-keyfile", str(key)) as app:
        app.wait_for("ssl_certfile", timeout_s=60)
        assert app.process.wait(30) == 2
        assert "Traceback" not in app.output
