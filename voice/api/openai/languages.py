"""Whisper's languages: ISO 639 codes, and the names that OpenAI's API uses."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from voice.api.openai.errors import wrong

_TABLE = """
af afrikaans, am amharic, ar arabic, as assamese, az azerbaijani, ba bashkir, be belarusian,
bg bulgarian, bn bengali, bo tibetan, br breton, bs bosnian, ca catalan, cs czech, cy welsh,
da danish, de german, el greek, en english, es spanish, et estonian, eu basque, fa persian,
fi finnish, fo faroese, fr french, gl galician, gu gujarati, ha hausa, haw hawaiian, he hebrew,
hi hindi, hr croatian, ht haitian creole, hu hungarian, hy armenian, id indonesian, is icelandic,
it italian, ja japanese, jw javanese, ka georgian, kk kazakh, km khmer, kn kannada, ko korean,
la latin, lb luxembourgish, ln lingala, lo lao, lt lithuanian, lv latvian, mg malagasy, mi maori,
mk macedonian, ml malayalam, mn mongolian, mr marathi, ms malay, mt maltese, my myanmar,
ne nepali, nl dutch, nn nynorsk, no norwegian, oc occitan, pa punjabi, pl polish, ps pashto,
pt portuguese, ro romanian, ru russian, sa sanskrit, sd sindhi, si sinhala, sk slovak,
sl slovenian, sn shona, so somali, sq albanian, sr serbian, su sundanese, sv swedish, sw swahili,
ta tamil, te telugu, tg tajik, th thai, tk turkmen, tl tagalog, tr turkish, tt tatar,
uk ukrainian, ur urdu, uz uzbek, vi vietnamese, yi yiddish, yo yoruba, zh chinese
"""

NAMES: Mapping[str, str] = MappingProxyType(
    {code: name for code, _, name in (one.strip().partition(" ") for one in _TABLE.split(","))}
)

WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "my", "km"})
"""Languages written without spaces between words."""


def language_code(wanted: str) -> str | None:
    """Code of a language given as "de", "de-DE", "German" or ""; None if it is to be detected.

    Raises
    ------
    ApiError
        The language is unknown or cannot be recognised.
    """
    plain = wanted.strip().casefold()
    if not plain:
        return None
    code = plain.replace("_", "-").partition("-")[0]
    if code in NAMES:
        return code
    for known, name in NAMES.items():
        if name == plain:
            return known
    raise wrong("language", f"The language {wanted!r} is not known", "Give its ISO 639-1 code")
