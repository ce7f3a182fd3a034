"""Decides which words of a partial transcript are stable."""

from __future__ import annotations


def agreed_prefix(before: str, now: str) -> int:
    """Characters of `now` up to the last word on which two successive partials agree.

    LocalAgreement-2 of Macháček et al., "Turning Whisper into Real-Time Transcription System"
    (2023): words on which two transcripts of growing audio agree will hardly change any more.
    """
    end = position = 0
    for old, new in zip(before.split(), now.split(), strict=False):
        if old.casefold().strip(".,;:!?…") != new.casefold().strip(".,;:!?…"):
            break
        position = now.index(new, position) + len(new)
        end = position
    return end
