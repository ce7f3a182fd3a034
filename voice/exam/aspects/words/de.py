"""How parts of a task sound in German; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

from voice.exam.model.bank import Aspect

SIGNALS: Mapping[Aspect, str] = {
    "names": r"""
        es (?:ist|war)|das (?:ist|war)
        |ich (?:bin|war|wohne|lebe|hab|habe|arbeite|mache|studiere|lerne)|wir (?:haben|wohnen)
        |wollte|heißt|nennt|am liebsten|vor allem|meistens|eigentlich|und zwar""",
    "describes": r"""
        es gibt|gibt's|gab es|es ist|sie ist|er ist|ist (?:sehr|ziemlich|ganz|so|klein|groß)
        |war (?:sehr|ziemlich|ganz|so)|hat|hatte|haben|sieht|sah|riecht|roch|voller|aus holz|immer
        |rundherum|im moment|jetzt|dort|zimmer|muss ich|besteht|damals""",
    "where": r"""
        in (?:der|einem|einer|meinem|meiner|den)|im|am|an (?:der|einem|einer)
        |auf (?:dem|der|einem|einer|meinem)|neben|hinter|über|unter|vor (?:dem|der)|zwischen
        |zu hause|daheim|bei (?:uns|mir)|dort|wo""",
    "when": r"""
        jeden?|jede|immer|nie|oft|manchmal|selten|meistens|einmal|zweimal|täglich|wenn|seit
        |vor \w+ (?:jahren?|monaten?|wochen?|tagen?)|minuten?|stunden?|tage?n?|wochen?|monaten?
        |jahren?|jahr|morgens|abends|mittags|nachts|sonntags?|samstags?|montags?|freitags?
        |wochenende|\w*nachmittags?|um \w+ uhr|uhr|als ich|damals|bald|später
        |im (?:herbst|sommer|winter|frühling)|geburtstag|weihnachten""",
    "reason": r"""
        weil|denn|da (?:ich|es|man|sie|wir|er|kann)|deshalb|deswegen|darum|daher|damit|sonst
        |der grund|ein grund|liegt daran|aus \w+ grund|schließlich|nämlich|so \w+,? dass|um \w+ zu
        |ich (?:mag|liebe|brauche?|brauch|will|wollte|fühl|fühle|fand)|gefällt|gefiel|wichtig|spart
        |vorteil|das beste|man kann|kann ich|ja|eben|halt|freut|verbindet|wegen|dank""",
    "example": r"""
        zum beispiel|beispielsweise|etwa|z\. ?b\.|einmal|neulich|letzte[ns]?|letztes
        |bei (?:uns|mir|meiner|meinem)
        |meine? (?:oma|opa|mutter|vater|schwester|bruder|freund\w*|tochter|sohn|nachbar\w*|chef\w*
        |kolleg\w*|großeltern|eltern|tante|onkel|frau|mann)|ich (?:kenne|kannte|selbst)|als ich
        |gestern|damals|bei der|im fall|denken sie|nehmen wir|hab ich|ich hatte|ich war|selber""",
    "opinion": r"""
        ich (?:finde|find|denke|glaube|glaub|meine|halte|würde|bin (?:für|gegen|dafür|dagegen|der
        |überzeugt|mir|froh)|kann|sehe|mag|hoffe|stimme)|meiner (?:meinung|ansicht)|meines erachtens
        |aus (?:meiner|heutiger) sicht|für mich|grundsätzlich|ehrlich gesagt|es kommt darauf an
        |kommt drauf an|hängt (?:davon|ab)|im nachhinein|rückblickend|heute|auf jeden fall|natürlich
        |klar|nein|ja|sollte[ns]?|lieber|besser|am liebsten|wichtig|gut|schlecht|schlimm|schade
        |bin überzeugt""",
    "compares": r"""
        während|als|dagegen|im gegensatz|im vergleich|mehr|weniger|früher|heute|damals|heutzutage
        |jetzt|inzwischen|mittlerweile|anders|unterschied\w*|genauso|beide|statt|eher|aber
        |am wochenende|sonst|zwar|schneller|besser|computer|einerseits|andererseits""",
    "other_side": r"""
        aber|allerdings|jedoch|doch|andererseits|dagegen|trotzdem|obwohl|auch wenn|zwar|nur
        |nicht (?:immer|jeder|alle|alles|nur)|außer|ausnahme|nachteil|problem|schwierig|schwer
        |gefahr|grenze|leider|manchmal|manche|zugleich|gleichzeitig|zu (?:teuer|wenig|viel|groß)
        |kein\w*|fehlt|schadet|schaden|spricht|angst""",
    "condition": r"""
        wenn|falls|sofern|solange|nur|vorausgesetzt|kommt (?:darauf|drauf) an|hängt|ob|es sei denn
        |bedingung|erst|außer|grenze|bei""",
    "result": r"""
        dann|also|so ?dass|deshalb|dadurch|führt|führte|folge|ergebnis|am ende|schließlich|letztlich
        |inzwischen|heute|seitdem|zum glück|daraus|damit|könnte[ns]?|würde[ns]?|wäre[ns]?|bedeutet
        |geworden|wird|werden|macht|machen|bleibt|bleiben|immer (?:mehr|weniger)|gelernt|statt
        |stattdessen""",
    "experience": r"""
        war|waren|hatte|hatten|habe|hab|haben|hat|bin|ging|kam|wurde|wollte|konnte|musste|sagte
        |dachte|gab|ist|sind|ge\w{3,}(?:t|en)|plötzlich|leider|dann|einmal|eines tages|als
        |damals""",
    "habit": r"""
        immer|meistens|oft|manchmal|nie|jeden|jede|normalerweise|gewöhnlich|in der regel|eigentlich
        |morgens|abends|dann|danach|zuerst|wenn|am (?:wochenende|morgen|abend)
        |ich (?:gehe|geh|esse|trinke|mache|mach|spiele|lese|höre|schaue|schau|koche|treffe|kaufe
        |rufe|ruf|ziehe|leg|lege|steh)|wir""",
    "plan": r"""
        will|wollen|wollte[n]?|werde|werden|möchte[n]?|vorhabe?|vor|plan|geplant|später|nächste[sn]?
        |bald|eines tages|sollte|würde gern|ziel|hoffe""",
    "imagines": r"""
        würde[n]?|wäre[n]?|könnte[n]?|hätte[n]?|müsste[n]?|sollte[n]?|vielleicht|wahrscheinlich
        |vermutlich|wohl|stell\w*|wenn|bestimmt|gäbe|käme[n]?""",
    "advises": r"""
        sollte[n]?|könnte[n]?|müsste[n]?|muss|man (?:muss|kann|darf)|besser (?:wäre|ist)|am besten
        |sinnvoll|lösung|vorschlag|empfehle[n]?|rat|geraten|würde|wäre|ließe|statt
        |es (?:hilft|braucht|reicht)|leichter|wenn (?:man|wir|die)|warum nicht|dann""",
    "defines": r"""
        bedeutet|heißt|versteh\w*|bezeichnet|ist (?:ein|eine|der|die|das|wenn)|meine damit
        |damit meine|definier\w*|definition|das heißt|nennt man|gemeint|nämlich|im sinne""",
    "method": r"""
        indem|zuerst|zunächst|dann|danach|schließlich|schritt
        |ich (?:habe|hab|nehme|nutze|benutze|versuche|übe|lese|höre|schaue|lerne|spreche|rede)
        |mit (?:hilfe|einer|einem|der|dem)|jeden (?:tag|abend|morgen)|durch|gezeigt|erklärt|einfach
        |geübt|app|kurs|also""",
    "evidence": r"""
        zeigt|zeigen|gezeigt|gefunden|gemessen|daten|ergebnis\w*|weil|getestet|laut|beruht|quelle\w*
        |studie\w*|versuch\w*|interview\w*|umfrage|stichprobe|prozent|belegt|beleg|geprüft
        |beobachtet|verglichen""",
}

WORDS: Mapping[str, str] = {
    "evasions": r"""
        keine ahnung|weiß (?:ich )?(?:gar |auch )?nicht|weiß es nicht
        |fällt mir (?:leider )?(?:gar |jetzt )?(?:nichts|nix)
        |(?:gute|schwierige|interessante|schwere) frage|schwer zu sagen|man kann das so oder so
        |viel sagen|schwieriges thema|verschiedene meinungen|da muss ich überlegen
        |nie darüber nachgedacht""",
    "asks": r"""
        (?:können|könnten) sie|meinen sie|wie bitte|möchten sie|wollen sie
        |noch einmal wiederholen""",
    "stances": r"""
        ich (?:finde|find|denke|glaube|glaub|meine|mag|bin (?:für|gegen|dafür|dagegen)
        |\w+ (?:lieber|am liebsten|gern))|lieber|am liebsten|meiner (?:meinung|ansicht)|für mich|ja
        |nein|nicht|kommt (?:darauf|drauf) an""",
    "self": r"ich|mir|mich|meine?[mnrs]?|wir|uns|unsere?[mnrs]?",
    "vague": """
        alle also antwort beispiel ding dinge eigentlich einfach finden frage geht gibt groß
        große grund gründe gut heute hm immer interessant ja jeder klein kleine kommt land
        leider leute länder machen manchmal meinung meinungen mensch menschen natürlich nein
        nie oft person sache sachen sagen schlecht schwer schwierig schön thema verschieden
        verschiedene viel viele vielleicht welt wichtig wirklich wissen äh ähm""",
}
