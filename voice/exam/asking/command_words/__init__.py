"""How commands are said, in every language there is a voice for; one file a language.

One wording a line; a line that begins with + goes on with the one above. [a|b] may be left out,
(a|b) is one of them, * is any word, <name> is the entry of that name. Accents, capitals,
punctuation and fillers do not count, and an apostrophe is nothing, so that "I'm" is written im; in
French and Italian it is a space. Chinese has no spaces, and its wordings are regular expressions.

Each wording stands for a whole sentence, less what leads, tails and fillers take off it, so that
an answer which merely holds such words is none of them. A single word that may be an answer is
left out, or needs a please: "a minute", "too fast", "nothing". Entries with a meaning of their own:

- "hint alone", "verify alone": only where no lead was taken off ("I want to help", "dann stimmt
  das" are answers); "checking": asks whether an answer is right, if there is a question mark;
- "asking": asks to repeat, if there is a question mark;
- "loose": how a word is said, with how it is written ("hab=habe"); after = alone, the word changes
  nothing and is left out. A sentence is tried as it stands first;
- "hedges": words that begin a guess after "I don't know";
- "openers": a yes or no after which the next sentence may follow without a stop. Where the word
  also negates ("no" in Spanish) it is none.
"""

from __future__ import annotations

from collections.abc import Mapping

from voice.exam.asking.command_words import de, en, es, fr, it, pt, zh

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": en.WORDS,
    "de": de.WORDS,
    "fr": fr.WORDS,
    "es": es.WORDS,
    "it": it.WORDS,
    "pt": pt.WORDS,
    "zh": zh.WORDS,
}
"""Language (ISO 639-1) to command, or kind of words, to its wordings."""

LEAVES: Mapping[str, str] = {
    "en": r"\b(?:skip|pass|questions?|one|another|different|else|later|leave|forget|answer)\b",
    "de": r"frage|\bubersprin|\bpass|\bskip|lass|\bandere|\bspater|antworten",
    "fr": r"\b(?:questions?|saut\w*|zapp?\w*|celle|autre|tard|repondre|joker|tomber|changer)\b"
    r"|\bje passe\b|^pass(?:e|er)$",
    "es": r"\b(?:salt\w*|omit\w*|preguntas?|otra|paso|dej\w*|contest\w*|respond\w*|luego|despues"
    r"|tarde|pasapalabra)\b",
    "it": r"\b(?:salt\w*|domanda|altr[ao]|lasci\w*|rispondere|dopo|tardi|passo)\b",
    "pt": r"\b(?:pul\w*|salt\w*|pergunta|questao|outra|deix\w*|responder|depois|tarde|passo)\b",
    "zh": r"跳|题|问|不.?答|略过|弃权|别的|其他|以后|会儿|稍后|晚点|最后|放",
}
"""Where a wish to skip names what is left out or put off, rather than only what comes next."""
