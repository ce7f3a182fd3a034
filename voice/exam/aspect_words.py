"""Words by which one hears that a part of a task is being addressed, by language.

The patterns are regular expressions for casefolded text, without the borders of words that
`_compiled` puts around them. They are signals, not proof: "because" alone gives no reason, and a
reason may be given without it.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping

from voice.exam.bank import Aspect

_HAN = frozenset({"zh"})


def _compiled(pattern: str, language: str) -> re.Pattern[str]:
    """The pattern between borders of words, which Chinese has none of."""
    joined = re.sub(r"\n\s*", "", pattern)
    return re.compile(joined if language in _HAN else rf"(?<!\w)(?:{joined})(?!\w)")


def _by_language(table: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    return types.MappingProxyType(
        {language: _compiled(pattern, language) for language, pattern in table.items()}
    )


_SIGNALS: Mapping[str, Mapping[Aspect, str]] = {
    "en": {
        "names": r"""i'd say|it's|it is|it was|i'm an?|i am an?|there's|called|my favou?rite|i used to
            |i taught myself|i learned to|i want to talk about|i would like to talk about
            |the thing is|mostly|usually|i take|i go by|probably|definitely""",
        "describes": r"""there(?:'s| is| are| was| were)|it has|it's got|it(?:'s| is| was) (?:quite|very|so|really|a bit|pretty|rather|just)
            |we've got|i've got|we have|looks?|smells?|sounds?|huge|tiny|full of|made of|consists?
            |always|usually|at the moment|right now|as things stand|on the way""",
        "where": r"""in the|at the|on the|on my|in my|next to|near|behind|above|below|under|underneath|opposite
            |between|outside|upstairs|downstairs|in front of|at home|shelf|drawer|corner|where""",
        "when": r"""every|always|never|usually|often|sometimes|seldom|rarely|hardly|ever|once|twice|daily|whenever|when
            |minutes?|hours?|days?|weeks?|months?|years?|since|for \w+ years|ago|next (?:week|month|year|summer|spring|autumn)
            |mornings?|evenings?|weekends?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?
            |kilomet(?:re|er)s?|miles?|far|soon|until|it depends""",
        "reason": r"""because|'?cause|since|so that|so \w+ that|that's why|which is why|the reason|due to|thanks to|otherwise
            |which means|means that|in order to|therefore|the (?:best|good|nice|main) thing|what i (?:like|love|enjoy|hate)
            |advantage|makes (?:me|you|us|it|them)|i (?:just |really |simply )?(?:love|like|enjoy|hate|need|want(?:ed)?)(?: it| to)?
            |saves?|i'm (?:quite |so |very )?(?:happy|fond)|grown fond|as (?:i|it|you|we|they|there)|if (?:i|it|you|we|they|the|there)
            |without|i (?:guess|suppose)|put it down to|helps?|worked|can|cheaper|easier|fun|draws? me|attracts? me""",
        "example": r"""for example|for instance|such as|like when|once|i remember|i (?:know|knew) (?:someone|somebody|a|an|people)
            |take|think of|last (?:week|month|year|summer|winter|spring|autumn|march|night|time|saturday)|when i|when my|a friend of mine|friends? of mine
            |my (?:own|old|brother|sister|mother|father|mum|dad|uncle|aunt|cousin|friend|neighbour|boss|son|daughter|colleague|grand\w+|gran\w*|teacher|flatmate|\w+ teacher)
            |in my (?:class|school|company|street|block|case|country)|we had|i once|i had|i've been|yesterday|whenever|every time|these days i""",
        "opinion": r"""i (?:would |'d )?(?:think|believe|say|feel|reckon|find|suppose|prefer|agree|disagree|doubt|guess|hope|trust|subscribe)
            |i'd (?:rather|say|prefer|love|like|hinge)|i would (?:rather|say|prefer|love|like|not)|in my (?:opinion|view|eyes|experience)|to my mind|for me|personally
            |i'm (?:for|against|convinced|sure|not sure|inclined|glad|in favour|happy)|i am (?:for|against|convinced|sure)|it depends|it hinges|to be honest|honestly
            |looking back|in retrospect|in hindsight|today i|now i|i don't (?:think|agree|believe)|definitely|certainly|of course|should|have to|must
            |most(?:ly)? (?:important|true)|the (?:main|most) \w+|first of all|best|better|miss|regret|i like|i love|i hate|true""",
        "compares": r"""whereas|while|than|compared|more|less|used to|in the past|back then|in those days|at the time|nowadays|these days|today
            |now|as a (?:child|kid|boy|girl|pupil|teenager)|when i was|used to be|different|unlike|in contrast|both|instead
            |years ago|earlier|formerly|generations?|(?:my|our) (?:parents|grandparents|grandmother|grandfather)|then|only|online|at school""",
        "other_side": r"""but|however|on the other hand|although|though|even if|despite|in spite of|yet|still|that said|admittedly|granted
            |except|unless|not (?:only|always|everyone|everybody|enough)|alone|can't|cannot|couldn't|won't do|never|too|danger|drawback|disadvantage|downside
            |problem|risk|limit\w*|depends?|hinges|harder|hardest|difficult|trouble|underestimated|also|as well|at the same time|the thing is|so far|afraid|scared""",
        "condition": r"""if|when|unless|provided|as long as|only|it depends|depends on|whether|in case|except|otherwise|needs?|with (?:my|older|old|friends)|for (?:work|important)""",
        "result": r"""so|then|as a result|as a consequence|therefore|that way|because of that|led to|leads? to|ended up|in the end|finally|eventually|turned out
            |makes? (?:me|you|us|it|people|them)|it would|would be|could|wouldn't|afterwards|since then|luckily|instead|which means|we'd|i'd|they'd
            |consequences?|until|without|lose|lost|gone|helps? me|feel|no longer|more and more""",
        "experience": r"""was|were|had|did|didn't|went|came|got|took|gave|saw|said|told|thought|felt|found|made|began|started|broke|lost|fell|\w{3,}ed|used to
            |suddenly|unfortunately|then|one day|ate|bought|couldn't|cried|laughed""",
        "habit": r"""usually|always|often|sometimes|never|every|most(?:ly)?|normally|in the (?:morning|afternoon|evening)|after that|then|later|first|at night
            |these days|nowadays|now|today|still|hardly|i (?:get up|go|eat|cook|watch|play|meet|read|like|love|prefer|make|have)|we (?:go|have|eat|cook|meet|play|watch|drive)
            |no longer|on saturdays?|at weekends?|tend to|i'd happily""",
        "plan": r"""want(?:ed)? to|going to|gonna|plan(?:ned|s)?|i'll|we'll|will|would like to|hope|intend(?:ed)?|supposed to|idea was|arranged|booked|tickets?|meant to|next|one day|aim""",
        "imagines": r"""would|'d|could|might|may|must|maybe|perhaps|probably|imagine|guess|suppose|if|should|wish|seems?|in my head|i think|turn(?:ed)? into|become""",
        "advises": r"""should|shouldn't|could|ought|must|have to|has to|need(?:s)? to|let's|better to|best to|recommend|advise[ds]?|advice|told me|said|warned|perfect for|would help|might help
            |what helps|why not|we need|there (?:should|ought)|i'd (?:be in favour|recommend|tell|make|force|tax|ban)|i would|try|if (?:we|you|people)|that's why|so when|if you|anyone who|bring that back""",
        "defines": r"""means?|meaning|is (?:an?|the|when|called|defined|understood)|refers? to|stands? for|describes?|by (?:that|this|which) i mean|in other words|define|definition|that is|i understand|called|namely|in the sense""",
        "method": r"""by \w+ing|first|then|next|after that|finally|step|i (?:used|tried|try|watch|watched|practi[sc]ed?|read|listen|learn|learned|bought|began|started|took|put|made|copied|worked|collected|measured|compared|analy[sz]ed|interviewed|built|tested|asked|talk|speak|write|repeat)
            |she|he|showed|drew|explained|compared|let me|every (?:day|evening|night|morning|week)|with (?:a|an|the|cards|videos|coins)|what helps|we (?:used|measured|compared|built|tested|played)|using|step by step|app""",
        "evidence": r"""shows?|showed|found|measured|data|results?|because|tested|according to|based on|sources?|studies|study|experiments?|interviews?|survey|sample|significant|per ?cent|figures?|evidence|checked|cited?|quoted?|reported|observed|compared|replicated|statistics?""",
    },
    "de": {
        "names": r"""es (?:ist|war)|das (?:ist|war)|ich (?:bin|war|wohne|lebe|hab|habe|arbeite|mache|studiere|lerne)|wir (?:haben|wohnen)|wollte|heißt|nennt|am liebsten|vor allem|meistens|eigentlich|und zwar""",
        "describes": r"""es gibt|gibt's|gab es|es ist|sie ist|er ist|ist (?:sehr|ziemlich|ganz|so|klein|groß)|war (?:sehr|ziemlich|ganz|so)|hat|hatte|haben|sieht|sah|riecht|roch|voller|aus holz|immer|rundherum|im moment|jetzt|dort|zimmer|muss ich|besteht|damals""",
        "where": r"""in (?:der|einem|einer|meinem|meiner|den)|im|am|an (?:der|einem|einer)|auf (?:dem|der|einem|einer|meinem)|neben|hinter|über|unter|vor (?:dem|der)|zwischen|zu hause|daheim|bei (?:uns|mir)|dort|wo""",
        "when": r"""jeden?|jede|immer|nie|oft|manchmal|selten|meistens|einmal|zweimal|täglich|wenn|seit|vor \w+ (?:jahren?|monaten?|wochen?|tagen?)|minuten?|stunden?|tage?n?|wochen?|monaten?|jahren?|jahr|morgens|abends|mittags|nachts|sonntags?|samstags?|montags?|freitags?|wochenende|\w*nachmittags?|um \w+ uhr|uhr|als ich|damals|bald|später|im (?:herbst|sommer|winter|frühling)|geburtstag|weihnachten""",
        "reason": r"""weil|denn|da (?:ich|es|man|sie|wir|er|kann)|deshalb|deswegen|darum|daher|damit|sonst|der grund|ein grund|liegt daran|aus \w+ grund|schließlich|nämlich|so \w+,? dass|um \w+ zu|ich (?:mag|liebe|brauche?|brauch|will|wollte|fühl|fühle|fand)|gefällt|gefiel|wichtig|spart|vorteil|gewinn|schon weil|das beste|man kann|kann ich|ja|eben|halt|fasziniert|faszinierten|freut|verbindet|wegen|dank""",
        "example": r"""zum beispiel|beispielsweise|etwa|z\. ?b\.|einmal|neulich|letzte[ns]?|letztes|bei (?:uns|mir|meiner|meinem)|meine? (?:oma|opa|mutter|vater|schwester|bruder|freund\w*|tochter|sohn|nachbar\w*|chef\w*|kolleg\w*|großeltern|eltern|tante|onkel|frau|mann)|ich (?:kenne|kannte|selbst)|als ich|in (?:gent|finnland|wien|berlin|münchen|der schweiz|holland)|gestern|damals|bei der|im fall|denken sie|nehmen wir|hab ich|ich hatte|ich war|selber""",
        "opinion": r"""ich (?:finde|find|denke|glaube|glaub|meine|halte|würde|bin (?:für|gegen|dafür|dagegen|der|überzeugt|mir|froh)|kann|sehe|mag|hoffe|befürworte|stimme)|meiner (?:meinung|ansicht)|meines erachtens|aus (?:meiner|heutiger) sicht|für mich|grundsätzlich|ehrlich gesagt|es kommt darauf an|kommt drauf an|hängt (?:davon|ab)|im nachhinein|rückblickend|heute|auf jeden fall|natürlich|klar|nein|ja|sollte[ns]?|lieber|besser|am liebsten|wichtig|gut|schlecht|schlimm|schade|bin überzeugt|das lässt sich""",
        "compares": r"""während|als|dagegen|im gegensatz|im vergleich|mehr|weniger|früher|heute|damals|heutzutage|jetzt|inzwischen|mittlerweile|anders|unterschied\w*|genauso|beide|statt|eher|aber|am wochenende|sonst|zwar|schneller|besser|computer|einerseits|andererseits""",
        "other_side": r"""aber|allerdings|jedoch|doch|andererseits|dagegen|trotzdem|obwohl|auch wenn|zwar|nur|nicht (?:immer|jeder|alle|alles|nur)|außer|ausnahme|nachteil|problem|schwierig|schwer|gefahr|grenze|leider|manchmal|manche|zugleich|gleichzeitig|einwand|verlangt|ungerecht|blöd|zu (?:teuer|wenig|viel|groß)|kein\w*|fehlt|schadet|schaden|spricht|angst""",
        "condition": r"""wenn|falls|sofern|solange|nur|vorausgesetzt|kommt (?:darauf|drauf) an|hängt|ob|es sei denn|bedingung|erst|außer|grenze|bei""",
        "result": r"""dann|also|so ?dass|deshalb|dadurch|führt|führte|folge|ergebnis|am ende|schließlich|letztlich|inzwischen|heute|seitdem|zum glück|daraus|damit|könnte[ns]?|würde[ns]?|wäre[ns]?|bedeutet|geworden|wird|werden|macht|machen|bleibt|bleiben|verschwindet|stehen leer|immer (?:mehr|weniger)|gelernt|statt|stattdessen""",
        "experience": r"""war|waren|hatte|hatten|habe|hab|haben|hat|bin|ging|kam|wurde|wollte|konnte|musste|sagte|dachte|gab|ist|sind|ge\w{3,}(?:t|en)|plötzlich|leider|dann|einmal|eines tages|als|damals""",
        "habit": r"""immer|meistens|oft|manchmal|nie|jeden|jede|normalerweise|gewöhnlich|in der regel|eigentlich|morgens|abends|dann|danach|zuerst|wenn|am (?:wochenende|morgen|abend)|ich (?:gehe|geh|esse|trinke|mache|mach|spiele|lese|höre|schaue|schau|koche|treffe|kaufe|rufe|ruf|ziehe|leg|lege|steh)|wir""",
        "plan": r"""will|wollen|wollte[n]?|werde|werden|möchte[n]?|vorhabe?|vor|plan|geplant|später|nächste[sn]?|bald|eines tages|sollte|würde gern|ziel|hoffe""",
        "imagines": r"""würde[n]?|wäre[n]?|könnte[n]?|hätte[n]?|müsste[n]?|sollte[n]?|vielleicht|wahrscheinlich|vermutlich|wohl|stell\w*|wenn|bestimmt|ließe|gäbe|käme[n]?""",
        "advises": r"""sollte[n]?|könnte[n]?|müsste[n]?|muss|man (?:muss|kann|darf)|besser (?:wäre|ist)|am besten|sinnvoll|lösung|vorschlag|empfehle[n]?|rat|geraten|würde|wäre|ließe|statt|es (?:hilft|braucht|reicht)|leichter|wenn (?:man|wir|die)|warum nicht|dann""",
        "defines": r"""bedeutet|heißt|versteh\w*|bezeichnet|ist (?:ein|eine|der|die|das|wenn)|meine damit|damit meine|definier\w*|definition|das heißt|nennt man|gemeint|nämlich|im sinne""",
        "method": r"""indem|zuerst|zunächst|dann|danach|schließlich|schritt|ich (?:habe|hab|nehme|nutze|benutze|versuche|übe|lese|höre|schaue|lerne|spreche|rede)|mit (?:hilfe|einer|einem|der|dem|videos)|jeden (?:tag|abend|morgen)|durch|gezeigt|erklärt|einfach|gegangen|gezogen|geübt|bin|app|kurs|also""",
        "evidence": r"""zeigt|zeigen|gezeigt|gefunden|gemessen|daten|ergebnis\w*|weil|getestet|laut|beruht|quelle\w*|studie\w*|versuch\w*|interview\w*|umfrage|stichprobe|prozent|belegt|beleg|geprüft|beobachtet|verglichen""",
    },
    "fr": {
        "names": r"""c'est|c'était|j'ai|je (?:suis|fais|voudrais|veux|prends|travaille)|on a|nous avons|il s'agit|il s'appelle|elle s'appelle|j'habite|je vis|on vit|je loue|surtout|plutôt|j'en ferais|une?""",
        "describes": r"""il y a|y a|il y avait|il y aurait|c'est|c'était|elle est|il est|avec|très|assez|plutôt|petite?s?|grande?s?|immense|minuscule|plein de|on y voit|on voit|on entend|donne sur|ressemble|porte|toujours|consiste|tout|partout|serait|seraient|en ce moment""",
        "where": r"""dans (?:un|une|le|la|les|mon|ma)|à (?:la|côté|paris|lyon|l'|dix)|au|aux|sur (?:la|le|une?)|en face|près|derrière|devant|sous|entre|chez|là-bas|où|à la maison|au bord|au coin|se trouve""",
        "when": r"""tous les|toutes les|chaque|toujours|jamais|souvent|parfois|rarement|d'habitude|depuis|il y a|quand|vers|heures?|minutes?|jours?|semaines?|mois|ans?|années?|matins?|soirs?|dimanches?|samedis?|lundis?|noël|été|hiver|fois|plus tard|bientôt|à \w+ ans|l'année""",
        "reason": r"""parce qu[e']?|car|puisqu[e']?|comme|pour que|c'est pour ça|c'est pourquoi|la raison|une des raisons|grâce à|à cause|sinon|du coup|donc|afin|tellement|l'avantage|le mieux|ce qui (?:me|m')|ce que j'aime|j'(?:aime|adore|ai besoin|avais|ai peur)|je (?:n'aime|déteste|trouve|suis quelqu'un|m'y)|ça (?:me|m'|coûte|évite|permet|repose)|ne serait-ce que|dans la mesure|évite|permet|vient de|besoin|envie|si bien|sinon|on (?:peut|se|avance)|personne|des fois|peur""",
        "example": r"""par exemple|comme quand|une fois|notamment|un jour|la semaine dernière|le mois dernier|l'année dernière|cet été|samedi|hier|je me souviens|je connais|j'ai (?:connu|vu|lu|trouvé|déniché|grandi|passé|dit|laissé|acheté)|moi,? (?:j'|je|par)|mon (?:frère|père|fils|ami|copain|oncle|cousin|voisin|grand-père|meilleur|bureau)|ma (?:mère|sœur|fille|copine|voisine|cousine|tante|grand-mère)|une? (?:copine|copain|amie?|collègue)|quand j'|lorsqu[e']?|chez (?:nous|moi)|prenez|à (?:venise|lyon|paris)|j'en parle d'expérience""",
        "opinion": r"""je (?:pense|crois|trouve|dirais|préfère|suis (?:pour|contre|d'accord|plutôt|convaincue?|sûre?)|ne (?:pense|crois|suis)|serais|pourrais|regrette|referais)|à mon avis|selon moi|pour moi|d'après moi|franchement|honnêtement|personnellement|ça dépend|cela dépend|tout dépend|j'aime(?:rais)?|il (?:faut|vaut)|faut|vaut mieux|c'est (?:une? (?:bonne|mauvaise)|mieux|bien|dommage|plutôt|clairement)|bien sûr|clairement|sans hésiter|oui|non|d'accord|me (?:paraît|semble)|j'ai le sentiment|mieux|maintenant|aujourd'hui|avec le recul|moi""",
        "compares": r"""tandis que|alors que|plus|moins|que|autrefois|avant|aujourd'hui|maintenant|à l'époque|de nos jours|par rapport|contrairement|en revanche|différent\w*|les deux|autant|mieux|quand j'étais|jadis|par contre|plutôt|d'un côté""",
        "other_side": r"""mais|cependant|pourtant|toutefois|par contre|en revanche|d'un autre côté|d'accord|certes|même si|bien que|sauf|le problème|problème|inconvénient|limites?|danger|risque|difficile|seulement|après|bon|trop|ne (?:peut|peuvent|faut) pas|à force|malheureusement|pas (?:toujours|tous|assez)|c'est vrai|quand même|ferment|ennuie""",
        "condition": r"""si|quand|à condition|pourvu|tant que|sauf|à moins|ça dépend|cela dépend|tout dépend|seulement|uniquement|en cas|lorsqu[e']?|passé|selon|dans ce cas|là""",
        "result": r"""alors|donc|du coup|finalement|enfin|résultat|conséquence|c'est pour|ça (?:fait|donne|rend|me)|cela (?:fait|me)|depuis|ensuite|heureusement|au final|à la fin|si bien|ainsi|serait|pourrait|gardé|reste|retiens|retenu|restée?|appris|détruit|abîme|disparaît""",
        "experience": r"""j'ai|je suis|on a|nous avons|c'était|j'étais|il y avait|était|étaient|avait|avaient|a|ont|ai|est|s'est|sommes|fut|\w{2,}ais|\w{2,}ait|\w{2,}aient|soudain|tout à coup|tout d'un coup|un jour|puis|malheureusement|quand""",
        "habit": r"""toujours|souvent|d'habitude|en général|parfois|jamais|tous les|chaque|le (?:matin|soir|samedi|dimanche)|l'après-midi|ensuite|après|puis|d'abord|on (?:mange|va|fait|regarde|joue)|je (?:me lève|mange|fais|vais|joue|lis|regarde|prends|traîne|prépare|dors)|encore|maintenant""",
        "plan": r"""je (?:vais|veux|voulais|voudrais|compte|pense)|on (?:va|voulait|allait)|nous (?:voulions|allions)|j'(?:allais|aimerais|espère)|plus tard|bientôt|prochaine?|projet|prévu|partais|me rendais|était|un jour|futur""",
        "imagines": r"""serait|seraient|aurait|pourrait|pourrais|\w{2,}rais|\w{2,}rait|\w{2,}raient|peut-être|sans doute|probablement|imagine|si|j'aimerais|il faudrait|doit""",
        "advises": r"""il (?:faut|faudrait|vaut mieux|vaudrait mieux|suffit)|on (?:devrait|pourrait|doit|peut)|devrait|devraient|pourrait|il vaudrait|mieux|conseille\w*|recommande\w*|solution|pourquoi pas|système|ce qui aide|essayer|serait|semblerait|l'idéal|si (?:on|les|tout)|peuvent|faut""",
        "defines": r"""veut dire|signifie|c'est-à-dire|désigne|s'agit|définition|définis|j'entends|on appelle|autrement dit|c'est (?:un|une|le|la|quand)|au sens|correspond""",
        "method": r"""en \w+ant|d'abord|ensuite|puis|après|enfin|étape|je (?:regarde|lis|écoute|parle|prends|fais|répète|suis|note)|j'ai (?:pris|utilisé|commencé|appris|fait|mesuré|comparé)|avec (?:un|une|des|mon|ma)|tous les jours|grâce à|à l'aide|on (?:a|se)|application|cours|rencontrés?|rencontrées?|connais|connaissance|connue?""",
        "evidence": r"""montre\w*|trouvé|mesuré|données|résultats?|parce que|testé|selon|d'après|repose|sources?|études?|expériences?|entretiens?|enquête|échantillon|pour cent|preuves?|vérifié|observé|comparé""",
    },
    "es": {
        "names": r"""es|era|soy|tengo|vivo|se llama|hay|lo que más|sobre todo""",
        "describes": r"""hay|había|es (?:muy|bastante|un poco)|tiene|tenía|está|parece|huele|lleno|grande|pequeñ[oa]""",
        "where": r"""en (?:el|la|un|una|mi)|cerca|al lado|detrás|encima|debajo|entre|donde|allí""",
        "when": r"""cada|todos los|siempre|nunca|a veces|a menudo|desde|hace|cuando|minutos?|horas?|días?|semanas?|meses|años?|por la (?:mañana|tarde|noche)""",
        "reason": r"""porque|ya que|como|por eso|para que|gracias a|debido|si no|la razón|lo bueno|lo mejor|me (?:gusta|encanta|ayuda)|así que""",
        "example": r"""por ejemplo|una vez|como cuando|recuerdo|conozco|mi (?:hermano|hermana|madre|padre|amigo|amiga|jefe|vecino|vecina)|el (?:año|mes|verano) pasado|la semana pasada|ayer""",
        "opinion": r"""creo|pienso|opino|me parece|prefiero|en mi opinión|para mí|estoy (?:de acuerdo|a favor|en contra|seguro)|depende|debería|hay que|mejor""",
        "compares": r"""mientras que|más|menos|que|antes|ahora|hoy|en cambio|diferente|de niñ[oa]|cuando era|los dos""",
        "other_side": r"""pero|sin embargo|aunque|por otro lado|en cambio|problema|desventaja|límite|peligro|difícil|demasiado|excepto|no siempre""",
        "condition": r"""si|cuando|siempre que|a menos|depende|solo|con tal|excepto""",
        "result": r"""así que|entonces|por eso|al final|resultado|consecuencia|desde entonces|por suerte|sería|podría""",
        "experience": r"""fui|fue|era|estaba|tenía|había|hice|me (?:dio|dijo|pasó)|\w+(?:aba|ía|é|ó|aron|ieron)|de repente|un día""",
        "habit": r"""siempre|normalmente|a menudo|a veces|todos los|por la (?:mañana|tarde|noche)|suelo|luego|después|primero""",
        "plan": r"""quiero|quería|voy a|iba a|pienso|planeaba|me gustaría|próxim[oa]|espero""",
        "imagines": r"""\w+ría[ns]?|quizás?|tal vez|a lo mejor|probablemente|si|debe de|imagino""",
        "advises": r"""debería[ns]?|hay que|habría que|podría[ns]?|podríamos|mejor|recomiendo|aconsej\w+|dijo que|se puede""",
        "defines": r"""significa|quiere decir|se llama|es (?:un|una|el|la|cuando)|entiendo|es decir|definición""",
        "method": r"""primero|luego|después|paso|\w+(?:ando|iendo)|con (?:un|una)|usé|practico|veo|leo|todos los días|mediante""",
        "evidence": r"""muestra\w*|datos|resultados?|medí|según|estudios?|fuentes?|porque|por ciento|encuesta|prueba""",
    },
    "it": {
        "names": r"""è|era|sono|ho|abito|vivo|si chiama|c'è|soprattutto|di solito""",
        "describes": r"""c'è|ci sono|c'era|c'erano|è (?:molto|abbastanza|un po')|ha|aveva|sembra|profuma|pieno|piena|grande|piccol[oa]""",
        "where": r"""in|nel|nella|sul|sulla|vicino|accanto|dietro|sopra|sotto|tra|dove|lì|da(?:l|lla)""",
        "when": r"""ogni|tutti i|sempre|mai|spesso|a volte|da|fa|quando|minuti|ore|giorni|settimane|mesi|anni|la (?:mattina|sera)|il (?:sabato|weekend)""",
        "reason": r"""perché|poiché|dato che|siccome|quindi|così|grazie|altrimenti|la ragione|il motivo|il bello|mi (?:piace|aiuta)|per questo""",
        "example": r"""per esempio|ad esempio|una volta|come quando|ricordo|conosco|mi[oa] (?:fratello|sorella|madre|padre|amico|amica|capo|vicino|vicina)|l'anno scorso|la settimana scorsa|ieri""",
        "opinion": r"""credo|penso|secondo me|mi sembra|preferisco|per me|sono (?:d'accordo|a favore|contro|sicuro|convint[oa])|dipende|dovrebbe|bisogna|meglio""",
        "compares": r"""mentre|più|meno|che|prima|adesso|oggi|invece|diverso|da (?:bambino|bambina|piccolo|piccola)|quando ero|entrambi""",
        "other_side": r"""ma|però|tuttavia|anche se|d'altra parte|invece|problema|svantaggio|limite|pericolo|difficile|troppo|tranne|non sempre""",
        "condition": r"""se|quando|purché|a meno che|dipende|solo|a condizione|tranne""",
        "result": r"""così|allora|quindi|alla fine|risultato|conseguenza|da allora|per fortuna|sarebbe|potrebbe""",
        "experience": r"""ero|era|avevo|aveva|ho|abbiamo|sono|\w+(?:avo|ava|evo|eva|ivo|iva|ato|uto|ito)|all'improvviso|un giorno""",
        "habit": r"""sempre|di solito|spesso|a volte|ogni|la (?:mattina|sera)|poi|dopo|prima""",
        "plan": r"""voglio|volevo|vorrei|ho intenzione|pensavo|dovevo|prossim[oa]|spero|progetto""",
        "imagines": r"""\w+rei|\w+rebbe|\w+rebbero|forse|magari|probabilmente|se|immagino|dev'essere""",
        "advises": r"""dovrebbe|dovrebbero|bisogna|bisognerebbe|si (?:potrebbe|può|deve)|meglio|consiglio|consigli\w+|disse|ha detto""",
        "defines": r"""significa|vuol dire|si chiama|è (?:un|una|il|la|quando)|intendo|cioè|definizione""",
        "method": r"""prima|poi|dopo|passo|\w+(?:ando|endo)|con (?:un|una)|ho usato|guardo|leggo|ogni giorno|tramite""",
        "evidence": r"""mostra\w*|dati|risultat[oi]|misurato|secondo|studi|fonti|perché|per cento|sondaggio|prova""",
    },
    "pt": {
        "names": r"""é|era|sou|tenho|moro|vivo|chama-se|se chama|há|tem|sobretudo""",
        "describes": r"""há|tem|havia|tinha|é (?:muito|bastante|um pouco)|está|parece|cheira|cheio|cheia|grande|pequen[oa]""",
        "where": r"""em|no|na|num|numa|perto|ao lado|atrás|em cima|debaixo|entre|onde|lá|ali""",
        "when": r"""cada|todos os|sempre|nunca|às vezes|muitas vezes|desde|há|quando|minutos?|horas?|dias?|semanas?|meses|anos?|de (?:manhã|tarde|noite)""",
        "reason": r"""porque|já que|como|por isso|para que|graças|devido|senão|a razão|o bom|o melhor|gosto|ajuda|assim""",
        "example": r"""por exemplo|uma vez|como quando|lembro|conheço|(?:meu|minha) (?:irmão|irmã|mãe|pai|amig[oa]|chefe|vizinh[oa])|no ano passado|na semana passada|ontem""",
        "opinion": r"""acho|penso|creio|na minha opinião|para mim|prefiro|concordo|sou (?:a favor|contra)|depende|devia|deveria|é preciso|melhor""",
        "compares": r"""enquanto|mais|menos|do que|antes|agora|hoje|em vez|diferente|quando era|em criança|os dois""",
        "other_side": r"""mas|porém|no entanto|embora|por outro lado|problema|desvantagem|limite|perigo|difícil|demais|exceto|nem sempre""",
        "condition": r"""se|quando|desde que|a menos|depende|só|caso|exceto""",
        "result": r"""assim|então|por isso|no fim|resultado|consequência|desde então|por sorte|seria|poderia""",
        "experience": r"""fui|foi|era|estava|tinha|havia|fiz|\w+(?:ava|ia|ei|ou|aram|eram|iram)|de repente|um dia""",
        "habit": r"""sempre|normalmente|muitas vezes|às vezes|todos os|de (?:manhã|tarde|noite)|costumo|depois|primeiro""",
        "plan": r"""quero|queria|vou|ia|pretendo|planejava|gostaria|próxim[oa]|espero""",
        "imagines": r"""\w+ria|\w+riam|talvez|provavelmente|se|imagino|deve""",
        "advises": r"""devia|deveria\w*|é preciso|podia|poderia\w*|melhor|recomendo|aconselh\w+|disse""",
        "defines": r"""significa|quer dizer|chama-se|é (?:um|uma|o|a|quando)|entendo|ou seja|definição""",
        "method": r"""primeiro|depois|em seguida|passo|\w+(?:ando|endo|indo)|com (?:um|uma)|usei|vejo|leio|todos os dias|através""",
        "evidence": r"""mostra\w*|dados|resultados?|medi|segundo|estudos?|fontes?|porque|por cento|inquérito|prova""",
    },
    "zh": {
        "reason": """因为|所以|由于|为了|原因|这样|否则""",
        "example": """比如|例如|有一次|举个例子|像""",
        "opinion": """我觉得|我认为|我想|我同意|看情况|应该|更好|我更""",
        "compares": """比|以前|现在|小时候|而|不同|一样""",
        "other_side": """但是|不过|可是|然而|虽然|问题|缺点|困难|太""",
        "condition": """如果|要是|只有|只要|除非|看""",
        "result": """结果|所以|于是|最后|后来|就会|变得""",
        "experience": """了|过|当时|有一天|突然|以前""",
        "habit": """常常|经常|每天|总是|有时候|一般|平时""",
        "plan": """打算|想要|计划|将来|会|准备""",
        "imagines": """如果|可能|也许|要是|应该|大概""",
        "advises": """应该|可以|最好|必须|建议|需要""",
        "defines": """意思是|就是|指|定义|叫做""",
        "method": """先|然后|通过|用|方法|每天""",
        "evidence": """数据|结果|研究|调查|表明|显示|根据""",
        "describes": """有|是|很|像|周围""",
        "where": """在|旁边|附近|里|上面|下面""",
        "when": """每|小时|分钟|年|月|天|时候|从""",
        "names": """是|叫|我的|有""",
    },
}  # fmt: skip

