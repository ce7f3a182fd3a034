"""How commands are said in German; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fillers": "ah ahm eh ehm hm hmm mm mhm oh um uh also na tja",
    "courtesy": """
        entschuldigung|entschuldigen sie|verzeihung|okay|ok|gut|bitte|danke|vielen dank
        danke schon|ja gut|alles klar|in ordnung|hallo|guten tag|guten morgen|tut mir leid""",
    "leads": """
        bitte|konnen sie|konnten sie|konntest du|kannst du|wurden sie|wurdest du|kann ich|
        + wir konnen|konnte ich
        darf ich|konnen wir|durfte ich|ich mochte|ich wurde gern|ich wurde gerne|ich will|
        + okay|ok
        gut|also|und|entschuldigung|entschuldigen sie|verzeihung|lassen sie uns|lass uns|
        + mir|dann
        jetzt|ich glaube|nein|aber|vielleicht|hallo|ja|herr prufer|ich hatte gern|ich
        + brauche
        ich hatte gerne|geben sie mir|gib mir|haben sie|moment""",
    "tails": """
        bitte|danke|mir|jetzt|dann|haben|bekommen|kriegen|geben|mal|doch|machen|konnen
        moglich|okay|ok""",
    "asking": "entschuldigung|verzeihung|wie|was|bitte|wie bitte|hm",
    "q": "[die|diese|deine|ihre] [letzte|ganze] frage",
    "again": "noch einmal|nochmal|nochmals|noch mal|ein zweites mal",
    "repeat": """
        wiederholen [sie|wir] [bitte] [mir] [<q>|das|es] [bitte] [<again>]
        wiederhole [bitte] [<q>|das|es] [bitte] [<again>]
        [mir] [bitte] (<q>|das|es) [bitte] [<again>] [bitte] wiederholen|(<q>) [<again>]
        + vorlesen
        [mir] [bitte] (<q>|das|es) [bitte] (<again>) [bitte] (sagen|stellen|vorlesen)
        (sagen|stellen|lesen) [sie] [mir] [bitte] (<q>|das|es) [bitte] (<again>) [vor]
        (sag|stell|lies) [mir] [bitte] (<q>|das|es) [bitte] (<again>) [vor]
        [bitte] (<again>)|[bitte] <q> [bitte] (<again>)|wie bitte|wie war <q> [<again>|noch]
        was war <q>|wie lautet <q> [<again>]|wie lautete <q>|was haben sie [gerade] gesagt
        was hast du [gerade] gesagt|was haben sie gefragt|was hast du gefragt
        ich habe (<q>|das|sie|dich) [leider] nicht [ganz|richtig] (verstanden|gehort|
        + mitbekommen)
        das habe ich [leider] nicht [ganz|richtig] (verstanden|gehort|mitbekommen)
        ich verstehe <q> nicht|<q> <again> horen|(<again>) (<q>) [horen]|(<again>)
        + wiederholen""",
    "slowly": """
        [etwas|bisschen|ein bisschen|ein wenig|viel] langsamer|langsam bitte|bitte langsam
        (sprechen|reden|lesen|fragen) [sie] [bitte] [etwas|ein bisschen|ein wenig|viel]
        + langsamer
        (sprich|rede|lies) [bitte] [etwas|ein bisschen|ein wenig|viel] langsamer|nicht so
        + schnell
        [<q>|das|es] [bitte] [<again>] [etwas|ein bisschen|ein wenig] langsamer [<again>]
        + (sprechen|reden|wiederholen|sagen|lesen|vorlesen|stellen)
        [<again>] [bitte] [etwas|ein bisschen|ein wenig] langsamer|(sie sprechen|du
        + sprichst) zu schnell|das war [mir] zu schnell [fur mich]
        wiederholen sie [<q>|das|es] [bitte] [<again>] [etwas] langsamer""",
    "think": """
        (lassen sie|lass) mich [bitte] [kurz|mal|erst|einen moment|einen augenblick]
        + [daruber] (nachdenken|uberlegen)
        [nur] [noch] (einen|ein) [kleinen|kurzen] (moment|augenblick|momentchen)|moment|
        + augenblick
        moment mal|warten sie [kurz|einen moment|bitte]|warte [kurz|mal|einen moment]
        (einen|ein) (moment|augenblick) [zum (nachdenken|uberlegen)]
        [ich] [muss|will] [kurz|mal|erst|noch] [daruber] (nachdenken|uberlegen)
        ich (muss|mochte) [kurz|mal|erst|noch|da] [einen moment] [daruber] (nachdenken|
        + uberlegen)
        ich (uberlege|denke) [noch|kurz] [nach]|(kurz|etwas) (nachdenken|uberlegen)
        [ich brauche] [noch] [etwas|kurz|ein bisschen|mehr] (zeit|bedenkzeit) [zum
        + (nachdenken|uberlegen)]|eine (sekunde|minute) bitte|bitte eine (sekunde|minute)
        geben sie mir [bitte] [noch] (einen moment|etwas zeit|eine minute|eine sekunde)
        [da] (muss|mochte) ich [kurz|mal|erst|noch] [daruber] (nachdenken|uberlegen)""",
    "hint": """
        [noch] [ich brauche|ich mochte] [einen|ein|noch einen|den nachsten] [kleinen|
        + weiteren] (hinweis|tipp|tip)
        (helfen sie|hilf) mir [bitte|mal|weiter|kurz]|hilfe|[ich brauche] [etwas|ein
        + bisschen] hilfe
        (geben sie|gib|haben sie|hast du) [mir] [bitte] [noch] (einen|noch einen) [kleinen]
        + (hinweis|tipp|tip) [fur mich]
        [mir] [bitte] helfen""",
    "skip": """
        uberspringen [wir|sie] [bitte] [<q>|das|die|es]|[<q>|das|die|diese] [bitte]
        + uberspringen
        [die|zur|zu der] (nachste|nachsten) [frage]|[gehen wir|weiter|wir gehen] [bitte]
        + zur nachsten frage|[mit der] nachsten frage|eine andere frage [stellen]|ich passe|
        + passe
        [die frage|das] lassen wir [aus|weg]|ich uberspringe [<q>|das|die]|zur nachsten
        + [frage] gehen
        (<q>|die|das|diese) (mochte|wurde|will) ich [bitte|gern|gerne|lieber] (uberspringen|
        + auslassen)
        (<q>|die|das|diese) uberspringe ich [bitte|lieber]
        lassen sie uns zur nachsten frage gehen|<q> auslassen|spater (darauf zuruckkommen)""",
    "back": """
        [noch] [einmal] zuruck|[noch] [einmal] zuruck (zur|zu der) (letzten|vorigen|
        + vorherigen) frage
        [die] (vorige|vorherige) frage|(zur|zu der) (letzten|vorigen|vorherigen) frage
        + (zuruck|zuruckgehen|zuruckkehren)|(gehen wir|geh|gehen sie|wir gehen) [bitte] [noch
        + einmal] zuruck [zur (letzten|vorigen|vorherigen) frage]|zuruckgehen|eine frage
        + zuruck [gehen]|meine letzte antwort (andern|verbessern|korrigieren|erganzen)""",
    "pause": """
        pause|[eine] [kurze|kleine] pause [machen|einlegen]|[die] prufung [bitte] [kurz]
        + (pausieren|unterbrechen|anhalten)|(machen wir|mach) [bitte] [eine] [kurze] pause
        (pausieren|unterbrechen) [sie] [bitte] [kurz] [die prufung]|pausieren
        ich brauche [eine] [kurze] pause""",
    "resume": """
        weiter|weitermachen|fortfahren|fortsetzen|(machen|gehen) [wir|sie] weiter|mach
        + weiter
        es kann weitergehen|weiter gehts|[die] prufung fortsetzen|fahren sie fort|[ich bin]
        + [wieder] (bereit|soweit|so weit|da|zuruck am platz)|ich bin wieder da|es geht weiter
        (machen sie|macht) weiter|ich mochte (anfangen|beginnen)|weiter mit der prufung""",
    "time_left": """
        wie viel zeit [habe ich|haben wir|bleibt [mir|uns]|ist] [noch] [ubrig] [habe]|wie
        + viele minuten [habe ich|haben wir|bleiben [mir|uns]|sind es] [noch]|wieviel zeit
        + [habe ich|haben wir|bleibt [mir|uns]] [noch] [ubrig]|wie lange (habe ich|haben wir|
        + geht es|dauert es) noch [zeit]
        [die] restzeit|verbleibende zeit|wie viel zeit ist noch [ubrig]|wie lange noch
        [wie viel] zeit ubrig|habe ich noch zeit""",
    "done": """
        [ich] [bin] [jetzt|schon|damit] fertig [damit|jetzt]|[so] (das wars|das war es|das
        + war alles|das ist alles|wars|das ist meine antwort|das war meine antwort) [von mir|
        + dazu|schon]
        mehr (weiss ich|fallt mir) [dazu|daruber] nicht [ein|mehr]|mehr fallt mir [dazu]
        + nicht ein
        mehr habe ich [dazu] nicht [zu sagen]|ich habe (nichts mehr|dem nichts mehr) (zu
        + sagen|hinzuzufugen)|das ist alles was ich [dazu|daruber] (weiss|sagen kann)
        das war alles was ich [dazu|daruber] (weiss|sagen kann)|nichts weiter|ende der
        + antwort""",
    "stop": """
        stop|stopp|halt|aufhoren|abbrechen|beenden|[die|diese] (prufung|test) (beenden|
        + abbrechen|stoppen)|(beenden|stoppen) [sie|wir] [bitte] [die|diese] (prufung)|
        + brechen (sie|wir) [bitte] [die prufung] ab|horen (sie|wir) [bitte] auf|hor auf|
        + schluss|ich hore auf
        ich mochte (aufhoren|die prufung beenden|nicht mehr|nicht weitermachen)|ende der
        + prufung""",
    "answer": """
        (sagen sie|sag|geben sie|gib|verraten sie|verrate) mir [bitte] [doch] [einfach]
        + [mal] die [richtige] (antwort|losung)|(was|wie) (ist|ware|lautet) [denn] die
        + [richtige] (antwort|losung)|die (antwort|losung) bitte|[mir] die [richtige]
        + (antwort|losung) (sagen|geben|verraten)|was (soll|muss) ich (sagen|antworten)|sagen
        + sie es mir [einfach]
        [mir] die [richtige] (antwort|losung)""",
    "gives_up": """
        [das] [weiss] [ich] [das] [leider|wirklich|gar|auch|jetzt] nicht [mehr]
        [das] weiss ich [leider|wirklich|gar|jetzt|auch] nicht [mehr]|keine ahnung|ich habe
        + [leider|wirklich|absolut|gar] keine ahnung [davon]|da habe ich [leider] keine ahnung
        ich weiss (es|das) [leider|wirklich|gar|auch|jetzt] nicht [mehr]|ich weiss [leider]
        + nicht [was ich sagen soll]|ich weiss die antwort [leider] nicht|weiss nicht|ich
        + habe es vergessen|das habe ich vergessen|(dazu|da) fallt mir [leider] nichts [mehr]
        + ein
        mir fallt [dazu] [leider] nichts ein|das kann ich [leider] nicht (sagen|beantworten)
        ich kann [das|<q>] [leider] nicht (sagen|beantworten)|ich gebe auf|ich bin [mir]
        + (nicht sicher|uberfragt)|da bin ich uberfragt|kein plan|ich komme nicht drauf""",
    "yes": "ja jawohl jep genau sicher klar naturlich richtig okay ok doch unbedingt",
    "no": "nein nee ne nicht nie weiter niemals",
}
