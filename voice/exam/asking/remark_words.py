"""Words by which a model's remark on an answer is refused, as regular expressions by language."""

from __future__ import annotations

import re
from collections.abc import Mapping


def _words(alternatives: str) -> re.Pattern[str]:
    """Any of these as whole words; they are separated by strokes, lines do not count."""
    joined = "|".join(one.strip() for one in alternatives.split("|"))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")


def _signs(alternatives: str) -> re.Pattern[str]:
    """The same for Chinese, which sets no words apart."""
    return re.compile("|".join(one.strip() for one in alternatives.split("|")))


STUDENT: Mapping[str, re.Pattern[str]] = {
    "en": _words("the (?:student|candidate|learner|pupil|examinee|user)s?(?:['’]s?)?"),
    "de": _words(
        r"student(?:in|en|innen)? | studierende[nrs]? | kandidat(?:in|en|innen)? | prüfling[es]* |"
        r"schüler(?:in|n|s|innen)? | lernende[nrs]? | nutzer(?:in|s)?"
    ),
    "fr": _words(
        r"(?:l|d|qu)['’](?:étudiante?|élève|apprenante?|utilisat(?:eur|rice)) |"
        r"(?:le|la|du|au|les|des|aux) (?:candidat|étudiant|élève|apprenant)e?s?"
    ),
    "es": _words(
        r"(?:el|la|los|las|del|al) (?:estudiante|alumn[oa]|candidat[oa]|aprendiz|usuari[oa])s?"
    ),
    "it": _words(
        r"(?:lo|la|dello|della|allo|alla) studente(?:ssa)? |"
        r"(?:il|la|del|della|al|alla) (?:candidat[oa]|utente) |"
        r"(?:l|dell|all)['’](?:alliev[oa]|utente)"
    ),
    "pt": _words(r"(?:[oa]s?|d[oa]s?|aos?|às?) (?:estudante|alun[oa]|candidat[oa]|usuári[oa])s?"),
    "zh": _signs("学生|考生|学员|该生|这位同学|用户"),
}
"""It speaks of the student instead of to them."""

PRAISE: Mapping[str, re.Pattern[str]] = {
    "en": _words(
        r"correct(?:ly)? | exact(?:ly)? | precisely | (?<!all )right | rightly | accurate(?:ly)? |"
        r"well (?:done|said|put|explained|answered) | very well | good | great | nice(?:ly)? |"
        r"excellent | perfect(?:ly)? | brilliant | superb | spot on | bravo |"
        r"fantastic | wonderful | impressive | absolutely | indeed | yes"
    ),
    "de": _words(
        r"richtig(?:e[nrs]?)? | korrekt(?:e[nrs]?)? | genau | exakt | stimmt | zutreffend |"
        r"gut(?:e[nrs]?)? | perfekt | ausgezeichnet | hervorragend |"
        r"prima | super | toll | klasse | bravo | wunderbar | treffend | einwandfrei | ja"
    ),
    "fr": _words(
        r"correcte?(?:ment)? | exacte?(?:ment)? | juste | parfaite?(?:ment)? | bien | bravo |"
        r"bon(?:ne)? | excellente? | tout à fait | super |"
        r"formidable | précisément | en effet | oui"
    ),
    "es": _words(
        r"correct[oa](?:mente)? | exact[oa](?:mente)? | perfect[oa](?:mente)? | bien | buen[oa]? |"
        r"excelente | genial | bravo | estupendo | acertad[oa] | en efecto |"
        r"muy bien | sí"
    ),
    "it": _words(
        r"corrett[oa] | correttamente | esatt[oa] | esattamente | perfett[oa] | perfettamente |"
        r"giust[oa] | bene | benissimo | brav[oa] | buon[oa]? | ottim[oa] | eccellente |"
        r"in effetti | sì"
    ),
    "pt": _words(
        r"corret[oa](?:mente)? | cert[oa] | exat[oa] | exatamente | perfeit[oa](?:mente)? | bem |"
        r"bom | boa | excelente | ótim[oa] | parabéns | de fato | sim"
    ),
    "zh": _signs(
        "正确|准确|完美|很好|非常好|真好|太好|真棒|太棒|很棒|没错|不错|对了|说得对|答得好|出色"
    ),
}
"""It praises."""

COMPLETE: Mapping[str, re.Pattern[str]] = {
    "en": _words("complete(?:ly)?(?! answer) | perfect(?:ly)? | everything | flawless(?:ly)?"),
    "de": _words("vollständig | komplett | perfekt | alles | einwandfrei | lückenlos"),
    "fr": _words(
        "(?<!réponse )compl[eè]te? | complètement | parfaite?(?:ment)? | tout dit | rien ne manque"
    ),
    "es": _words("(?<!respuesta )complet[oa] | perfect[oa](?:mente)? | todo | no falta nada"),
    "it": _words(
        "(?<!risposta )complet[oa] | perfett[oa] | perfettamente | tutto | non manca nulla"
    ),
    "pt": _words("(?<!resposta )complet[oa] | perfeit[oa](?:mente)? | tudo | não falta nada"),
    "zh": _signs("完整(?!的回答) | 完美 | 全面 | 什么都说到"),
}
"""It says that nothing is lacking, other than of what a full answer would be."""