SIGNALS: Mapping[str, Mapping[Aspect, re.Pattern[str]]] = types.MappingProxyType(
    {
        language: types.MappingProxyType(
            {aspect: _compiled(pattern, language) for aspect, pattern in table.items()}
        )
        for language, table in _SIGNALS.items()
    }
)
"""What a clause sounds like that does such a part of a task."""

EVASIONS = _by_language(
    {
        "en": r"i (?:really )?(?:don't|do not) (?:really )?(?:know|have an idea)|no idea|can't (?:remember|think of)"
        r"|nothing comes to mind|(?:that's|that is|it's|what) an? (?:very |really )?(?:good|big|interesting|difficult|hard|tough) question"
        r"|(?:hard|difficult|not easy) to (?:say|answer|choose)|many things one could|what to say|rather not talk|never thought about"
        r"|complicated topic|different people|everybody is different|i have to think",
        "de": r"keine ahnung|weiß (?:ich )?(?:gar |auch )?nicht|weiß es nicht|fällt mir (?:leider )?(?:gar |jetzt )?(?:nichts|nix)"
        r"|(?:gute|schwierige|interessante|schwere) frage|schwer zu sagen|man kann das so oder so|viel sagen|schwieriges thema|großes thema"
        r"|verschiedene meinungen|mal so,? mal so|wie bei jedem|da muss ich überlegen|nie darüber nachgedacht",
        "fr": r"(?:je )?(?:ne )?sais pas|aucune idée|pas d'idée|(?:bonne|difficile|grande) question|difficile à dire|je ne vois pas|personne en tête"
        r"|sujet (?:très )?(?:compliqué|difficile)|chacun (?:a )?son (?:opinion|avis)|plusieurs façons|peut-être pas|il faudrait y réfléchir|beaucoup de choses à dire"
        r"|rien ne me vient|jamais réfléchi",
        "es": r"no (?:lo )?sé|ni idea|no tengo ni idea|(?:buena|difícil) pregunta|difícil de decir|no se me ocurre|depende de cada",
        "it": r"non (?:lo )?so|nessuna idea|(?:bella|buona) domanda|difficile da dire|non mi viene in mente",
        "pt": r"não (?:sei|faço ideia)|(?:boa|difícil) pergunta|difícil dizer|não me ocorre|nenhuma ideia",
        "zh": "不知道|不清楚|没想过|很难说|想不出来|好问题",
    }
)
"""What is said in place of an answer."""

