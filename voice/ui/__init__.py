"""The page: Gradio Blocks round our own call panel and its plain JavaScript client."""

from voice.ui.offline import OfflinePage
from voice.ui.page import (
    ASSETS,
    ASSETS_URL,
    FAVICON,
    PageAssets,
    PageChoices,
    build_page,
)

__all__ = [
    "ASSETS",
    "ASSETS_URL",
    "FAVICON",
    "OfflinePage",
    "PageAssets",
    "PageChoices",
    "build_page",
]
