"""The settings on the page: Gradio components, and what each of them offers.

The client (`assets/client.js`) knows the settings in force: it receives each change and presses a
hidden button, whose handler updates the components. To add a setting, add a component here, a line
in `offered`, and its name in `NAMES`.
"""

from __future__ import annotations

import html
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import gradio as gr

from voice.ui.choices import BankChoice, PageChoices
from voice.ui.texts import TEXTS, filled

NAMES = (
    "bank", "topics", "minutes", "difficulty", "mode", "language", "voice", "speed", "model",
)  # fmt: skip
"""The names of the settings that have a component, as the client uses them."""

LONGEST_MIN = 60
"""Maximum of the slider for an exam's length, unless the bank itself takes longer."""

DIFFICULTY = 2
"""Difficulty of the first question unless the student chooses another, as in practice mode."""

PRACTICE = "practice"
"""The mode in which an exam is held unless the student chooses another."""

Ask = Callable[[], Awaitable[PageChoices]]
Quiet = dict[str, Any]


def build_controls(page: gr.Blocks, now: PageChoices, choices: Ask, setup: str) -> None:
    """Add the controls at the present place in `page`; `setup` is our own HTML for an exam."""
    title = '<h2 class="viva-h2" data-text="settings.title"></h2>'
    gr.HTML(filled(title, now.language), padding=False)
    controls = _components(offered(now, {}), setup)
    announce = gr.Checkbox(False, elem_id="viva-announce", **_announce(now.language))
    engine = gr.HTML(_engine(now), elem_id="viva-engine", padding=False)
    quiet: Quiet = {"api_name": False, "show_progress": "hidden", "queue": False}
    _load_and_sync(page, choices, controls, (announce, engine), quiet)
    for name, control in controls.items():
        control.input(None, inputs=control, js=_change_js(name), **quiet)
    page.load(None, outputs=announce, js=_ANNOUNCES_JS, **quiet)
    announce.input(None, inputs=announce, js="(on) => window.viva?.announceReplies(on)", **quiet)


def _components(first: Mapping[str, Mapping[str, Any]], setup: str) -> dict[str, Any]:
    """The components by the names of their settings, in the order of `NAMES`."""
    exam = {
        "bank": gr.Dropdown(elem_id="viva-bank", **first["bank"]),
        "topics": gr.CheckboxGroup(elem_id="viva-topics", **first["topics"]),
        "minutes": gr.Slider(
            1, step=1, elem_id="viva-minutes", **first["minutes"]
        ),
        "difficulty": gr.Slider(
            1, 5, step=1, elem_id="viva-difficulty", **first["difficulty"]
        ),
    }  # fmt: skip
    gr.HTML(setup, elem_id="viva-setup", padding=False)
    return exam | {
        "mode": gr.Dropdown(elem_id="viva-mode-choice", **first["mode"]),
        "language": gr.Dropdown(elem_id="viva-language", **first["language"]),
        "voice": gr.Dropdown(elem_id="viva-voice", **first["voice"]),
        "speed": gr.Slider(0.6, 1.6, step=0.05, elem_id="viva-speed", **first["speed"]),
        "model": gr.Dropdown(elem_id="viva-model", **first["model"]),
    }


def _load_and_sync(
    page: gr.Blocks,
    choices: Ask,
    controls: Mapping[str, Any],
    beside: tuple[gr.Checkbox, gr.HTML],
    quiet: Quiet,
) -> None:
    """Update the components at each load, and whenever the client says that settings changed.

    `beside` are the switch for screen readers and the line that names the model.
    """
    announce, engine = beside
    # Only our JavaScript writes to and presses these: the settings in force, as JSON.
    carrier = gr.Textbox("{}", visible="hidden", elem_id="viva-carrier")
    sync = gr.Button("Show the settings in force", visible="hidden", elem_id="viva-sync")
    known = gr.Textbox("{}", visible="hidden", elem_id="viva-known")
    shown = list(controls.values())

    async def loaded() -> list[Any]:
        fresh = await choices()
        return [*_updates(fresh, {}), _engine(fresh), _known(fresh)]

    async def synced(in_force: str) -> list[Any]:
        settings = json.loads(in_force)
        fresh = await choices()
        language = settings.get("language") or fresh.language
        return [*_updates(fresh, settings), gr.update(**_announce(language))]

    page.load(loaded, outputs=[*shown, engine, known], **quiet).then(
        None, inputs=[*shown, known], js=_DEFAULTS_JS, **quiet
    )
    sync.click(
        synced,
        inputs=carrier,
        outputs=[*shown, announce],
        js="() => window.viva.settings()",
        trigger_mode="always_last",  # a change made while the last one is handled counts, too
        **quiet,
    ).then(None, js=_REOPENS_JS, **quiet)


_DEFAULTS_JS = f"""({", ".join(NAMES)}, known) => {{
    const told = [{{{", ".join(NAMES)}}}, JSON.parse(known)];
    if (window.viva) window.viva.defaults(...told);
    else window.vivaDefaults = told;
}}"""
"""Passes the defaults to our own script, or leaves them for it if Gradio has loaded first."""


_REOPENS_JS = """() => {
    requestAnimationFrame(() => {
        const field = document.activeElement;
        if (field?.getAttribute("role") !== "listbox") return;
        field.blur();
        field.focus();
    });
}"""
"""Reopens a list that was open during an update: Gradio would treat the text in its field as a
search, and offer only the chosen entry."""


_ANNOUNCES_JS = "() => localStorage.getItem('viva-announces') === 'yes'"
"""Reads the switch for screen readers as `assets/viva.js` stores it."""