VAGUE = types.MappingProxyType(
    {
        language: frozenset(text.split())
        for language, text in {
            "en": """people person everybody everyone somebody someone question answer different various many
            lot lots thing things good bad nice great okay interesting important difficult easy topic subject
            opinion aspect aspects reason reasons example think know say guess suppose course actually
            really maybe perhaps well world country countries today always never often sometimes
            big small some others like hmm uh um er erm well believe find make go sorry certainly
            definitely probably exactly""",
            "de": """menschen mensch leute person jeder alle frage antwort verschieden verschiedene viele viel
            ding dinge sache sachen gut schlecht schön interessant wichtig schwierig schwer einfach
            thema meinung meinungen grund gründe beispiel finden sagen wissen eigentlich wirklich
            vielleicht natürlich welt land länder heute immer nie oft manchmal groß große kleine klein
            äh ähm hm ja nein also gibt geht machen kommt leider""",
            "fr": """gens personne personnes chacun monde question réponse différent différents différentes
            beaucoup chose choses bien bon bonne mauvais intéressant important difficile facile sujet
            opinion avis raison raisons exemple dire savoir vraiment peut-être sans doute pays
            aujourd'hui toujours jamais souvent parfois grand grande grandes petites petit petite
            euh ben voilà aller oui non certain certaines désolé""",
            "es": """gente persona personas pregunta respuesta diferente diferentes muchos muchas cosa cosas
            bueno malo interesante importante difícil fácil tema opinión razón ejemplo decir saber
            mundo país hoy siempre nunca eh pues bien""",
            "it": """gente persona persone domanda risposta diverso diversi molti molte cosa cose buono bello
            cattivo interessante importante difficile facile tema opinione ragione esempio dire sapere
            mondo paese oggi sempre mai eh beh bene""",
            "pt": """gente pessoa pessoas pergunta resposta diferente diferentes muitos muitas coisa coisas
            bom mau interessante importante difícil fácil tema opinião razão exemplo dizer saber
            mundo país hoje sempre nunca é pois bem""",
        }.items()
    }
)
"""Words that fit any subject: they say nothing of one's own."""

