"""What the examiner says on its own account, in every language there is a voice for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """Fixed sentences, spoken without the model."""

    failed: str  # the model broke; what the student said is kept
    not_understood: str  # recognition broke


PHRASES: dict[str, Phrases] = {
    "en": Phrases(
        "Sorry, I lost my thread. Please go on.",
        "Sorry, I could not make that out. Please say it again.",
    ),
    "de": Phrases(
        "Entschuldigung, ich habe den Faden verloren. Bitte fahren Sie fort.",
        "Entschuldigung, das habe ich nicht verstanden. Bitte sagen Sie es noch einmal.",
    ),
    "fr": Phrases(
        "Pardon, j'ai perdu le fil. Continuez, s'il vous plaît.",
        "Pardon, je n'ai pas compris. Répétez, s'il vous plaît.",
    ),
    "es": Phrases(
        "Perdón, he perdido el hilo. Continúe, por favor.",
        "Perdón, no le he entendido. Repítalo, por favor.",
    ),
    "it": Phrases(
        "Mi scusi, ho perso il filo. Continui, per favore.",
        "Mi scusi, non ho capito. Lo ripeta, per favore.",
    ),
    "pt": Phrases(
        "Desculpe, perdi o fio à meada. Continue, por favor.",
        "Desculpe, não entendi. Repita, por favor.",
    ),
    "zh": Phrases("抱歉，我走神了。请继续。", "抱歉，我没有听清。请再说一遍。"),
}


def phrases(language: str) -> Phrases:
    """The phrases of `language` (ISO 639-1), English where there are none."""
    return PHRASES.get(language, PHRASES["en"])
