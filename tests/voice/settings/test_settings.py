"""Settings from flags, environment and file, and what is said when one is wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import SettingsError
from models.weights.store import data_folder
from tests.pages import read
from voice.core.languages import LANGUAGES
from voice.settings.lists import read_keys
from voice.settings.serving import others_can_come
from voice.settings.settings import (
    Settings,
    fields,
    flag_of,
    help_text,
    parse,
    settings_table,
    variable_of,
)

NOWHERE = Path("/nonexistent")

OIDC = ("--oidc-issuer", "https://id.example", "--oidc-client-id", "viva")

Refusal = Callable[..., str]


@pytest.fixture
def toml(tmp_path: Path) -> Callable[[str], Settings]:
    """Settings from a `viva.toml` with the given text."""

    def read(text: str) -> Settings:
        (tmp_path / "viva.toml").write_text(text, encoding="utf-8")
        return parse([], {}, tmp_path)

    return read


def refusal(argv: list[str], env: dict[str, str] | None = None, cwd: Path = NOWHERE) -> str:
    """The one line with which these settings are refused."""
    with pytest.raises(SettingsError) as caught:
        parse(argv, env or {}, cwd)
    line = str(caught.value)
    assert "\n" not in line
    assert caught.value.fix, "the user is not told what to do"
    return line


def test_without_anything_given_the_defaults_hold() -> None:
    settings = parse([], {}, NOWHERE)
    assert settings == Settings()
    assert (settings.host, settings.port, settings.action) == ("127.0.0.1", 7860, "serve")


def test_a_flag_wins_over_the_environment_which_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "viva.toml").write_text("port = 1\nmode = 'tutor'\nmax_sessions = 2\n")
    env = {"VIVA_PORT": "2", "VIVA_MODE": "examiner"}
    settings = parse(["--port", "3"], env, tmp_path)
    assert (settings.port, settings.mode, settings.max_sessions) == (3, "examiner", 2)


@pytest.mark.parametrize(
    ("argv", "name", "value"),
    [
        (["--session-minutes", "2.5"], "session_minutes", 2.5),
        (["--session-minutes=30"], "session_minutes", 30.0),
        (["--share"], "share", True),
        (["--share", "--no-share"], "share", False),
        (["--language", "DE"], "language", "de"),
        (["--llm-model", " qwen3:4b "], "llm_model", "qwen3:4b"),
        (["--auth", "a:b", "--auth", "c:d:e"], "auth", ("a:b", "c:d:e")),
        (["--api-key", "sk-12345678"], "api_key", ("sk-12345678",)),
        (["--allow-origin", "https://a.example"], "allow_origin", ("https://a.example",)),
        (["--open"], "open", True),
        (["--verbose"], "verbose", True),
        (["--version"], "action", "version"),
        (["-h", "--port", "x"], "action", "help"),
    ],
)
def test_flags(argv: list[str], name: str, value: object) -> None:
    assert getattr(parse(argv, {}, NOWHERE), name) == value


@pytest.mark.parametrize(
    ("variable", "text", "name", "value"),
    [
        ("VIVA_OFFLINE", "1", "offline", True),
        ("VIVA_SHARE", "no", "share", False),
        ("VIVA_AUTH", "a:b,c:d", "auth", ("a:b", "c:d")),
        ("VIVA_AUTH", "a:b,c\nd:e\n", "auth", ("a:b,c", "d:e")),
        ("VIVA_API_KEY", "first-key, other-key,first-key", "api_key", ("first-key", "other-key")),
        ("VIVA_ALLOW_ORIGIN", "HTTP://[::1]:80/", "allow_origin", ("http://[::1]",)),
        ("VIVA_PORT", "", "port", 7860),
        ("VIVA_HOME", "/anywhere", "port", 7860),
        ("PORT", "1", "port", 7860),
    ],
)
def test_environment(variable: str, text: str, name: str, value: object) -> None:
    assert getattr(parse([], {variable: text}, NOWHERE), name) == value


def test_on_a_space_the_page_can_be_reached() -> None:
    assert parse([], {"SPACE_ID": "me/viva"}, NOWHERE).host == "0.0.0.0"
    assert parse(["--host", "::1"], {"SPACE_ID": "me/viva"}, NOWHERE).host == "::1"


def test_file(toml: Callable[[str], Settings]) -> None:
    settings = toml('\ufeffport = 80\r\nauth = ["a:b"]\nshare = false\nsession_minutes = 3\n')
    assert (settings.port, settings.auth, settings.share) == (80, ("a:b",), False)
    assert settings.session_minutes == 3.0
    assert isinstance(settings.session_minutes, float)


def test_paths_in_the_file_start_at_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    (folder / "modes").mkdir(parents=True)
    (folder / "joe.onnx").touch()
    (folder / "my.toml").write_text('prompts = "modes"\nvoice = "joe.onnx"\nllm_model = "a/b.gguf"')
    settings = parse(["--config", "elsewhere/my.toml"], {}, tmp_path)
    assert settings.prompts == folder / "modes"
    assert settings.voice == str(folder / "joe.onnx")
    assert settings.llm_model == "a/b.gguf", "what may be an Ollama tag was taken for a path"
    assert parse([], {"VIVA_CONFIG": "elsewhere/my.toml"}, tmp_path) == settings


@pytest.mark.parametrize(
    ("argv", "parts"),
    [
        (["--port", "x"], ["--port must be a whole number from 0 to 65535, not 'x'"]),
        (["--port", "65536"], ["--port", "65536"]),
        (["--port", "1.5"], ["--port", "whole"]),
        (["--port", "9" * 5000], ["--port", "..."]),
        (["--port"], ["--port needs a value"]),
        (["--session-minutes", "nan"], ["--session-minutes", "'nan'"]),
        (["--session-minutes", "inf"], ["--session-minutes"]),
        (["--max-sessions", "0"], ["from 1 to 64"]),
        (["--prot", "1"], ["'--prot'", "Perhaps --port is meant"]),
        (["--max_sessions", "1"], ["Perhaps --max-sessions is meant"]),
        (["extra"], ["'extra'", "--help"]),
        (["--share=yes"], ["--share"]),
        (["--llm", "olama"], ["--llm must be one of", "Perhaps ollama is meant"]),
        (["--language", "english"], ["--language must be one of en, de"]),
        (["--llm", "openai"], ["llm_url is not set"]),
        (["--llm-url", "localhost:8000"], ["--llm-url must be an address"]),
        (["--ssl-certfile", "no\nfile"], ["--ssl-certfile", "No such file"]),
        (["--ssl-keyfile", __file__], ["without ssl_certfile"]),
        (["--prompts", "nowhere"], ["--prompts", "no folder"]),
        (["--auth", "a:b", "--auth", "a:c"], ["names a user twice"]),
        (["--config", "gone.toml"], ["Cannot read gone.toml"]),
        (["--api-key", "short"], ["--api-key", "8 characters"]),
        (["--api-key", "two words here"], ["--api-key", "without spaces"]),
        (["--api-keys", __file__], ["line 1", "without spaces"]),
        (["--open", "--auth", "a:b"], ["open is set together with auth"]),
        (["--open", "--api-key", "12345678"], ["open is set together with api_key"]),
        (["--allow-origin", "quiz.example"], ["--allow-origin", "https://quiz.example"]),
        (["--allow-origin", "https://quiz.example/page"], ["--allow-origin"]),
        (["--allow-origin", "null"], ["--allow-origin"]),
        (["--allow-origin", "*"], ["--allow-origin"]),
        (["--oidc-client-id", "viva"], ["oidc_client_id is set without oidc_issuer"]),
        (["--oidc-client-secret", "hush"], ["no setting '--oidc-client-secret'"]),
        (["--oidc-issuer", "http://id.example"], ["https://"]),
        (["--oidc-issuer", "https://id.example"], ["without oidc_client_id"]),
        ([*OIDC], ["without oidc_allow", "@school.example"]),
        ([*OIDC, "--oidc-allow", "school"], ["--oidc-allow", "'school'"]),
        ([*OIDC, "--oidc-allow", "@a.example", "--auth", "a:b"], ["together with oidc_issuer"]),
    ],
)
def test_a_wrong_flag_is_named(argv: list[str], parts: list[str]) -> None:
    line = refusal(argv)
    assert all(part in line for part in parts), line


def test_a_wrong_variable_is_named() -> None:
    assert "VIVA_PORT must be" in refusal([], {"VIVA_PORT": "high"})
    assert "VIVA_SHARE must be true or false" in refusal([], {"VIVA_SHARE": "perhaps"})
    assert "Perhaps VIVA_PORT is meant" in refusal([], {"VIVA_PROT": "1"})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("host = 'x'\nport = 'x'", ["port (viva.toml, line 2) must be a whole number"]),
        ("port = true", ["line 1", "True"]),
        ("port = 1.0", ["whole"]),
        ("share = 1", ["true or false"]),
        ("mode = 3", ["mode (viva.toml, line 1) must be text, not 3"]),
        ("auth = [1]", ["list of texts"]),
        ("\n[server]\nport = 1", ["'server'", "line 2"]),
        ("max-sessions = 2", ["Perhaps max_sessions is meant"]),
        ("port = \nhost = 1", ["not valid TOML", "line 1"]),
        ('voice = "\\u0000"', ["voice (viva.toml, line 1) must be text"]),
        ("version = true", ["'version'"]),
        ("oidc_client_secret = 'hush'", ["line 1", "VIVA_OIDC_CLIENT_SECRET"]),
    ],
)
def test_a_wrong_line_of_the_file_is_named(tmp_path: Path, text: str, parts: list[str]) -> None:
    (tmp_path / "viva.toml").write_text(text)
    line = refusal([], cwd=tmp_path)
    assert all(part in line for part in parts), line


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "viva.toml").write_bytes(b"\xff\xd8\xff\xe0 JFIF")
    assert "viva.toml is not UTF-8" in refusal([], cwd=tmp_path)
    assert "Cannot read ." in refusal(["--config", "."], cwd=tmp_path)


def test_secrets_are_shown_nowhere(tmp_path: Path) -> None:
    argv = ["--auth", "a:hush", "--llm-key", "hush", "--ssl-keyfile-password", "hush"]
    argv += ["--api-key", "hush-hush"]
    assert "hush" not in repr(parse(argv, {}, NOWHERE))
    assert "hush" not in refusal(["--api-key", "hush hush"])
    assert "hush" not in refusal(["--api-key", "hush"])
    assert "hush" not in refusal(["--auth", "hush"])
    assert "hush" not in refusal([], {"VIVA_AUTH": "a:hush,a:hush"})
    (tmp_path / "viva.toml").write_text("llm_key = ['hush']")
    assert "hush" not in refusal([], cwd=tmp_path)


def test_keys_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("\ufeff# of the team\nsk-ada#12345 # hers\r\n\n  sk-bob-12345\n")
    assert parse(["--api-keys", str(file)], {}, NOWHERE).api_keys == file
    assert read_keys(file) == ("sk-ada#12345", "sk-bob-12345")
    file.write_text("# none yet\n")
    assert "no key" in refusal(["--api-keys", str(file)])
    file.write_bytes(b"\xff\xfe\x00key")
    assert "cannot be read" in refusal(["--api-keys", str(file)])
    file.write_text("sk-hush\nx\n")
    line = refusal(["--api-keys", str(file)])
    assert "line 1" in line
    assert "hush" not in line


@pytest.mark.parametrize(
    ("argv", "others"),
    [
        ([], False),
        (["--host", "127.0.0.2"], False),
        (["--host", "::1"], False),
        (["--host", "localhost"], False),
        (["--share"], True),
        (["--host", "0.0.0.0"], True),
        (["--host", "::"], True),
        (["--host", "192.168.1.7"], True),
        (["--host", "viva.example"], True),
    ],
)
def test_who_can_reach_it(argv: list[str], others: bool) -> None:
    assert others_can_come(parse(argv, {}, NOWHERE)) is others


def taken_or_refused(argv: list[str], env: dict[str, str]) -> bool:
    """Whether these settings are taken, or else refused in one line."""
    try:
        parse(argv, env, NOWHERE)
    except SettingsError as error:
        return len(str(error).splitlines()) == 1
    return True


@pytest.mark.parametrize(
    ("argv", "env", "folder"),
    [
        ([], {}, None),
        (["--save"], {}, data_folder()),
        (["--save", "--port", "1"], {}, data_folder()),
        (["--save", "my exams"], {}, NOWHERE / "my exams"),
        (["--save=/kept"], {}, Path("/kept")),
        (["--save", "no"], {"VIVA_SAVE": "1"}, None),
        ([], {"VIVA_SAVE": "True"}, data_folder()),
        ([], {"VIVA_SAVE": "kept"}, NOWHERE / "kept"),
        ([], {"VIVA_SAVE": "0"}, None),
        ([], {"VIVA_SAVE": ""}, None),
    ],
)
def test_exams_are_kept_only_where_it_is_said(
    argv: list[str], env: dict[str, str], folder: Path | None
) -> None:
    assert parse(argv, env, NOWHERE).save == folder


def test_keeping_exams_can_stand_in_the_file(
    toml: Callable[[str], Settings], tmp_path: Path
) -> None:
    assert toml("save = true").save == data_folder()
    assert toml("save = false").save is None
    assert toml('save = "kept"').save == tmp_path / "kept"
    with pytest.raises(SettingsError, match="must be text"):
        toml("save = 3")


@given(st.lists(st.text(max_size=12), max_size=4), st.text(max_size=12))
def test_any_command_line_is_taken_or_refused_in_one_line(words: list[str], value: str) -> None:
    for argv in (words, ["--port", value], ["--auth", value], ["--voice", value]):
        assert taken_or_refused(argv, {})


@given(st.binary(max_size=40), st.sampled_from([field.name for field in fields()]))
def test_any_value_in_the_environment_is_taken_or_refused(value: bytes, name: str) -> None:
    text = value.decode("utf-8", "surrogateescape")
    assert taken_or_refused([], {variable_of(name): text})


def test_help_names_every_setting_its_variable_and_default() -> None:
    words = " ".join(help_text().split())
    for field in fields(flags=True):
        assert flag_of(field.name) in words
        assert variable_of(field.name) in words
    assert "(default: 7860; VIVA_PORT)" in words


def test_settings_are_immutable() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_languages_are_named_in_english() -> None:
    assert LANGUAGES["de"] == "German"


def test_the_documentation_has_the_table_of_settings() -> None:
    assert settings_table() in read("docs/settings.md"), "regenerate it: see docs/settings.md"