FIRST_PERSON = _by_language(
    {
        "en": r"i|i'\w+|me|my|mine|we|we'\w+|us|our|myself",
        "de": r"ich|mir|mich|meine?[mnrs]?|wir|uns|unsere?[mnrs]?",
        "fr": r"je|j'\w+|me|m'\w+|moi|mon|ma|mes|on|nous|notre|nos",
        "es": r"yo|me|mi|mis|mí|nos|nuestr[oa]s?|nosotros|soy|tengo|estoy|voy|fui|creo",
        "it": r"io|mi|mio|mia|miei|mie|noi|ci|nostr[oaie]|sono|ho|abbiamo|vado",
        "pt": r"eu|me|meu|minha|meus|minhas|nós|nos|noss[oa]s?|sou|tenho|estou|vou|acho",
        "zh": "我",
    }
)
"""Words with which one speaks of oneself."""

ASKS = _by_language(
    {
        "en": r"(?:could|can|would) you|do you mean|what (?:do you|exactly do you)|you want to know|please repeat|repeat the question",
        "de": r"(?:können|könnten) sie|meinen sie|wie bitte|möchten sie|wollen sie|noch einmal wiederholen",
        "fr": r"(?:pouvez|pourriez)-vous|vous pouvez|voulez-vous|qu'est-ce que vous|répéter la question",
        "es": r"¿?(?:puede|podría) (?:usted|repetir)|qué quiere decir",
        "it": r"(?:può|potrebbe) (?:ripetere|dire)|cosa intende",
        "pt": r"(?:pode|poderia) (?:repetir|dizer)|o que quer dizer",
        "zh": "请再说|什么意思|您是说",
    }
)
"""How one asks the examiner."""

