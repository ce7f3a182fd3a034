"""How commands are said in German; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fillers": "ah ahm eh ehm hm hmm mm mhm oh um uh also na tja puh uff ach",
    "courtesy": """
        entschuldigung|entschuldigen sie|verzeihung|okay|ok|gut|bitte|danke|vielen dank|danke
        + schon|ja gut|alles klar|in ordnung|hallo|guten tag|guten morgen|tut mir leid|sorry|
        + pardon|ach so|gute frage|das ist eine gute frage|super danke|naja|na ja|oje|ja bitte|
        + nein danke""",
    "leads": """
        bitte|konnen sie|konnten sie|konntest du|kannst du|wurden sie|wurdest du|kann ich|wir
        + konnen|konnte ich|darf ich|konnen wir|durfte ich|ich mochte|ich wurde gern|ich wurde
        + gerne|ich will|okay|ok|gut|also|und|entschuldigung|entschuldigen sie|verzeihung|lassen
        + sie uns|lass uns|mir|dann|jetzt|ich glaube|nein|aber|vielleicht|hallo|ja|herr prufer|
        + ich hatte gern|ich brauche|ich hatte gerne|geben sie mir|gib mir|haben sie|moment|ich
        + wurde|ich mochte gern|ich mochte lieber|ich wurde lieber|ich will lieber|kann man|
        + konnten wir|konnte man|ware es moglich|ist es moglich|wurden sie mir|konnten sie mir|
        + konnen sie mir|kannst du mir|konntest du mir|darf man|ich denke|ich furchte|ja dann|
        + nein dann|sorry|ach|oh|hatten sie|hattest du|hast du|wollen wir|sollen wir|lasst uns|
        + also gut|gibt es|kriege ich|bekomme ich|ich bitte um|wir sollten|ich bitte sie|naja|
        + tja dann""",
    "tails": """
        bitte|danke|mir|jetzt|dann|haben|bekommen|kriegen|geben|mal|doch|machen|konnen|moglich|
        + okay|ok|ehrlich gesagt|sorry|entschuldigung|tut mir leid|wenn es geht|fur mich|oder|
        + gerade|ware nett|ware gut|ware toll|ware super|ware schon|ich glaube|glaube ich|denke
        + ich|furchte ich|hier|wenn moglich|falls moglich|dazu|danke schon|wenns geht""",
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
        was haben sie [gerade] gesagt|was hast du [gerade] gesagt
        ich habe (<q>|das|sie|dich) [leider] nicht [ganz|richtig] (verstanden|gehort|
        + mitbekommen)
        das habe ich [leider] nicht [ganz|richtig] (verstanden|gehort|mitbekommen)
        (<again>) wiederholen
        (was|wie) (war|ist|lautet|lautete|hiess|heisst) [<again>] <q> [<again>]|wie war (das|
        + ihre frage) [<again>]|was war das [<again>]
        [ich habe] [<q>|das|sie|es|dich|den satz] [akustisch] nicht [ganz|richtig|gut|so gut|
        + genau] <heard>
        [das|<q>|es|sie] habe ich [akustisch] nicht [ganz|richtig|gut|so gut|genau] <heard>|ich
        + habe [gar|uberhaupt] nichts <heard>
        ich (hore sie nicht|kann sie nicht horen|hore nichts)|ich habe <q> [wieder|schon wieder]
        + vergessen|ich weiss <q> nicht mehr
        was (war|wurde|ist) [<again>] gefragt|was (wollten|haben|hatten) sie [<again>] (wissen|
        + gesagt|gefragt)|worum ging es [<again>]
        was hast du [<again>] (gesagt|gefragt)|(sag|sagen sie|stell|stellen sie|lies|lesen sie)
        + [das|es|<q>|sie] <again> [vor]
        (das|<q>|die|es) <again>|<again> (<q>|das|es|die ganze frage|von vorn|von vorne) [sagen|
        + horen|vorlesen|wiederholen]
        [<q>|das|es|die] <again> (sagen|horen|vorlesen|stellen|lesen)|die wiederholen|um eine
        + wiederholung|sorry was
        (etwas|ein bisschen|ein wenig) lauter [sprechen|reden]|lauter (bitte|sprechen|reden)|
        + bitte lauter
        (sprechen sie|sprich|reden sie|rede) [etwas|ein bisschen] lauter""",
    "slowly": """
        [etwas|bisschen|ein bisschen|ein wenig|viel] langsamer|langsam bitte|bitte langsam
        (sprechen|reden|lesen|fragen) [sie] [bitte] [etwas|ein bisschen|ein wenig|viel]
        + langsamer
        (sprich|rede|lies) [bitte] [etwas|ein bisschen|ein wenig|viel] langsamer
        [<q>|das|es] [bitte] [<again>] [etwas|ein bisschen|ein wenig] langsamer [<again>]
        + (sprechen|reden|wiederholen|sagen|lesen|vorlesen|stellen)
        [<again>] [bitte] [etwas|ein bisschen|ein wenig] langsamer
        wiederholen sie [<q>|das|es] [bitte] [<again>] [etwas] langsamer
        (das|es) (war|ist|ging|geht|lief) [mir] [<a bit>|viel|deutlich] zu (schnell|flott|rasch)
        + [fur mich]
        (sie|du) (sind|bist|waren|warst) [<a bit>|viel] zu schnell [fur mich]|nicht so (schnell|
        + hastig) [reden|sprechen]
        (sie|du) (sprechen|reden|redest|sprichst|lesen) [mir] [<a bit>|viel] (so|zu|sehr|
        + ziemlich) schnell
        [<q>|das|es|die] [<again>] [aber|und] [<a bit>|viel] langsamer [<again>] (sprechen|
        + reden|wiederholen|sagen|lesen|vorlesen|stellen)|[<q>|das|es|die] <again> [aber|und]
        + [<a bit>|viel|ganz] (langsamer|langsam) [sprechen|sagen|wiederholen|lesen|vorlesen]
        (wiederholen|sagen|sprechen|reden|lesen|stellen) sie [<q>|das|es|sie] [<again>] [aber|
        + und] [<a bit>|viel] (langsamer|langsam) [vor]
        (wiederhole|sag|sprich|rede|lies|stell) [<q>|das|es|sie] [<again>] [aber|und] [<a bit>|
        + viel] (langsamer|langsam) [vor]
        ich komme [da] nicht (mit|hinterher)|tempo runter
        (aber|und) [<a bit>|viel] langsamer|langsam und deutlich [sprechen]""",
    "think": """
        (lassen sie|lass) mich [bitte] [kurz|mal|erst|einen moment|einen augenblick] [daruber]
        + (nachdenken|uberlegen)
        [nur] [noch] (einen|ein) [kleinen|kurzen] (moment|augenblick|momentchen)|moment|
        + augenblick
        moment mal|warten sie [kurz|einen moment|bitte]|warte [kurz|mal|einen moment]
        (einen|ein) (moment|augenblick) [zum (nachdenken|uberlegen)]
        [ich] [muss|will] [kurz|mal|erst|noch] [daruber] (nachdenken|uberlegen)
        ich (muss|mochte) [kurz|mal|erst|noch|da] [einen moment] [daruber] (nachdenken|
        + uberlegen)
        ich uberlege [noch|kurz] [nach]|ich denke (noch|kurz|nach|noch nach|kurz nach)|(kurz|
        + etwas) (nachdenken|uberlegen)
        [ich brauche] [noch] (etwas|kurz|ein bisschen|mehr) (zeit|bedenkzeit) [zum (nachdenken|
        + uberlegen)]|bedenkzeit|eine (sekunde|minute) bitte|bitte eine (sekunde|minute)
        geben sie mir [bitte] [noch] (einen moment|etwas zeit|eine minute|eine sekunde)
        [da] (muss|mochte) ich [kurz|mal|erst|noch] [daruber] (nachdenken|uberlegen)
        sekunde|sekundchen|minutchen|momentchen|(moment|halt|warte|warten sie|nur|nur noch|noch)
        + [eine|ein|einen|noch] (sekunde|sekundchen|minute|moment|momentchen|augenblick)|ich
        + (uberlege|grubele) [noch]|(uberlege|denke) (noch|noch nach)
        (gib|geben sie|lass|lassen sie) mir [noch] (eine (sekunde|minute)|einen (moment|
        + augenblick)|etwas zeit|ein bisschen zeit|ein paar (sekunden|minuten)|zeit|bedenkzeit|
        + mehr zeit|ein wenig zeit) [zum (nachdenken|uberlegen)]
        ich brauche [noch] (eine (sekunde|minute)|einen (moment|augenblick)|einen kleinen
        + moment|etwas zeit|ein bisschen zeit|ein paar (sekunden|minuten)|zeit|bedenkzeit|mehr
        + zeit|ein wenig zeit|etwas mehr zeit) [zum (nachdenken|uberlegen)]
        (warte|warten sie|wart|moment) (eine|noch|noch einen|einen) [sekunde|moment|augenblick|
        + minute|momentchen]|wart
        (lass|lassen sie) mich [erst|noch|einen moment|eine sekunde|eine minute|in ruhe]
        + [daruber] (nachdenken|uberlegen|sammeln|erinnern)
        (ich bin|bin) [noch] am (uberlegen|nachdenken)|(ich bin|bin) noch nicht (fertig|soweit|
        + so weit)
        (es liegt mir|das liegt mir|mir liegt es) auf der zunge|ich habe es gleich|ich habe den
        + faden verloren""",
    "hint": """
        [noch] [ich brauche|ich mochte] [einen|ein|noch einen|den nachsten] [kleinen|weiteren]
        + (hinweis|tipp|tip)
        (helfen sie|hilf) mir [bitte|mal|weiter|kurz]|[ich brauche] [etwas|ein bisschen] hilfe
        (geben sie|gib|haben sie|hast du) [mir] [bitte] [noch] (einen|noch einen) [kleinen]
        + (hinweis|tipp|tip) [fur mich]
        mir [bitte] helfen|(konnen|konnten|wurden) sie [bitte] [weiter] helfen
        (kannst|konntest|wurdest) du [bitte] [weiter] helfen
        (gibt es|hast du|haben sie|hatten sie|hattest du|bekomme ich|kriege ich|gib mir|geben
        + sie mir) [noch] [einen|eine|irgendeinen|noch einen|ein paar] [kleinen|weiteren]
        + (<tip>|hilfe) [fur mich|dazu]|(ich (brauche|hatte|mochte|will)) [gern] [einen|eine|
        + noch einen] [kleinen|weiteren] <tip>|(einen|ein|eine|noch einen|noch ein|irgendeinen|
        + kleiner|kleinen|ein kleiner|einen kleinen|irgendwelche|ein paar) <tip>
        [einen|ein] <tip> geben|(ein|so ein) (kleiner) <tip>|(ein|einen|kleiner|ein kleiner)
        + <tip> ware (gut|schon|nett|toll|hilfreich|super)
        [ich brauche] (etwas|ein bisschen|ein wenig|eine kleine|deine|ihre) hilfe [dabei|dazu|
        + hier|bei der frage]|hilfe [dabei|dazu|hier]
        mir [hier|dabei|bei der frage|da] [<a bit>] (weiterhelfen|aushelfen)|mir [hier|dabei|
        + da|bei der frage] [<a bit>] helfen
        (hilf|helfen sie) mir [weiter|<a bit>|aus|auf die sprunge|hier|dabei]|mir auf die
        + sprunge helfen|um hilfe
        ich komme [hier|da] [alleine|so] nicht weiter|ich (stecke fest|hange fest)|(womit|wo|
        + wie) (soll|kann) ich (anfangen|beginnen)""",
    "skip": """
        uberspringen [wir|sie] [bitte] [<q>|das|die|es]|[<q>|das|die|diese] [bitte] uberspringen
        [die|zur|zu der] (nachste|nachsten) [frage]|[gehen wir|weiter|wir gehen] [bitte] zur
        + nachsten frage|eine andere frage [stellen]|ich passe|passe
        [die frage|das] lassen wir [aus|weg]
        (<q>|die|das|diese) (mochte|wurde|will) ich [bitte|gern|gerne|lieber] (uberspringen|
        + auslassen)
        (<q>|die|das|diese) uberspringe ich [bitte|lieber]|lassen sie uns zur nachsten frage
        + gehen
        weiter|mach weiter|machen (sie|wir) weiter|gehen (sie|wir) weiter|weitermachen [mit
        + <next>|mit (was|etwas) anderem]
        machen (sie|wir) mit <next> weiter|weitergehen [zur nachsten [frage]]|weiter (zur|zu
        + der|mit der|geht es mit der) nachsten [frage]
        mit <next> [weitermachen|weiter]|wir (konnten|wollen|sollten) (weitermachen|weitergehen)
        + [mit <next>]
        (zur|zu der|auf die) nachsten [frage] (gehen|springen|kommen|weitergehen|ubergehen|
        + wechseln)|(gehen|kommen|springen) wir (zur|zu der) nachsten [frage]|nachste frage
        + (dann|weiter)|dann <next>|zu einer anderen frage [gehen|wechseln]|eine andere frage
        + [haben|nehmen]
        [ich] uberspringe [<q>|<this one>] [lieber]|ich lasse (<q>|<this one>) [aus|weg|sein]|
        + (<q>|<this one>) lasse ich (aus|weg|sein)
        (<q>|<this one>) (auslassen|weglassen|uberspringen|skippen|spater machen|spater
        + beantworten|spater <again> machen|lassen wir)
        (<q>|<this one>) (mochte|wurde|will|konnen|konnten|kann|sollten) (ich|wir) [gern]
        + (uberspringen|auslassen|skippen|weglassen|spater machen|spater beantworten|nicht
        + beantworten)|skippen|skip|(uberspring|uberspringen sie) (<q>|<this one>)
        (darauf|dazu|auf <this one>|auf <q>|zu <q>) spater [<again>] (zuruckkommen|zuruckkehren|
        + kommen)|spater [<again>] (darauf|dazu|auf <q>|auf <this one>) (zuruckkommen|
        + zuruckkehren|kommen)|darauf komme ich spater zuruck|(<q>|<this one>) mache ich spater
        ich (will|mochte) (<q>|<this one>|darauf) nicht (beantworten|antworten)|ich passe (hier|
        + da|bei der|bei dieser)""",
    "back": """
        [noch] [einmal] zuruck|[noch] [einmal] zuruck (zur|zu der) (letzten|vorigen|vorherigen)
        + frage
        [die] (vorige|vorherige) frage|(gehen wir|geh|gehen sie|wir gehen) [bitte] [noch einmal]
        + zuruck [zur (letzten|vorigen|vorherigen) frage]|zuruckgehen
        (zur|zu der) (letzten|vorigen|vorherigen|vorangegangenen) (frage|antwort) [zuruck|
        + zuruckgehen|zuruckkehren|zuruckkommen|gehen|springen]
        (eine frage|eine) zuruck [gehen|springen]|zuruck (gehen|springen)|(geh|gehen sie|gehen
        + wir) (eine frage|eine) zuruck
        (zur|die|zu der) frage davor [zuruck|zuruckgehen]|zuruck zu (der|meiner) (letzten|
        + vorigen|vorherigen) (frage|antwort)
        meine (letzte|vorige|vorherige) antwort [<again>] (andern|verbessern|korrigieren|
        + erganzen)|die (letzte|vorige|vorherige) frage <again>
        (etwas|was) zur (letzten|vorigen) (frage|antwort) (erganzen|sagen|hinzufugen)""",
    "pause": """
        [eine] [kurze|kleine] pause [machen|einlegen]|[die] prufung [bitte] [kurz] (pausieren|
        + unterbrechen|anhalten)|(machen wir|mach) [bitte] [eine] [kurze] pause
        (pausieren|unterbrechen) [sie] [bitte] [kurz] [die prufung]
        (ich brauche|ich mochte|ich mache|machen wir|wir machen|brauche|mache) [eine] [kurze|
        + kleine] (pause|unterbrechung|auszeit) [machen|einlegen]
        [eine] [kurze|kleine] pause (machen|einlegen|haben)|eine (kurze|kleine) (unterbrechung|
        + verschnaufpause|auszeit)
        (kurz|einen moment|eine minute|fur einen moment|fur eine minute|fur einen augenblick|
        + mal) (pausieren|unterbrechen|anhalten|stoppen|pause machen)
        halten (sie|wir) [die prufung] [kurz|einen moment] an|(stoppen|unterbrechen) (sie|wir)
        + (kurz|einen moment) [die prufung]|halt die prufung an
        [ich] bin gleich (wieder da|zuruck)|ich muss [kurz] (auf die toilette|aufs klo)""",
    "resume": """
        fortfahren|fortsetzen
        es kann weitergehen|weiter gehts|[die] prufung fortsetzen|fahren sie fort|[ich bin]
        + [wieder] (bereit|soweit|so weit)|[ich bin] wieder da|ich bin da|es geht weiter
        ich mochte (anfangen|beginnen)|weiter mit der prufung
        (die|mit der) prufung (fortsetzen|weitermachen|fortfahren|wieder aufnehmen)|setzen (sie|
        + wir) [die prufung] fort
        es kann (losgehen|anfangen)|wir konnen (anfangen|beginnen|fortfahren|loslegen|
        + weitermachen|weitergehen)|ich bin (startklar|wieder zuruck)
        (jetzt|so) [bin ich] (bereit|soweit|so weit)|los gehts|los geht es|auf gehts|legen sie
        + los|fangen (wir|sie) an|pause beenden|ende der pause
        von mir aus kann es (losgehen|weitergehen)""",
    "time_left": """
        wie viel zeit [habe ich|haben wir|bleibt [mir|uns]|ist] [noch] [ubrig] [habe]|wie viele
        + minuten [habe ich|haben wir|bleiben [mir|uns]|sind es] [noch]|wieviel zeit [habe ich|
        + haben wir|bleibt [mir|uns]] [noch] [ubrig]
        [die] restzeit|verbleibende zeit|wie lange noch|[wie viel] zeit ubrig
        wie viel zeit (habe ich|haben wir|bleibt|bleibt mir|bleibt uns|ist|gibt es|ist da)
        + [noch] [ubrig|zur verfugung|uber]
        (wie viele|wie viel) minuten (habe ich|haben wir|bleiben|bleiben mir|sind|sind es)
        + [noch] [ubrig]|(wie viele|wie viel) minuten noch
        wie lange (habe ich|haben wir|geht es|dauert es|geht das|dauert das|dauert die prufung)
        + noch [zeit]
        (sagen sie|sag) mir wie viel zeit (ich noch habe|noch ist|mir noch bleibt|noch bleibt)|
        + wie viel zeit (ich noch habe|mir noch bleibt|noch ist)
        (habe ich|haben wir|bleibt mir|ist) noch [genug|viel|etwas] zeit [ubrig]|wie (sieht|
        + steht) es (mit der zeit|zeitlich) [aus]
        lauft mir die zeit davon|was ist mit der zeit""",
    "done": """
        [ich] [bin] [jetzt|schon|damit] fertig [damit|jetzt]|[so] (das wars|das war es|das war
        + alles|das ist alles|wars|das ist meine antwort|das war meine antwort) [von mir|dazu|
        + schon]
        mehr (weiss ich|fallt mir) [dazu|daruber] nicht [ein|mehr]|nichts weiter|ende der
        + antwort
        ich bin [soweit|mit der frage|mit meiner antwort] fertig [damit|mit der frage|mit meiner
        + antwort|soweit]|[bin] soweit fertig|habe fertig|bin durch
        [und|so|nun] das (wars|war es|ware es|ware alles|war alles|ist alles) [<all i know>]
        + [von mir|von meiner seite|furs erste|fur mich|so weit|soweit|im grunde|zu dem thema|
        + zu der frage]
        (sonst|mehr|weiter) (fallt mir|fallt mir dazu|fallt mir da|fallt mir jetzt) [dazu]
        + (nichts|nicht|nichts mehr|nichts weiter) ein
        (sonst|mehr|weiter) (weiss|wusste) ich [dazu|daruber|davon] (nichts|nicht|nichts mehr)|
        + (sonst|mehr|weiter) kann ich [dazu|daruber|da] (nicht|nichts|nichts mehr) (sagen|
        + erganzen|hinzufugen|beitragen|dazu sagen)|(sonst|mehr|weiter) habe ich [dazu|daruber]
        + (nichts|nicht|nichts mehr) [zu sagen|hinzuzufugen|zu erganzen]|mir fallt [dazu]
        + (nichts mehr|nichts weiter|sonst nichts|sonst nichts mehr) ein
        ich (habe|weiss|kann) [dazu|dem|daruber|sonst] (nichts mehr|nichts weiter|nichts
        + weiteres|sonst nichts) [dazu] [zu sagen|hinzuzufugen|sagen|hinzufugen|beizutragen|zu
        + erganzen]|(sonst|weiter) nichts [mehr]|nichts mehr (von mir|dazu)|(das|dies) ist meine
        + (ganze|endgultige|vollstandige) antwort
        ich habe alles gesagt [was ich weiss]|so viel (dazu|von mir|von meiner seite)|(dabei|
        + damit) belasse ich es|das reicht von mir
        mehr gibt es (dazu|da) nicht zu sagen|meine antwort ist (fertig|beendet|zu ende)""",
    "stop": """
        stop|stopp|halt|aufhoren|abbrechen|beenden|[die|diese] (prufung|test) (beenden|
        + abbrechen|stoppen)|(beenden|stoppen) [sie|wir] [bitte] [die|diese] (prufung)|brechen
        + (sie|wir) [bitte] [die prufung] ab|horen (sie|wir) [bitte] auf|hor auf|schluss
        ich mochte (aufhoren|die prufung beenden|nicht mehr|nicht weitermachen)|ende der prufung
        (stop|stopp|beende|stoppe|stoppen sie|beenden sie) [bitte] (die|diese|das) (prufung|
        + test|gesprach)|(die|diese|das) (prufung|test|gesprach) (hier|jetzt|an dieser stelle)
        + (beenden|abbrechen|stoppen)|(hier|jetzt|fur heute|damit|an dieser stelle) (aufhoren|
        + abbrechen|beenden|schluss machen)
        (machen wir|wir machen|mach) (hier|fur heute|jetzt) schluss|schluss machen|mit der
        + prufung aufhoren|(brich|brechen sie) die prufung ab
        ich (will|mochte|mag|kann) (nicht mehr|nicht weitermachen|nicht mehr weitermachen)|ich
        + (hore|gebe) (jetzt|hier) auf|ich hore auf|ich breche [die prufung|hier|jetzt] ab|ich
        + beende (die prufung|das)|ich habe (keine lust mehr|genug fur heute)|[das ist] genug
        + fur heute|es reicht (mir|fur heute)
        (horen|brechen) (sie|wir) (hier|jetzt|fur heute) (auf|ab)|[bitte] keine fragen mehr""",
    "answer": """
        (sagen sie|sag|geben sie|gib|verraten sie|verrate) mir [bitte] [doch] [einfach] [mal]
        + die [richtige] (antwort|losung)|die (antwort|losung) bitte|[mir] die [richtige]
        + (antwort|losung) (sagen|geben|verraten)|was (soll|muss) ich (sagen|antworten)|sagen
        + sie es mir [einfach]
        [mir] die [richtige] (antwort|losung)
        (was|wie) (ware|war|ist|lautet|lautete) [denn] (die|jetzt die) [richtige|korrekte]
        + (antwort|losung) [gewesen]|was ware [denn] richtig [gewesen]
        (sag|sagen sie|verrate|verraten sie|gib|geben sie|nenn|nennen sie) mir (es|die
        + [richtige|korrekte] (antwort|losung))|was ist es denn
        (mir|einfach) die [richtige] (antwort|losung) (sagen|verraten|geben|nennen)|die
        + [richtige] (antwort|losung) (wissen|horen|erfahren)
        was hatte ich sagen (sollen|mussen)""",
    "gives_up": """
        [das] weiss [ich] [das] [leider|wirklich|gar|auch|jetzt] nicht [mehr]
        ich habe [leider|wirklich|absolut|gar] keine ahnung [davon]|da habe ich [leider] keine
        + ahnung
        ich weiss (es|das) [leider|wirklich|gar|auch|jetzt] nicht [mehr]|ich weiss [leider]
        + nicht [was ich sagen soll]|ich weiss die antwort [leider] nicht|(dazu|da) fallt mir
        + [leider] nichts [mehr] ein
        mir fallt [dazu] [leider] nichts ein|das kann ich [leider] nicht (sagen|beantworten)
        ich kann [das|<q>] [leider] nicht (sagen|beantworten)|ich gebe auf|ich bin [mir] (nicht
        + sicher|uberfragt)|kein plan
        (da|hier) (muss|mochte) ich passen|ich muss (da|hier) passen|(habe|ich habe|da habe ich|
        + davon habe ich|daruber habe ich) <no idea> [<of it>]|<no idea> [<of it>]
        [das|es|ich] (habe|hatte) [ich|das|es|die antwort|alles] [wieder|schon wieder|ganz]
        + vergessen|(das|es) vergessen|vergessen habe ich (das|es)
        (das|es) ist mir [gerade] entfallen|mir ist (das|es) entfallen|ich bin [da] (uberfragt|
        + ratlos|raus|unsicher|blank)|da bin ich (uberfragt|ratlos|raus|unsicher|blank)
        ich weiss [es|das|die antwort|dazu|daruber|davon|da] [uberhaupt|gar|wirklich|gerade|im
        + moment] (nicht|nichts|nicht mehr|nicht genau|nicht so genau|nichts mehr) [was (ich
        + (dazu sagen|sagen|antworten) soll|das ist)|wie (das geht|ich (das|es) (erklaren|sagen)
        + soll)|wo ich anfangen soll|im moment|mehr]
        (das|es|da|hier|dazu|daruber) (weiss|wusste) ich [uberhaupt|gar|wirklich|gerade|im
        + moment] (nicht|nichts|nicht mehr|nicht genau|nichts mehr) [aus dem kopf]
        (das|es|dazu|daruber) (kann|konnte) ich [uberhaupt|gar|wirklich|gerade|im moment]
        + (nicht|nichts|nicht mehr) (sagen|beantworten|erklaren)|weiss (ich|es|das|ich es|ich
        + das) [uberhaupt|gar|gerade|im moment] nicht [mehr|genau]|(dazu|da) fallt mir [gerade|
        + im moment] [gar] nichts [zu|dazu|mehr] ein|mir fallt [dazu] [gerade|im moment] [gar]
        + nichts [dazu] ein
        (das|es) fallt mir [gerade|im moment] nicht ein|fallt mir [gerade] nicht ein|(ich bin|
        + bin|da bin ich) [mir] [da] [gar|uberhaupt] (nicht|nicht ganz|nicht so) sicher [ob das
        + stimmt]
        ich (kann|konnte) (das|es|dazu|<q>|darauf) (nicht|nichts|keine antwort) (sagen|
        + beantworten|erklaren|antworten|geben)|[ich] komme [da|gerade] nicht (drauf|darauf)
        (das|es|das thema) haben wir [noch] (nicht|nie) <taught>|(das|es) hatten wir [noch]
        + (nicht|nie)|wir haben (das|es) [noch] (nicht|nie) <taught>
        (das|es) habe ich [noch] (nicht|nie) (gelernt|gehort)|ich habe (das|es|davon) [noch]
        + (nicht|nie) [etwas|was] (gelernt|gehort)|[noch] nie [davon] gehort|davon habe ich
        + [noch] nie [etwas|was] gehort
        [ich habe] [gerade] (ein blackout|einen blackout)|mein kopf ist [ganz] leer|ich stehe
        + auf dem schlauch|woher soll ich das wissen|wenn ich das wusste|wer weiss|kp
        das ist (mir zu (schwer|schwierig|hoch)|zu (schwer|schwierig|hoch) fur mich)|ich habe
        + [darauf|dazu] keine antwort [darauf|dazu]""",
    "heard": "(verstanden|gehort|mitbekommen|mitgekriegt)",
    "a bit": "(etwas|ein bisschen|bisschen|ein wenig)",
    "tip": "(tipp|tip|hinweis|hinweise|tipps|hilfestellung|denkanstoss)",
    "next": """
        (die nachste|der nachsten|die nachste frage|der nachsten frage|zur nachsten|zur nachsten
        + frage)""",
    "this one": "(das|die|diese|dieser|sie)",
    "all i know": """
        was ich [dazu|daruber|davon] (weiss|sagen kann|sagen konnte|sagen wollte|zu sagen habe|
        + noch weiss|dazu weiss|dazu sagen kann)""",
    "checking": """
        richtig|korrekt|(das|es) (ist|war) (richtig|korrekt|falsch)|(das|so) (stimmt|passt)|
        + richtig so|so richtig|alles richtig|ja oder nein|so""",
    "clarify": """
        was (meinen|meinst|meinten|meintest) (sie|du) [damit|genau|mit <q>|da|eigentlich]
        + [genau]|was (meinen|meinst) (sie|du) mit * [*] [*]
        was (ist|war) (damit|mit <q>|mit * [*] [*]|hier|genau) gemeint|wie (meinen|meinst) (sie|
        + du) (das|die frage|<q>) [genau]
        wie ist (<q>|das) [genau] (gemeint|zu verstehen)|was (heisst|bedeutet) (das|<q>) [genau|
        + hier]|was (heisst|bedeutet) * [*]|was soll das (heissen|bedeuten)
        was (wollen|willst|mochten|mochtest|wollten) (sie|du) [genau|jetzt|da|hier] (von mir|
        + wissen|horen|von mir wissen|von mir horen|haben)
        worauf (wollen|willst|mochten) (sie|du) [genau] hinaus|was genau (meinen|wollen|mochten|
        + suchen|fragen) sie [wissen|horen|von mir|damit|hier]
        was (wird|ist) [genau|hier|jetzt|da] (gefragt|von mir erwartet|gesucht|verlangt)|was
        + genau (ist|wird) (gefragt|gemeint|gesucht)
        (worum|um was) geht es (in der frage|hier|genau|da) [genau]|was soll ich [hier|genau|
        + jetzt] (machen|tun|erklaren|erzahlen|beschreiben)
        in welchem (sinn|sinne|zusammenhang)|inwiefern
        (mir|mir <q>|<q>|das|mir das|die aufgabe|mir die aufgabe|es|mir es|<again>|genauer|
        + naher) [<again>] [genauer|naher|besser|anders|<a bit>] (erklaren|erlautern|
        + verdeutlichen|prazisieren|konkretisieren|umformulieren)
        [mir] [<q>|das|es|sie] [<again>] (genauer|anders|einfacher|klarer|deutlicher) (sagen|
        + formulieren|stellen|fragen|ausdrucken)
        (erklaren|erlautern) sie [mir] (<q>|das|es|die aufgabe|mir) [<again>] [genauer]|
        + (erklare|erklar|erlautere) (mir|<q>|das|mir <q>|mir das) [<again>] [genauer]
        (formulieren|fragen|sagen) sie [<q>|das|es] (anders|genauer|einfacher)|(etwas|ein
        + bisschen) (genauer|konkreter) bitte
        [ich] <grasp> (<q>|das|es|sie|dich|die aufgabe|ihre frage) <not>|[ich] <grasp> [gar|
        + uberhaupt] (nicht|nichts|nicht ganz|nur bahnhof)
        [ich] <grasp> [gar] nicht [ganz|so ganz] was (sie|du|damit|das|<q>|ich) (meinen|meinst|
        + wollen|willst|gemeint ist|wissen wollen|von mir wollen|soll|heisst|bedeutet|machen
        + soll|sagen soll|fragen)|[das|<q>|die|sie] <grasp> ich [jetzt] <not>
        ich weiss nicht [genau] was (sie|du|damit|<q>|das) (meinen|meinst|wollen|willst|gemeint
        + ist|wissen wollen|von mir wollen|horen wollen|heisst|bedeutet)
        (<q>|das) ist mir (nicht [ganz] klar|unklar)|(ha|hah) [was|wie|wie bitte]|welche
        + (meinen|meinst) (sie|du)
        (meinen sie|meinst du) * [*] [*] [*] [*]|(sind|ist) damit * [*] [*] [*] gemeint""",
    "grasp": "(verstehe|kapiere|begreife|raffe|checke)",
    "not": """
        [gar|uberhaupt|wirklich] (nicht|nicht ganz|nicht richtig|nicht so ganz|nicht so richtig)""",
    "verify alone": """
        (ist|war|ware|waren) (das|es|meine antwort|die antwort) [so|alles|jetzt|denn|dann|
        + bisher|auch] (richtig|korrekt|falsch|wahr|so|ok|okay|in ordnung|genug|gut|gut so|die
        + richtige antwort|ausreichend|vollstandig|was sie (horen|wissen) wollten) [so|oder
        + falsch|oder nicht|bisher]
        (stimmt|passt|reicht|genugt) (das|es|meine antwort|die antwort) [so|soweit|denn|alles|
        + dann|jetzt|schon] [oder (nicht|falsch)]|stimmts
        (liege|lag) ich [da|damit|so] (richtig|falsch|daneben)|bin ich [da|hier|noch|so] (auf
        + dem (richtigen|guten) weg|auf der richtigen spur|nah dran|nahe dran|auf der richtigen
        + fahrte|richtig)|habe ich (das|es|die frage) (richtig|korrekt) [gesagt|gemacht|
        + beantwortet|verstanden]|habe ich recht|habe ich (etwas|was) vergessen
        fehlt (noch|da noch) (etwas|was)|wie (war das|war ich|war meine antwort)|was (sagen|
        + meinen) sie dazu|(ergibt|macht) das sinn|(das|es) (ist|war) [doch|so] (richtig|
        + korrekt) oder|(das|so) (stimmt|passt) (oder|so oder)|(richtig|korrekt) oder (falsch|
        + nicht)|(sagen sie|sag) mir ob (das|es) (stimmt|richtig ist|richtig war)
        (sagen|mir sagen) ob (das|es) (stimmt|richtig ist|richtig war)|geht das in die richtige
        + richtung|bin ich auf dem (richtigen|holzweg)""",
    "no idea": """
        (keinen|keine|null|nicht den (geringsten|leisesten)|nicht die (geringste|leiseste)|
        + uberhaupt keine|uberhaupt keinen) (plan|ahnung|dunst|schimmer|blassen schimmer|idee|
        + peil|blasse ahnung)""",
    "of it": """
        davon|daruber|dazu|was das ist|wie das geht|mehr|was ich sagen soll|was das sein soll""",
    "taught": "(behandelt|gehabt|besprochen|gelernt|durchgenommen)",
    "hedges": """
        vielleicht|aber|ich glaube|ich denke|ich wurde sagen|ich schatze|ich vermute|
        + moglicherweise|eventuell|wahrscheinlich|vermutlich|womoglich|jedoch|allerdings|ich
        + tippe|es konnte|das konnte|konnte es|konnte das|ich nehme an""",
    "openers": "ja nein nee ne okay",
    "loose": """
        hab=habe ne=eine nen=einen n=einen nem=einem wieviel=wie_viel wieviele=wie_viele
        nich=nicht nit=nicht ned=nicht net=nicht kannste=kannst_du konnteste=konntest_du
        konntste=konntest_du haste=hast_du hatteste=hattest_du is=ist isses=ist_es wars=war_es
        nix=nichts versteh=verstehe kapier=kapiere uberleg=uberlege denk=denke brauch=brauche
        brauchte=brauche wurd=wurde lang=lange nochmal=noch_einmal nochmals=noch_einmal
        krieg=kriege bekomm=bekomme komm=komme pass=passe glaub=glaube weis=weiss lass=lasse
        wusst=wusste konnt=konnte hor=hore gehts=geht_es gibts=gibt_es grad= grade= gerade= mal=
        kurz= denn= doch= leider= eigentlich= halt= eben= einfach= nun= ja= auch= schon= echt=
        wirklich= absolut= bitte= gerne= gern= lieber= druber=daruber drauf=darauf vielleicht=
        total= komplett= sorry= entschuldigung= dankeschon= danke= naja= irgendwie= nur=
        momentan=""",
    "yes": "ja jawohl jep genau sicher klar naturlich richtig okay ok doch unbedingt",
    "no": "nein nee ne nicht nie weiter niemals",
}
