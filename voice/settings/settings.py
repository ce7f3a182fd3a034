"""Settings: one frozen dataclass, filled from flags, environment, `viva.toml`, and defaults.

Each field of `Settings` is one setting. Its name gives the flag (`--max-sessions`), the
environment variable (`VIVA_MAX_SESSIONS`) and the key in `viva.toml` (`max_sessions`); its
metadata gives the line of `--help` and of the table in `docs/settings.md`, and the check its
value must pass. The first source that names a setting wins: flag, environment, file, default.
"""

from __future__ import annotations

import argparse
import dataclasses
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn

from models.base import SettingsError
from models.weights.store import user_path
from voice.core.languages import LANGUAGES, names_in
from voice.core.near import near
from voice.settings.checks import Given, checked, one_of, setting
from voice.settings.serving import Serving, check_serving

CONFIG_NAME = "viva.toml"

_OTHER_VARIABLES = ("VIVA_HOME", "VIVA_CONFIG")
"""Variables that are not settings: the folder of the weights, and the settings file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Serving):
    """Everything a user can choose, checked."""

    # What is said
    mode: str = setting(
        "examiner", "Conversation", "Who you talk to: the name of a file in prompts/modes.",
        metavar="NAME",
    )  # fmt: skip
    language: str = setting(
        "en", "Conversation", "Language spoken by both sides.", choices=LANGUAGES
    )
    prompts: Path | None = setting(
        None,
        "Conversation",
        "Folder with further modes and, in its folder languages, languages; a file named like a "
        "built-in one replaces it.",
        metavar="FOLDER",
        kind="folder",
    )
    bank: Path | None = setting(
        None,
        "Conversation",
        "Question bank for an exam, beside those that come with Viva.",
        metavar="FILE",
        kind="file",
    )
    banks: Path | None = setting(
        None,
        "Conversation",
        "Folder with further question banks; one named like a built-in bank replaces it.",
        metavar="FOLDER",
        kind="folder",
    )

    save: Path | None = setting(
        None,
        "Conversation",
        "Keep everybody's exams, in this folder or, without one (true in the environment and the "
        "file), in your own; otherwise only those of which a student says so on the page.",
        metavar="FOLDER",
        kind="folder to make",
    )

    # Engines
    stt_model: str = setting(
        "base",
        "Engines",
        "Speech recogniser: tiny, base, small, large-v3-turbo, or a CTranslate2 folder.",
        metavar="NAME|FOLDER",
        kind="name or path",
    )
    compute_type: str = setting(
        "auto",
        "Engines",
        "Arithmetic of the recogniser; auto is int8 on a CPU, float16 on a GPU.",
        choices=("auto", "int8", "int8_float32", "int8_float16", "int8_bfloat16", "float16",
                 "bfloat16", "float32"),
    )  # fmt: skip
    llm: str = setting(
        "auto",
        "Engines",
        "Who thinks; auto takes a running Ollama, else the embedded llama.cpp.",
        choices=("auto", "ollama", "llamacpp", "openai"),
    )
    llm_model: str = setting(
        "",
        "Engines",
        "Language model: an Ollama tag, a catalogue name, a GGUF file, or a server's model name.",
        metavar="NAME|FILE",
        kind="name or path",
    )
    llm_url: str = setting(
        "",
        "Engines",
        "Address of Ollama or of an OpenAI-compatible server, e.g. http://localhost:8000/v1.",
        metavar="URL",
        kind="url",
    )
    llm_key: str = setting(
        "",
        "Engines",
        "Key for an OpenAI-compatible server; better set in the environment.",
        metavar="KEY",
        secret=True,
    )
    entailment: str = setting(
        "viva-entailment",
        "Engines",
        "Which model says whether a key point follows from an answer: ours, none, or a folder with "
        "model.onnx, tokenizer.json and config.json.",
        metavar="NAME|FOLDER",
        kind="name or path",
    )
    context_tokens: int = setting(
        4096,
        "Engines",
        "How much of the conversation the language model sees, in tokens.",
        metavar="N",
        low=512,
        high=131072,
    )
    voice: str = setting(
        "",
        "Engines",
        "Voice: a catalogue name or a Piper .onnx file; empty is the language's own.",
        metavar="NAME|FILE",
        kind="name or path",
    )
    turn_detector: str = setting(
        "smart-turn-v3.2",
        "Engines",
        "Who judges whether you have finished speaking: a catalogue name or a Smart Turn .onnx "
        "file.",
        metavar="NAME|FILE",
        kind="name or path",
    )
    catalogue: Path | None = setting(
        None,
        "Engines",
        "Your own catalogue of weights and engines beside Viva's; the classes that it names are "
        "imported.",
        metavar="FILE",
        kind="file",
    )
    device: str = setting(
        "auto",
        "Engines",
        "Where networks run; auto uses a GPU when there is one.",
        choices=("auto", "cpu", "cuda"),
    )

    # The program itself
    offline: bool = setting(
        False, "Program", "Never fetch weights: start with what is cached or say what is missing."
    )
    log_level: str = setting(
        "warning",
        "Program",
        "How much to write to the terminal.",
        choices=("debug", "info", "warning", "error", "critical"),
    )
    verbose: bool = setting(
        False, "Program", "Say more at start; with --version also start time and memory."
    )

    action: Literal["serve", "version", "help"] = "serve"
    """What the program should do; only the flags `--version` and `--help` change it."""


class _Parser(argparse.ArgumentParser):
    """An argument parser that raises `SettingsError` with a message of one line."""

    def error(self, message: str) -> NoReturn:
        text = message.removeprefix("argument ").replace(
            ": expected one argument", " needs a value"
        )
        raise SettingsError(text[:1].upper() + text[1:] if text[0] != "-" else text, _SEE_HELP)


_SEE_HELP = "Start Viva with --help to see every setting"


def parse(argv: Sequence[str], env: Mapping[str, str], cwd: Path) -> Settings:
    """Read settings from `argv` (without the program's name), `env`, and the settings file.

    Depends only on its arguments and the files they name. `--help` takes precedence over
    everything, so that it works however wrong the rest is.

    Raises
    ------
    SettingsError
        A value, name or file is wrong; the message names the setting and where it was set.
    """
    flags = vars(_parse_flags(argv))
    if flags.pop("help"):
        return Settings(action="help")
    action: Literal["serve", "version"] = "version" if flags.pop("version") else "serve"
    config = flags.pop("config") or env.get("VIVA_CONFIG")
    given = {
        **_from_hosting(env, cwd),
        **_from_file(config, cwd),
        **_from_environment(env, cwd),
        **{n: Given(v, flag_of(n), cwd) for n, v in flags.items() if v is not None},
    }
    settings = Settings(action=action, **_values(given))
    _check_together(settings)
    return settings


def _values(given: Mapping[str, Given]) -> dict[str, Any]:
    """Check what was given; `language` is last, since `prompts` may add languages."""
    values = {
        field.name: checked(field, given[field.name])
        for field in fields()
        if field.name in given and field.name != "language"
    }
    if "language" in given:
        known = names_in(*own_languages(values.get("prompts")))
        values["language"] = one_of(known, given["language"])
    return values


def own_languages(prompts: Path | None) -> tuple[Path, ...]:
    """The folders of a user's own languages, as `use_folders` takes them."""
    return (prompts / "languages",) if prompts else ()


def _check_together(settings: Settings) -> None:
    """Check settings that depend on one another."""
    check_serving(settings)
    if settings.llm == "openai" and not settings.llm_url:
        raise SettingsError(
            "llm is openai but llm_url is not set",
            "Give the server's address, like --llm-url http://localhost:8000/v1",
        )


def fields(flags: bool = False) -> Iterator[dataclasses.Field[Any]]:
    """The settings among the fields of `Settings`; with `flags`, only those with a flag."""
    for field in dataclasses.fields(Settings):
        if field.metadata and (field.metadata["flag"] or not flags):
            yield field


def flag_of(name: str) -> str:
    """The flag of setting `name`."""
    return "--" + name.replace("_", "-")


def variable_of(name: str) -> str:
    """The environment variable of setting `name`."""
    return "VIVA_" + name.upper()


def default_of(field: dataclasses.Field[Any]) -> str:
    """The default of `field` as `--help` and `docs/settings.md` show it; "" when it is empty."""
    if field.default is None or field.default == () or field.default is False:
        return ""
    return f"{field.default:g}" if isinstance(field.default, float) else str(field.default)


def help_text(program: str = "python app.py") -> str:
    """What `--help` prints if the program was called as `program`."""
    return _parser(program).format_help()


def settings_table() -> str:
    """The table of `docs/settings.md`."""
    rows = ["| flag | environment | default | what it does |", "|---|---|---|---|"]
    for field in fields():
        default = default_of(field)
        choices = ", ".join(f"`{c}`" for c in field.metadata["choices"])
        text = field.metadata["help"] + (f" One of {choices}." if choices else "")
        shown = f"`{default}`" if default else ""
        flag = f"`{flag_of(field.name)}`" if field.metadata["flag"] else ""
        rows.append(f"| {flag} | `{variable_of(field.name)}` | {shown} | {text} |")
    return "\n".join(rows)


# --- the command line --------------------------------------------------------------------


def _parser(program: str = "python app.py") -> _Parser:
    """The parser of flags, which only collects strings: all sources share the checks."""
    parser = _Parser(
        prog=program,
        usage=f"{program} [settings]",
        description="Viva, a spoken-exam partner that runs on your own machine.",
        epilog=f"Every setting can also stand in the environment or, by its name with "
        f"underscores, in {CONFIG_NAME}. Flags win over the environment, which wins over the file. "
        f"To measure this machine: {program} bench --help. "
        f"To look after the weights: {program} models --help.",
        allow_abbrev=False,
        add_help=False,
    )
    groups: dict[str, argparse._ArgumentGroup] = {}
    for field in fields(flags=True):
        group = field.metadata["group"]
        if group not in groups:
            groups[group] = parser.add_argument_group(group)
        _add_flag(groups[group], field)
    general = groups["Program"]
    general.add_argument(
        "--config", metavar="FILE", help=f"Settings file (default: {CONFIG_NAME}; VIVA_CONFIG)"
    )
    general.add_argument("--version", action="store_true", help="Print the version and stop.")
    general.add_argument("-h", "--help", action="store_true", help="Print this and stop.")
    return parser


def _add_flag(group: argparse._ArgumentGroup, field: dataclasses.Field[Any]) -> None:
    default = default_of(field)
    notes = (f"default: {default}; " if default else "") + variable_of(field.name)
    options: dict[str, Any] = {"default": None, "help": f"{field.metadata['help']} ({notes})"}
    if isinstance(field.default, bool):
        options["action"] = argparse.BooleanOptionalAction
    else:
        options["metavar"] = field.metadata["metavar"] or "|".join(field.metadata["choices"])
    if isinstance(field.default, tuple):
        options["action"] = "append"
    if field.metadata["kind"] == "folder to make":
        options |= {"nargs": "?", "const": "true"}  # the flag alone is enough
    group.add_argument(flag_of(field.name), **options)


def _parse_flags(argv: Sequence[str]) -> argparse.Namespace:
    parser = _parser()
    known, unknown = parser.parse_known_args(list(argv))
    if unknown and not known.help:
        flags = [flag_of(field.name) for field in fields(flags=True)]
        flags += ["--config", "--version", "--help"]
        name = unknown[0].split("=")[0]
        raise SettingsError(f"There is no setting {name!r}", near(name, flags) or _SEE_HELP)
    return known


# --- environment and file ----------------------------------------------------------------


def _from_hosting(env: Mapping[str, str], cwd: Path) -> dict[str, Given]:
    """Listen on all addresses in a Hugging Face Space, whose requests come from outside."""
    return {"host": Given("0.0.0.0", "SPACE_ID", cwd)} if env.get("SPACE_ID") else {}


def _from_environment(env: Mapping[str, str], cwd: Path) -> dict[str, Given]:
    names = {variable_of(field.name): field.name for field in fields()}
    given = {}
    for variable, text in env.items():
        if not variable.startswith("VIVA_") or variable in _OTHER_VARIABLES:
            continue
        if variable not in names:
            fix = near(variable, [*names, *_OTHER_VARIABLES]) or "Unset it"
            raise SettingsError(f"There is no setting {variable!r} in the environment", fix)
        if text.strip():
            given[names[variable]] = Given(text, variable, cwd)
    return given


def _from_file(config: str | None, cwd: Path) -> dict[str, Given]:
    path = cwd / user_path(config or CONFIG_NAME)
    if not config and not path.exists():
        return {}
    shown = config or CONFIG_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        fix = "Name a file that can be read with --config, or leave it out"
        raise SettingsError(f"Cannot read {shown}: {error.strerror}", fix) from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{shown} is not UTF-8 text", "Save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{shown} is not valid TOML: {error}", "Correct that line") from error
    given = {}
    names = [field.name for field in fields()]
    for key, value in table.items():
        line = _line_of(key, text)
        if key not in names:
            problem = f"There is no setting {key!r} ({shown}, line {line})"
            raise SettingsError(problem, near(key, names) or _SEE_HELP)
        if key not in [field.name for field in fields(flags=True)]:
            problem = f"{key} ({shown}, line {line}) is a secret that no file should hold"
            raise SettingsError(problem, f"Set {variable_of(key)} in the environment")
        given[key] = Given(value, f"{key} ({shown}, line {line})", path.parent)
    return given


def _line_of(key: str, text: str) -> int:
    """Line of `text` (counted from 1) where TOML key `key` is set."""
    found = re.search(rf"^\s*\[*\s*[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 1
