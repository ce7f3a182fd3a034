"""The page: Gradio Blocks round our own call panel and its plain JavaScript client."""

from voice.ui.choices import BankChoice, ModeChoice, PageChoices
from voice.ui.offline import OfflinePage
from voice.ui.page import (
    ASSETS,
    ASSETS_URL,
    FAVICON,
    PageAssets,
    build_page,
)

__all__ = [
    "ASSETS",
    "ASSETS_URL",
    "FAVICON",
    "BankChoice",
    "ModeChoice",
    "OfflinePage",
    "PageAssets",
    "PageChoices",
    "build_page",
]
