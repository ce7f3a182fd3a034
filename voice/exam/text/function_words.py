"""Words that carry no content by themselves, by language: what marking passes over.

Negations are kept apart: they carry no content either, but turn it round.
"""

from __future__ import annotations

import types
from collections.abc import Mapping


def _table(words: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    return types.MappingProxyType(
        {name: frozenset(text.casefold().split()) for name, text in words.items()}
    )


FUNCTION_WORDS = _table(
    {
        "en": """a about above after again against all also am an and any anyway are as at be
            because been before being below between both but by can could did do does doing down
            during each e eg er etc few for from further g get gets got had has have having he her
            give gave gives here hers him his how i ie if in into is it its itself just kind like
            ll m may me might
            more most much must my of off oh okay on once one only or other our out over own quite
            rather re really s same shall she should sir so some sort still such t than that the
            their theirs them then there these they thing things think this those though through to
            too um under until up us ve very was way we well were what when where whether which
            while who whom whose why will with would yeah yes you your""",
        "de": """aber alle als also am an andere auch auf aus bei beim bin bis da dabei dadurch
            dafür damit dann daran darauf das dass davon dazu dem den denn der deren des dessen
            die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen
            einer eines er es etwa etwas euch für ganz ggf hat hatte haben halt hier hin ich ihm
            ihn ihr ihre ihrem ihren im in ist ja jede jedem jeden jeder jedes kann können man
            mal mehr mein mich mir mit muss nach noch nun nur ob oder sehr sein seine seinem
            seinen seiner selbst sich sie sind so sodass solche soll sondern über um und uns unter
            vielleicht weiß weiss ahnung glaube denke bitte vom von vor war waren was weil welche
            wenn werden wie wieder wird wir wo wurde wurden
            zu zum zur zwischen""",
        "fr": """à a as afin ai
            ainsi alors après au aussi autre autres aux avant avec avoir bien c car ce
            ceci cela celle celui ces cet cette ceux chaque comme d dans de des depuis dont donc du
            elle elles en encore entre es est et étaient était être eu eux fait faire font il ils j
            je l la là le les leur leurs lui m ma mais me même mes moi mon n nos notre nous on ont
            ou où par parce peu peut peuvent plus pour puis qu quand que quel quelle quelles quels
            qui quoi s sa se selon ses si soit son sont sous suis sur t ta te tes toi ton tous tout
            sais idée crois pense peut-être toute toutes très tu un une va vers vos votre vous y""",
        "es": """a al algo algunas algunos ante antes aquel aquella así aun aunque cada como con
            cual cuando cuyo de del desde después donde durante e el ella ellas ellos en entre era
            es esa ese eso esta está están estar este esto estos fue fueron ha hace hacia han hasta
            hay la las le les lo los más me mi mis mucho muy o os otra otras otro otros para pero
            por porque pues puede pueden que qué quien se sea según ser si sí sino sobre son su
            sus también tan te tiene tienen todo todos tu un una unas uno unos y ya yo""",
        "it": """a ad ai al alla alle altri altro anche avere che chi ci ciò come con cosa così cui
            da dai dal dalla dalle degli dei del della delle dello di dopo dove e è ed era erano
            essere essi fra gli ha hanno i il in io l la le lei li lo loro lui ma mentre mi molto
            nei nel nella nelle noi o ogni per perché però più poi può possono prima quale quando
            quello questa queste questi questo se si sia sono sopra sotto stato su sua sue sugli
            sul sulla suo tra tutti tutto un una uno vi viene voi""",
        "pt": """a ao aos aquela aquele aquilo as até cada com como da das de dela dele delas deles
            depois do dos e é ela elas ele eles em entre era essa esse esta está estão este eu foi
            foram há isso isto já lhe mais mas me mesmo meu minha muito na nas no nos nós o os ou
            outra outro para pela pelas pelo pelos pode podem por porque quando que quem são se
            seja ser seu seus só sob sobre sua suas também tem têm ter todo todos um uma uns
            você""",
    }
)

NEGATIONS = _table(
    {
        "en": """no not none never neither nor nothing nobody nowhere without cannot cant lack lacks
            lacking dont doesnt didnt isnt arent wasnt werent wont hasnt havent hadnt wouldnt
            shouldnt couldnt n't don't doesn't didn't isn't aren't wasn't weren't won't can't
            hasn't haven't hadn't wouldn't shouldn't couldn't""",
        "de": """nicht nichts nie niemals nirgends kein keine keinem keinen keiner keines ohne weder
            niemand fehlt fehlen""",
        "fr": "ne non pas jamais aucun aucune rien personne nul nulle sans ni guère",
        "es": "no nunca jamás ningún ninguna ninguno nada nadie sin ni tampoco",
        "it": "non no mai nessun nessuna nessuno niente nulla senza né neanche",
        "pt": "não nunca jamais nenhum nenhuma nada ninguém sem nem tampouco",
    }
)

CONNECTIVES = _table(
    {
        "en": "and but because while whereas so which although however therefore if when",
        "de": "und aber weil während sondern sodass wodurch obwohl wenn denn",
        "fr": "et mais parce tandis alors donc lorsque quand puisque car",
        "es": "y pero porque mientras aunque sino cuando entonces",
        "it": "e ma perché mentre quindi però quando sebbene",
        "pt": "e mas porque enquanto embora então quando pois",
    }
)
"""Words before which a new clause may begin."""

JOINING = types.MappingProxyType(
    {
        "en": frozenset(("and", "or")),
        "de": frozenset(("und", "oder")),
        "fr": frozenset(("et", "ou")),
        "es": frozenset(("y", "e", "o", "u")),
        "it": frozenset(("e", "ed", "o", "od")),
        "pt": frozenset(("e", "ou")),
    }
)
"""Words that name two things together."""

DEMANDS = types.MappingProxyType(
    {
        "en": r"marks?|grades?|points?(?! (?:to|at|back|towards?|forwards?)\b)|scores?|examiner"
        r"|instructions?|ignore|student|prompt|system|correct|answers?",
        "de": r"punkte?|noten?|bewert\w*|prüfer\w*|anweisung\w*|ignorier\w*|student\w*|richtig",
        "fr": r"points?|notes?|examinat\w*|instructions?|ignore\w*|étudiante?|correcte?s?",
        "es": r"puntos?|notas?|examinador\w*|instrucciones|ignora\w*|estudiante|correct\w*",
        "it": r"punti|punteggio|voto|esaminat\w*|istruzioni|ignora\w*|studente\w*|corrett\w*",
        "pt": r"pontos?|notas?|examinador\w*|instruções|ignor\w*|estudante|corret\w*",
        "zh": r"分数|满分|考官|指令|忽略",
    }
)
"""Words with which a student speaks of the marks; a regular expression for casefolded words.
They are common otherwise, so they only make marking stricter, never void."""


OTHERS = types.MappingProxyType(
    {
        "en": ("the other", "the others", "the other one", "the latter", "vice versa"),
        "de": ("das andere", "die andere", "der andere", "die anderen", "bei den anderen"),
        "fr": ("l'autre", "les autres", "la seconde", "le second"),
        "es": ("el otro", "la otra", "los otros", "las otras"),
        "it": ("l'altro", "l'altra", "gli altri", "le altre"),
        "pt": ("o outro", "a outra", "os outros", "as outras"),
    }
)
"""Words with which a clause turns to the other of two things, near its beginning."""

CORRECTIONS = types.MappingProxyType(
    {
        "en": r"(?:oh |um |uh |er )*(?:no|sorry|wait|actually|i mean|i meant|or rather|correction"
        r"|scratch that|hang on|hold on)"
        r"(?:,? (?:no|sorry|wait|actually|i mean|rather|that's wrong))+"
        r"|i mean|i meant|or rather|correction|scratch that",
        "de": r"(?:äh |ähm |oh )*(?:nein|quatsch|moment|halt|stopp|sorry|falsch|ich meine"
        r"|ich meinte|beziehungsweise|besser gesagt)"
        r"(?:,? (?:nein|quatsch|moment|halt|sorry|ich meine|falsch))+"
        r"|ich meine|ich meinte|quatsch|besser gesagt",
        "fr": r"(?:euh )*(?:non|pardon|attendez|enfin|je veux dire|plutôt)"
        r"(?:,? (?:non|pardon|attendez|je veux dire|plutôt))+|je veux dire|je voulais dire|pardon",
        "es": r"quiero decir|mejor dicho|perdón|no, espera|no, perdón",
        "it": r"voglio dire|anzi|scusi|no, aspetti|no, scusi",
        "pt": r"quero dizer|aliás|desculpe|não, espere|não, desculpe",
    }
)
"""How one takes back what one has just said, at the beginning of a clause; regular expressions."""

DIRECTIONS = _table(
    {
        "en": "into to from than",
        "de": "zu zum zur aus von vom als",
        "fr": "que vers depuis",
        "es": "que hacia desde",
        "it": "che verso dal dalla",
        "pt": "que para desde",
    }
)
"""Prepositions whose two sides cannot be exchanged: from here to there, larger than that."""

_THING = r"([\w' -]{2,40}?)"
CONTRASTS = types.MappingProxyType(
    {
        "en": (
            rf"(?:difference|differences|distinguish|distinction) (?:is there )?between {_THING}"
            rf" and {_THING}(?=[?,.;:]|$)",
            rf"how (?:does|do|is|are) {_THING} (?:differ|different) from {_THING}(?=[?,.;:]|$)",
            rf"compare {_THING} (?:and|with|to) {_THING}(?=[?,.;:]|$)",
        ),
        "de": (
            rf"(?:unterschied|unterschiede) zwischen {_THING} und {_THING}(?=[?,.;:]|$)",
            rf"unterscheide[nt]? sich {_THING} (?:von|und) {_THING}(?=[?,.;:]|$)",
        ),
        "fr": (
            rf"(?:différence|différences) entre {_THING} et {_THING}(?=[?,.;:]|$)",
            rf"comparez {_THING} (?:et|à|avec) {_THING}(?=[?,.;:]|$)",
        ),
    }
)
"""How a question sets two things against each other; regular expressions with two groups."""

_OPPOSITES = {
    "en": """more/less,fewer larger,bigger,greater,large,big/smaller,small,tiny
        higher,high/lower,low
        increase,increases,increased,increasing,rise,rises,grow,grows/decrease,decreases,decreased,decreasing,fall,falls,shrink,shrinks,drop,drops
        faster,quicker,fast,quick/slower,slow,slowly longer,long/shorter,short before/after
        inside,inner/outside,outer enter,enters,inward,inwards/leave,leaves,outward,outwards
        active/passive positive,positively/negative,negatively
        absorbs,absorb,absorbed/releases,release,released gains,gain/loses,lose
        thicker,thick/thinner,thin hotter,hot,warmer,warm/colder,cold,cooler,cool
        stronger,strong/weaker,weak static/dynamic
        maximum,maximises,maximizes,maximise/minimum,minimises,minimizes,minimise always/never
        all,everything/none,nothing supervised/unsupervised public/private
        synchronous/asynchronous dominant/recessive easier,easy/harder,hard,difficult
        cheaper,cheap,cheapest/dearer,expensive,costly,dearest
        overfits,overfitting,overfit/underfits,underfitting,underfit
        vertical,vertically/horizontal,horizontally
        up,upwards,above,uphill/down,downwards,below,downhill first/last
        start,starts,begin,begins/end,ends,stop,stops open,opens,opened/closed,closes,close
        same,identical,alike/different,differ,differs linear/circular,ring single/double
        join,joins,together,combine,combines/split,splits,separate,separates,apart
        builds,build,makes/breaks,break add,adds,added/remove,removes,removed
        early,earlier/late,later true/false hydrophilic/hydrophobic oxidised,oxidized/reduced
        encode,encodes/decode,decodes many,lots/few old,older/new,newer online/offline rich/poor
        local/global independent,independently/dependent temporary/permanent
        attract,attracts/repel,repels condense,condenses/uncoil,uncoils,decondense
        automatically,automatic/manually,manual""",
    "de": """mehr/weniger größer,groß/kleiner,klein höher,hoch/niedriger,niedrig
        steigt,wächst,zunimmt/sinkt,fällt,abnimmt schneller,schnell/langsamer,langsam
        länger,lang/kürzer,kurz vorher/nachher innen/außen aktiv/passiv positiv/negativ
        stärker,stark/schwächer,schwach wärmer,warm/kälter,kalt dominant/rezessiv""",
    "fr": """plus/moins grand,grande,grands/petit,petite,petits augmente/diminue rapide/lent,lente
        avant/après intérieur/extérieur actif,active/passif,passive
        positif,positive/négatif,négative
        fort,forte/faible chaud,chaude/froid,froide long,longue/court,courte""",
}


def _sides(text: str) -> Mapping[str, tuple[int, int]]:
    """Group and side of each word."""
    return types.MappingProxyType(
        {
            word: (group, side)
            for group, pair in enumerate(text.casefold().split())
            for side, words in enumerate(pair.split("/"))
            for word in words.split(",")
        }
    )


OPPOSITES = types.MappingProxyType({name: _sides(text) for name, text in _OPPOSITES.items()})
"""Word to a group of opposites and its side there: another side of the same group denies it."""