STANCES = _by_language(
    {
        "en": r"i (?:would |'d )?(?:also |still |really |always |usually )?(?:think|believe|say|feel|find|prefer|agree|disagree|doubt|like|love|hate|rather)"
        r"|i'd (?:rather|say|prefer)|in my (?:opinion|view)|to my mind|for me|yes|no|not|never|i'm (?:for|against)|it depends|of course",
        "de": r"ich (?:finde|find|denke|glaube|glaub|meine|mag|bin (?:für|gegen|dafür|dagegen)|\w+ (?:lieber|am liebsten|gern))"
        r"|lieber|am liebsten|meiner (?:meinung|ansicht)|für mich|ja|nein|nicht|kommt (?:darauf|drauf) an",
        "fr": r"je (?:pense|crois|trouve|dirais|préfère|préférerais|suis (?:pour|contre|d'accord))|j'aime|à mon avis|selon moi|pour moi|oui|non|pas|ça dépend",
        "es": r"creo|pienso|prefiero|en mi opinión|para mí|me gusta|sí|no|depende",
        "it": r"credo|penso|preferisco|secondo me|per me|mi piace|sì|no|non|dipende",
        "pt": r"acho|penso|prefiro|na minha opinião|para mim|gosto|sim|não|depende",
        "zh": "我觉得|我认为|我喜欢|我更|是的|不|看情况",
    }
)
"""How one takes a stance, for which the words of the question are enough."""
