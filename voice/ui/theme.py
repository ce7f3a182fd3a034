"""Gradio theme: system fonts only, so that no font is fetched from anywhere."""

from __future__ import annotations

import gradio as gr
from gradio.themes.utils import colors

SANS = ("ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "DejaVu Sans Mono")

TEAL = colors.Color(
    name="viva",
    c50="#eef8f6",
    c100="#d5eeea",
    c200="#aaddd5",
    c300="#7cc9be",
    c400="#45ab9f",
    c500="#1d8a7f",
    c600="#0f6b63",
    c700="#0c5650",
    c800="#0a4641",
    c900="#083935",
    c950="#04211f",
)


def theme() -> gr.themes.Base:
    """The house theme; the colours agree with the variables at the top of `viva.css`."""
    base = gr.themes.Base(
        primary_hue=TEAL,
        neutral_hue=colors.slate,
        radius_size=gr.themes.sizes.radius_lg,
        font=[*(gr.themes.Font(name) for name in SANS), gr.themes.Font("sans-serif")],
        font_mono=[*(gr.themes.Font(name) for name in MONO), gr.themes.Font("monospace")],
    )
    return base.set(
        body_background_fill="#f6f6f3",
        body_background_fill_dark="#11151a",
        body_text_color="#1c2430",
        body_text_color_dark="#e8ebef",
        body_text_color_subdued="#566170",
        body_text_color_subdued_dark="#a7b1bd",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_padding="0px",
        block_shadow="none",
        block_label_text_color="#1c2430",
        block_label_text_color_dark="#e8ebef",
        block_title_text_color="#1c2430",
        block_title_text_color_dark="#e8ebef",
        block_info_text_color="#566170",
        block_info_text_color_dark="#a7b1bd",
        input_background_fill="#ffffff",
        input_background_fill_dark="#11151a",
        border_color_primary="#8b95a3",
        border_color_primary_dark="#66717f",
        input_border_width="1px",
        input_border_color="#8b95a3",
        input_border_color_dark="#66717f",
        input_border_color_focus="#0f6b63",
        input_border_color_focus_dark="#5fc7b8",
        slider_color="#0f6b63",
        slider_color_dark="#5fc7b8",
    )