def _change_js(name: str) -> str:
    return f"(value) => {{ window.viva?.change({{{name}: value}}); }}"


def _updates(choices: PageChoices, in_force: Mapping[str, Any]) -> list[Any]:
    values = offered(choices, in_force)
    return [gr.update(**values[name]) for name in NAMES]


def offered(choices: PageChoices, in_force: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What each component offers and shows: its properties, by setting.

    Parameters
    ----------
    choices : PageChoices
        Everything there is to choose from.
    in_force : mapping
        The client's settings by name; missing ones have their defaults. Also has `uploads`, the
        banks that only this page knows, and `examining`, whether an exam is under way.
    """
    brought = map(BankChoice.uploaded, in_force.get("uploads", ()))
    listed = {bank.name for bank in choices.banks}
    # The server lists uploads that were saved in the user's own folder, too.
    banks = [*choices.banks, *(bank for bank in brought if bank.name not in listed)]
    chosen = in_force.get("bank", choices.bank)
    bank = next((bank for bank in banks if bank.name == chosen), None)
    language = in_force.get("language") or choices.language
    free = not in_force.get("examining", False)  # it can be changed
    words = _words(language)
    values = {
        "bank": {**_banks(choices, banks, bank, words), "interactive": free},
        **_exam(bank, in_force, free),
        "mode": {**_modes(choices, bank, in_force.get("mode")), "interactive": free},
        "language": {"choices": list(choices.languages), "value": language},
        "voice": _voices(choices, language, in_force.get("voice") or choices.voice),
        "speed": {"value": in_force.get("speed") or choices.speed},
        "model": {
            "choices": list(choices.models),
            "value": in_force.get("model", choices.model),
        },
    }
    values["difficulty"]["info"] = words["difficulty_hint"]
    labels = {**words, "bank": words["exam"]}
    return {name: {**values[name], "label": labels[name]} for name in NAMES}


def _words(language: str) -> dict[str, str]:
    """The labels and hints of the settings."""
    named = (key.partition(".") for key in TEXTS.or_english(language))
    texts = TEXTS.or_english(language)
    return {key: str(texts[f"settings.{key}"]) for table, _, key in named if table == "settings"}


def _announce(language: str) -> dict[str, Any]:
    words = _words(language)
    return {"label": words["announce"], "info": words["announce_hint"]}


def _banks(
    choices: PageChoices,
    banks: list[BankChoice],
    bank: BankChoice | None,
    words: Mapping[str, str],
) -> dict[str, Any]:
    titles = {code: title for title, code in choices.languages}

    def label(bank: BankChoice) -> str:
        language = titles.get(bank.language, bank.language)
        return f"{language}: {bank.title}" if language else bank.title

    listed = sorted(banks, key=lambda bank: (bank.language != choices.language, label(bank)))
    about = ""
    if bank:
        count = words["questions"].format(n=bank.items) if bank.items else ""
        about = " · ".join(part for part in (bank.description, bank.level, count) if part)
    return {
        "choices": [(words["no_exam"], ""), *((label(bank), bank.name) for bank in listed)],
        "value": bank.name if bank else "",
        "info": about,
        "visible": bool(choices.banks),
    }


def _exam(
    bank: BankChoice | None, in_force: Mapping[str, Any], free: bool
) -> dict[str, dict[str, Any]]:
    """Topics, length and difficulty; hidden without an exam."""
    titles = list(bank.topics) if bank else []
    wanted = [title for title in in_force.get("topics") or () if title in titles]
    usual = bank.minutes if bank else 15.0
    common = {"visible": bank is not None, "interactive": free}
    return {
        "topics": {
            "choices": titles,
            "value": wanted or titles,
            "visible": len(titles) > 1,
            "interactive": free,
        },
        "minutes": {
            "maximum": max(LONGEST_MIN, usual),
            "value": in_force.get("minutes") or usual,
            **common,
        },
        "difficulty": {"value": in_force.get("difficulty") or DIFFICULTY, **common},
    }


def _modes(choices: PageChoices, bank: BankChoice | None, chosen: str | None) -> dict[str, Any]:
    """The modes in which an exam can be held if one is chosen, or else those for conversation."""
    modes = [mode for mode in choices.modes if (mode.is_exam if bank else mode.talks)]
    names = {mode.name: mode for mode in modes}
    wanted = (chosen, choices.mode, PRACTICE, *names)
    value = next((name for name in wanted if name in names), None)
    return {
        "choices": [(mode.title, mode.name) for mode in modes],
        "value": value,
        "info": names[value].description if value else "",
    }


def _voices(choices: PageChoices, language: str, chosen: str) -> dict[str, Any]:
    voices = [(label, name) for label, name, code in choices.voices if code == language]
    names = [name for _, name in voices]
    fallback = names[0] if names else None
    return {"choices": voices, "value": chosen if chosen in names else fallback}


def _known(choices: PageChoices) -> str:
    """What JavaScript needs to choose a mode and a language that fit an exam, as JSON."""
    banks = [
        {
            "name": bank.name,
            "title": bank.title,
            "language": bank.language,
            "minutes": bank.minutes,
            "material": bank.material and dict(zip(("title", "ask"), bank.material, strict=True)),
        }
        for bank in choices.banks
    ]
    modes = [
        {"name": mode.name, "is_exam": mode.is_exam, "talks": mode.talks} for mode in choices.modes
    ]
    problems = [dict(problem) for problem in choices.problems]
    known = {"banks": banks, "modes": modes, "mode": choices.mode, "problems": problems}
    return json.dumps(known)


def _engine(choices: PageChoices) -> str:
    return f'<p class="viva-engine-line">{html.escape(choices.engine_line)}</p>'
