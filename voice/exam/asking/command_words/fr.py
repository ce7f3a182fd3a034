"""How commands are said in French; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fillers": "euh heu hum hm hmm mm ah oh ben bah pff",
    "courtesy": """
        pardon|excusez moi|desole|desolee|je suis desole|je suis desolee|d accord|ok|okay|bien|
        + tres bien|merci|merci beaucoup|s il (vous|te) plait|bon|bonjour|alors|oui d accord|
        + bonne question|c est une bonne question|oui merci|non merci|excusez moi monsieur|
        + excusez moi madame|super merci""",
    "leads": """
        s il vous plait|s il te plait|est ce que vous pouvez|est ce que vous pourriez|pouvez
        + vous|pourriez vous|vous pouvez|vous pourriez|peux tu|tu peux|pourrais tu|est ce que je
        + peux|est ce que je pourrais|puis je|je peux|je pourrais|est ce qu on peut|on peut|peut
        + on|je voudrais|j aimerais|je veux|je souhaite|pardon|excusez moi|desole|desolee|d
        + accord|ok|bon|bien|alors|et|mais|oui|attendez|peut etre|maintenant|bonjour|voulez
        + vous|on va|allons|veuillez|je vais|est ce que vous auriez|vous auriez|auriez vous|est
        + ce que tu peux|tu pourrais|est ce que l on peut|est ce qu on pourrait|on pourrait|
        + pourrait on|il me faut|je prefererais|je prefere|je crois qu|je crois que|je crois|je
        + pense que|je pense qu|serait il possible de|c est possible de|il est possible de|vous
        + pouvez me|pouvez vous me|pourriez vous me|tu peux me|non|ah|oh|excusez moi mais|desole
        + mais|desolee mais|donc|eh bien|voila|excuse moi|la|ok alors|bon alors|est ce que vous
        + avez|vous avez""",
    "tails": """
        s il vous plait|s il te plait|merci|maintenant|pour moi|d accord|ok|si possible|
        + monsieur|madame|alors|pardon|si ca ne vous derange pas|si vous voulez bien|si vous
        + pouvez|si c est possible|je crois|je pense|franchement|honnetement|pour l instant|
        + desole|desolee|je suis desole|je suis desolee|excusez moi|la|ici|en fait|a vrai dire|
        + tout de suite|pour le moment|svp|stp""",
    "asking": "pardon|comment|quoi|excusez moi|hein|plait il",
    "q": "[la|cette|votre|ta] [derniere] question",
    "again": "encore une fois|une (deuxieme|seconde) fois|de nouveau|a nouveau|encore",
    "repeat": """
        (repeter|repetez|repete|redire|redites|relire|relisez|reposer|reposez|repose) [moi]
        + [<q>|ca|cela] [<again>]|[<q>] encore une fois|[c est] quoi (la question)
        quelle (est|etait) [deja] (<q>)|qu est ce que vous avez (dit|demande)|qu avez vous (dit|
        + demande)
        vous pouvez repeter|plait il
        (repeter|repetez|repete|redire|redites|redis|relire|relisez|relis|reposer|reposez|
        + repose|reformuler|reformulez) [<q>|ca|cela|la|le|moi ca|moi <q>] [<again>]|(me|nous|
        + la|le|me la|me le) (repeter|redire|reposer|relire|rappeler|reformuler) [<q>|ca|cela]
        + [<again>]
        (dire|dites|poser|posez|lire|lisez) [moi] [<q>|ca|cela|la|le] (<again>)|<again> (<q>)|la
        + question (<again>|deja)
        (c etait|c est) quoi (la question|deja|deja la question|la question deja)|quelle etait
        + [la|votre] question deja|qu est ce que c etait [la question|deja]
        (je n ai|j ai|je ne l ai|je l ai) pas [bien|tres bien|tout|tout a fait] (compris|
        + entendu|saisi|suivi) [<q>|ca|la fin|le debut|ce que vous avez (dit|demande)]|(je n ai|
        + j ai) rien (compris|entendu)|je (n entends|entends) pas [bien] [<q>]|je (ne vous|vous)
        + entends pas [bien]
        (entendre|reentendre|reecouter) <q> [<again>]|(plus fort|un peu plus fort) s il vous
        + plait|(parlez|parler|repeter|repetez) [un peu] plus fort|comment|vous avez dit quoi
        (j ai oublie|j ai rate|j ai loupe) (la question|ce que vous avez demande)|qu est ce que
        + vous (disiez|demandiez)|tu peux repeter""",
    "slowly": """
        lentement s il vous plait|(ralentir|ralentissez) [un peu]
        (c etait|c est|ca va|vous allez|ca allait|tu vas) [un peu|beaucoup|bien|vraiment] trop
        + (rapide|vite|rapidement) [pour moi]
        (vous|tu) (parlez|parles|lisez|allez|vas) [un peu|beaucoup|bien|vraiment] (trop|tres|si)
        + (vite|rapidement)
        (parler|parlez|parle|repeter|repetez|repete|lire|lisez|dire|dites|redire|redites|relire|
        + relisez|aller|allez|reposer) [moi|la|le] [<q>|ca|cela] [encore une fois] [mais] [un
        + peu|un petit peu|beaucoup|bien] (plus lentement|lentement|moins vite|plus doucement|
        + moins rapidement)
        (le|la|me le|me la) (dire|redire|repeter|relire|reposer) [<q>] [encore une fois] [mais]
        + [un peu|un petit peu] (plus lentement|lentement|moins vite|plus doucement)
        [mais] [un peu|un petit peu|beaucoup] (plus lentement|moins vite|plus doucement)|pas
        + (si|aussi) (vite|rapidement)|doucement s il vous plait
        encore une fois [mais] [un peu] (plus lentement|lentement)|(ne parlez|ne parle|parlez)
        + pas (si|aussi|trop) vite|je (n arrive|arrive) pas a (suivre|vous suivre)""",
    "think": """
        (laissez|laisse) moi [un peu|un moment|un instant|juste] (reflechir|penser) [un peu|un
        + moment |un instant|une (minute|seconde)] [a (ca|cela|la question)]|laissez moi [juste]
        + (un (moment|instant)|une (minute|seconde)) [pour reflechir]|[juste] un (moment|
        + instant) [pour reflechir]|[juste] une (minute|seconde) s il vous plait|attendez [un
        + (moment|instant|peu)]|attends|j ai besoin [d un peu] de temps [pour reflechir]|(il
        + faut que je|je dois|reflechir|j ai besoin de) (reflechisse|reflechir|y reflechir) [un
        + peu|un moment|un instant]|y reflechir [un (moment|instant)]|reflechir [un peu|un
        + (moment|instant)]
        (donnez|donne) moi [juste] [encore] (un (moment|instant|peu de temps)|une (minute|
        + seconde)) [pour (reflechir|y reflechir)]|avoir un (moment|instant) [pour reflechir]
        (attendez|attends|patientez|juste|encore|donnez moi|laissez moi|accordez moi|donne moi|
        + laisse moi) (une (seconde|minute|petite seconde|petite minute)|un (instant|moment|
        + petit instant|petit moment)|deux (secondes|minutes)|quelques secondes) [pour
        + (reflechir|y reflechir)|que je reflechisse]
        [attendez|attends|une seconde|deux secondes|une minute|un instant|un moment] (je
        + reflechis|laissez moi reflechir|que je reflechisse|je cherche|je suis en train de
        + reflechir|il faut que je reflechisse) [encore|un peu]|[juste] un (petit|tout petit)
        + (moment|instant)|une petite (seconde|minute)
        (minute|seconde|instant|deux secondes|deux minutes) s il vous plait|(donnez|laissez|
        + donne|laisse|accordez) moi [juste|encore] (un peu de temps|du temps|le temps|un peu
        + plus de temps) [de reflechir|pour reflechir|d y reflechir]|(il me faut|j ai besoin d|
        + il me faudrait|j aurais besoin d) (un moment|un instant|une minute|une seconde|un peu
        + de temps|un peu plus de temps|quelques secondes) [pour (reflechir|y reflechir)]|je
        + cherche mes mots
        laissez moi (chercher|me souvenir|me rappeler)|(je n ai|j ai) pas encore fini|(c est|je
        + l ai) sur le bout de la langue|j ai perdu le fil""",
    "hint": """
        [avoir|donnez moi|donne moi|me donner|j ai besoin d|vous avez|avez vous] [un|encore un|
        + un autre|l] [petit] (indice)|[donnez moi|me donner|avoir] [un] [petit] coup de pouce
        (aidez|aide) moi [un peu]|m aider [un peu]|j ai besoin d [un peu d] aide|[un peu d] aide
        [donnez moi|me donner|avoir|je veux bien|il me faut|il me faudrait|j aurais besoin d|
        + vous n auriez pas] (un|encore un|un autre|le prochain) [petit|premier|tout petit]
        + (indice|coup de pouce)|y a t il un indice|il y a un indice
        [avoir|donnez moi|me donner|je veux bien] (une|une autre) [petite] (piste|aide|
        + suggestion)|m aider [un peu] (la dessus|pour cette question|avec cette question)
        (me donner un coup de main|m aiguiller|me mettre sur la voie|me guider)|(aidez|aide) moi
        + [un peu] (la dessus|pour cette question|avec cette question)
        mettez moi sur la voie|(j ai|j aurais) besoin d un (indice|coup de (main|pouce))|un coup
        + de (main|pouce)|je suis (bloque|bloquee|coince|coincee) [la|ici]
        un (indice|coup de pouce) (serait|ferait) (bien|bienvenu|utile|sympa|pas de mal)|par ou
        + (commencer|je commence|dois je commencer)""",
    "skip": """
        (passer|passez|passe|passons|sauter|sautez|sautons|on passe|on saute) [<q>|ca|celle (la|
        + ci)|a la [question] suivante|a la prochaine [question]|a une autre question|a autre
        + chose]
        [la] question suivante|[la] suivante|[la] prochaine [question]|une autre question
        je (passe|saute) [<q>|celle ci|celle la|cette question]|[la|le] (sauter|passer)
        aller a la (suivante|question suivante|prochaine question)
        [on passe|passons|passer|passez|on peut passer] a (la suite|autre chose|la suivante|la
        + prochaine|la question suivante|la question d apres|la prochaine question|une autre
        + question|l autre question)|la suite|on passe la suivante|[on] passe a la suite|
        + question d apres|la question d apres
        (on|je) (saute|zappe|passe) (<q>|celle la|celle ci|la question|mon tour)|(zapper|sauter|
        + passer|laisser tomber|laisser) (celle la|celle ci|cette question)|on (zappe|saute)
        (continuer|continuons|on continue|enchainer|enchainons|on enchaine|avancer|avancons)
        + (avec|a|sur) (la suivante|la question suivante|la suite|la prochaine|la prochaine
        + question|autre chose)
        (on avance|avancons)|(revenir|y revenir|on y revient|on y reviendra|j y reviendrai|je
        + reviendrai|revenir dessus|revenir sur <q>|revenir a celle ci|y repondre|repondre a
        + <q>) [la dessus] plus tard
        je (prefere|prefererais) (passer|sauter|ne pas repondre) [celle la|celle ci|cette
        + question|a cette question]|ne pas repondre [a cette question|a celle la]|joker|revenir
        + plus tard (a|sur) (cette question|celle ci|ca)
        (me poser|posez moi|pose moi) (une autre question|autre chose|la suivante|la question
        + suivante)|(changer|changeons) de question|(laissons|laissez) (tomber|celle la|cette
        + question)""",
    "back": """
        (revenir|retourner|revenons|revenez|retournons|retour) [en arriere|a (<last>)]
        (<last>)|une question en arriere|en arriere|(corriger|completer|changer|modifier) ma
        + (derniere reponse|reponse precedente)|je reviens a (<last>)
        (revenir|retourner|revenons|revenez|retournons|retour|on revient|on retourne) [a|sur]
        + (la precedente|la question (precedente|d avant)|la derniere question|ma (derniere
        + reponse|reponse precedente))
        question precedente|celle d avant|(ajouter|rajouter) (quelque chose|un mot) a (ma
        + derniere reponse|la question precedente|ma reponse precedente)""",
    "last": "la [question] (precedente)|la question (d avant)",
    "pause": """
        [faire|faisons|prendre|mettre|une|j ai besoin d] [une] [petite|courte] pause
        (mettre|mettez|met) [l] (examen) (en pause)|(interrompre|suspendre|interrompez|
        + suspendez) [l] (examen|entretien) [un (moment|instant)]|(mettre|mettez) en pause|en
        + pause
        [faire|faisons|prendre|prenons|on fait|il me faut|je prends] une [petite|courte] pause
        + (rapide|de (cinq|deux) minutes)|(prenons|je prends|il me faut) une [petite|courte]
        + pause
        (arreter|arretez|s arreter|arretons|stopper|interrompre|suspendre|m arreter|arretons
        + nous) [l examen] (un (petit|) (moment|instant)|une (minute|seconde)|quelques (minutes|
        + instants)|deux minutes)
        je reviens (tout de suite|dans (une minute|un instant))|aller aux toilettes|mettez (ca|
        + tout) en pause|faire un break""",
    "resume": """
        (continuer|continuez|continuons|continue|reprendre|reprenons|reprenez|poursuivre|
        + poursuivons|poursuivez) [l examen] [maintenant]|on (continue|reprend|peut continuer|
        + peut reprendre)
        je suis (pret|prete|de retour) [a (continuer|commencer)]|pret|prete|allez y|c est
        + reparti
        je suis la|on y va|(commencer|je commence)|fin de la pause
        (je suis|me voila|me revoila) (revenu|revenue|de retour)|c est bon on (peut|reprend)
        + [continuer|reprendre|y aller]|on peut (y aller|commencer)|allons y|c est parti|on
        + commence
        vous pouvez (continuer|commencer|y aller|reprendre)|la pause est (finie|terminee)""",
    "time_left": """
        [il] [me|nous] [reste] combien de temps [il] [me|nous|est ce qu il] [reste] [t il] [il]
        + [me|nous] [reste] [encore] [pour repondre]|combien de (temps|minutes) (me|nous) reste
        + t il [encore]
        combien de (temps|minutes) (reste t il|il reste|il me reste|ai je|j ai) [encore]
        combien de (temps|minutes) est ce qu il (me reste|nous reste|reste) [encore]
        [le] temps restant|quel est le temps restant
        (il me reste|j ai encore|est ce que j ai encore) du temps
        [il] [me|nous] reste combien de (temps|minutes) [encore]|combien de (temps|minutes) (il
        + reste|il me reste|on a|j ai|est ce que j ai|est ce qu on a|a t on|nous reste t il)
        + [encore]
        (j ai|on a|nous avons) encore combien de (temps|minutes)|combien de (temps|minutes)
        + (encore|avant la fin|avant la fin de l examen)|il reste quoi comme temps
        (me dire|dites moi) combien de (temps|minutes) il (me reste|reste|nous reste)|(est ce qu
        + il me reste|est ce qu il reste|reste t il|me reste t il|il reste) [encore|assez] du
        + temps
        [est ce que] (j ai|ai je) [encore] (assez de temps|le temps)|ou en est le temps|on en
        + est ou (du|avec le) temps|c est bientot (fini|la fin)""",
    "done": """
        (j ai|c est) (fini|termine) [ma reponse|de repondre]|fini|termine|c est (tout|bon pour
        + moi) [pour moi|ce que je (sais|peux dire)]|voila [c est tout]|(c est|c etait|voila) ma
        + reponse
        [je n ai|j ai] rien [d autre|de plus] a (dire|ajouter)|rien d autre|fin de [la|ma]
        + reponse
        [c est bon|voila|bon] j ai (fini|termine|repondu|tout dit|conclu) [ma reponse|de
        + repondre|pour moi|avec cette question|cette question]|c est bon c est (fini|tout)
        [voila|et|bon] (c est|c etait|ce sera|ce serait|voila) [a peu pres|vraiment] (tout|tout
        + pour moi|tout de ma part|tout pour cette question|l essentiel) [ce que je (sais|peux
        + dire|peux en dire|voulais dire|me rappelle|avais a dire)|ce que j (en sais|avais a
        + dire|ai a dire)] [la dessus|sur ca|a ce sujet|sur le sujet|pour l instant]
        (je n ai|j ai|je n ai plus|j ai plus) rien [de plus|d autre] a (dire|ajouter|rajouter|
        + completer) [la dessus|sur ca|a ce sujet|sur le sujet]|rien a (ajouter|rajouter)
        je (ne vois|vois) (rien d autre|pas quoi (dire|ajouter) (d autre|de plus))|je (ne sais|
        + sais) rien (de plus|d autre)|je (ne peux|peux) rien (dire|ajouter) (de plus|d autre)|
        + je n en sais pas plus
        j ai dit tout ce que (je savais|j avais a dire|je voulais dire)|j ai (fait le tour|fini
        + de parler)|(ca|ce) sera tout|je (m arrete|termine|finis|conclus) la|(terminer|finir)
        + ma reponse""",
    "stop": """
        stop|arreter|arretez|arretons|arrete|arretez (tout|ca|maintenant)|on arrete [la|tout]
        (arreter|arretez|arretons|terminer|terminez|terminons|finir|quitter|abandonner|
        + interrompre definitivement) [l|cet] (examen|epreuve|entretien|test)|fin de l examen
        je (veux|voudrais) (arreter|quitter)
        (s arreter|m arreter|arreter|arretons|arretons nous|on arrete|on s arrete|finir|
        + terminer|en rester|on en reste|stopper|on finit|on termine|j arrete|je m arrete)
        + [tout|l examen] (la|ici|maintenant|pour aujourd hui)
        (arreter|arretez|arretons|arrete|terminer|terminez|terminons|finir|finissons|quitter|
        + abandonner|stopper|stoppez|stop|interrompez|annuler|on arrete|on termine|j arrete|je
        + quitte) (l|cet|tout) (examen|epreuve|entretien|test|oral|interrogation) [maintenant|
        + tout de suite|ici|la]|tout arreter|(mettre fin|mettez fin) a l examen|s arreter|j
        + arrete|j abandonne l examen
        (je ne veux|je veux) plus (continuer|repondre)|je (ne veux|veux) pas continuer|(je n ai|
        + j ai) (plus|pas) envie de continuer|j en ai (assez|marre)|ca suffit pour aujourd hui|
        + assez pour aujourd hui
        je (veux|voudrais|souhaite) (finir|terminer|m arreter|tout arreter)|j aimerais (finir|
        + terminer|m arreter)""",
    "answer": """
        (dites|dis|donnez|donne) moi [juste] la [bonne] (reponse|solution)|(me|nous) (dire|
        + donner) la [bonne] (reponse|solution)|(quelle est|c est quoi) la [bonne] (reponse|
        + solution)
        la [bonne] (reponse|solution) [s il vous plait]|(dites|dis) (le moi|moi)|qu est ce que
        + je (dois|devrais) (dire|repondre)
        (c est|c etait|ce serait) quoi [donc|alors] la [bonne] (reponse|solution) [alors]|quelle
        + (etait|serait) la [bonne] (reponse|solution)|(donc|alors) c est quoi|c est quoi alors
        (me|juste) (dire|donner) la [bonne] (reponse|solution)|(savoir|connaitre|avoir|entendre)
        + la [bonne] (reponse|solution)|(dites|dis) moi [juste|simplement] (ce que c est|la
        + [bonne] reponse)
        qu est ce qu il (faut|fallait) (dire|repondre)|(repondez|reponds) (pour moi|a ma place)|
        + me dire ce que c est""",
    "gives_up": """
        je (ne sais|sais) [vraiment|absolument] (pas|plus) [du tout] [ca|cela|quoi dire|
        + repondre|la reponse] [du tout]|je (n en|en) (sais rien)|je ne (peux|sais) pas
        + (repondre|dire) [a <q>|a ca]|je connais pas|je ne connais pas la reponse|j abandonne
        [franchement|honnetement|la] je (ne sais|sais|ne saurais|saurais|ne le sais) (vraiment
        + pas|pas|plus|pas du tout|plus du tout|absolument pas|pas trop|pas vraiment|toujours
        + pas) [<this>|quoi (dire|repondre)|repondre|comment (dire|repondre|expliquer) [ca]|vous
        + dire|ce que c est|par ou commencer] [du tout|desole|la dessus|moi non plus]|sais pas|
        + [moi] (je n en|j en) sais (rien|trop rien|absolument rien|fichtre rien) [du tout]
        [franchement|vraiment|desole|desolee|la|honnetement] (aucune idee|pas la moindre idee|
        + pas d idee) [du tout|la dessus|de ce que c est|franchement|vraiment|desole|desolee]|
        + (je n ai|j ai|je n en ai|j en ai) (aucune|pas d|pas la moindre|vraiment aucune|
        + absolument aucune) [idee] [du tout|la dessus|de ce que c est|de la reponse]|(j ai|je l
        + ai|j avais) [completement|tout|totalement] oublie [<this>|tout|le (mot|terme|nom)|ce
        + chapitre]|(completement|tout) oublie
        je (ne me|me|ne m en|m en|me le|ne me le) (souviens|rappelle) (pas|plus|plus du tout|pas
        + du tout) [de ca|de rien|de la reponse|du mot|trop]|(ca|cela|le mot|le nom) m (echappe|
        + a echappe)|ca m est sorti de la tete
        je (donne ma langue au chat|seche [la dessus|completement]|capitule)|(j ai|c est) (un
        + trou|un trou de memoire|un blanc|le trou|le trou noir|le blanc total)|[un] trou de
        + memoire
        je (ne suis|suis) (pas|plus|pas du tout|pas trop|pas vraiment|pas tout a fait) (sur|
        + sure|certain|certaine) [de (moi|ca|ma reponse|la reponse)|du tout]|pas (sur|sure) du
        + tout|je (ne peux|peux|ne saurais|ne sais) pas (repondre|vous repondre|vous dire|le
        + dire|l expliquer) [a (<q>|ca|celle la)|la dessus]|(on n a|on a|nous n avons) (pas|
        + jamais) [encore] (etudie|appris|traite|vu) (ca|cela|ce chapitre|cette partie) [en
        + cours]|(je n ai|j ai) (pas|jamais) (appris|etudie|revise) [<this>|cette partie|ce
        + chapitre]
        (je n ai|j ai) jamais entendu parler (de ca|de cela)|jamais entendu parler [de ca]|(je n
        + ai|j ai) pas (de|la) reponse [a ca|a cette question]|c est trop (dur|difficile|
        + complique) pour moi|rien ne me vient [a l esprit]|ca ne me dit rien|ca me dit rien
        qui sait|je (ne trouve|trouve) (pas|plus) (le mot|la reponse)""",
    "checking": """
        c est (juste|correct|exact|bon|ca|vrai|faux|bien ca|la bonne reponse) [ca|ou pas|ou non|
        + jusque la|jusqu ici|ce que j ai dit]|c etait (juste|correct|exact|bon|ca|faux|la bonne
        + reponse)
        juste|correct|exact|vrai|j ai (raison|bon|juste|tort|faux|bien repondu|oublie quelque
        + chose)|je suis [bien] (sur la bonne voie|sur la bonne piste|dans le vrai)|vrai ou
        + faux|oui ou non
        ma reponse est (juste|correcte|bonne|exacte)|(ca va|comme ca|je me trompe|il manque
        + quelque chose|vous etes d accord|tout est juste|ca repond a [la|votre] question|ca
        + tient la route)""",
    "clarify": """
        qu est ce que (vous voulez|tu veux|vous vouliez) dire [<by it>]|que (voulez vous|veux
        + tu|vouliez vous) dire [<by it>]|(vous voulez|tu veux) dire quoi [<by it>]|(qu entendez
        + vous|qu est ce que vous entendez) <by it>
        qu est ce que (ca|cela|<q>) (veut dire|signifie)|(ca|cela|<q>) (veut dire|signifie)
        + quoi|que veut dire (ca|cela|<q>|* [*])|que signifie (ca|cela|<q>|* [*])|qu est ce que
        + (ca|cela) veut dire * [*]
        (qu est ce que vous|que) (voulez|attendez|cherchez|demandez) [vous] [savoir|entendre|que
        + je dise|que je fasse|comme reponse] [exactement|de moi|au juste]|vous (voulez|
        + attendez|cherchez) quoi [exactement|comme reponse|de moi]|qu est ce que je dois
        + (faire|expliquer|decrire|raconter) [exactement|la]
        que dois je (faire|expliquer|decrire|raconter) [exactement|la]|qu est ce qu on (me
        + demande|attend de moi)|de quoi (s agit il|parlez vous|vous parlez) [exactement]|dans
        + quel (sens|contexte)|c est a dire
        (m|me l|l|nous l|nous|me) (expliquer|preciser|clarifier|eclaircir|detailler|reexpliquer|
        + expliquez) [<q>|ca|cela|ce que vous (voulez dire|demandez|attendez)|la consigne|ce que
        + ca veut dire] [<better>]
        (expliquer|preciser|clarifier|eclaircir|reexpliquer) [moi] (<q>|ca|cela|ce que vous
        + (voulez dire|demandez|attendez)|la consigne|mieux|un peu) [<better>]|(expliquez|
        + explique|precisez|clarifiez) moi [<q>|ca|cela|ce que vous (voulez dire|demandez)]
        + [<better>]|(expliquez|precisez|clarifiez) (<q>|ca|cela) [<better>]|(pourriez vous|vous
        + pouvez|pouvez vous|vous pourriez) (expliquer|preciser|clarifier|detailler) [<better>]
        (formuler|dire|poser|reformuler|formulez|dites) [<q>|ca|cela|la|le] (autrement|
        + differemment|plus simplement|d une autre (facon|maniere)|plus clairement|avec d autres
        + mots)|(etre|soyez) [un peu] plus (precis|precise|clair|claire|concret)
        je (ne comprends|comprends|ne saisis|saisis|ne pige|pige) (pas|rien|pas bien|pas tres
        + bien|pas trop|pas vraiment|pas tout a fait|pas du tout) [<q>|ca|cela|la consigne|votre
        + question|ou vous voulez en venir|ce que (vous (voulez|voulez dire|demandez|attendez|me
        + demandez|cherchez|attendez de moi)|ca veut dire|je dois faire|ca signifie)]|je (ne
        + vois|vois) pas (ou vous voulez en venir|ce que vous voulez dire)
        je (ne suis|suis) pas (sur|sure|certain|certaine) (d avoir compris|de comprendre|de bien
        + comprendre|d avoir bien compris) [<q>]|je (ne sais|sais) pas ce que (vous (voulez
        + dire|demandez|attendez|voulez)|ca veut dire|ca signifie)|la question (n est|est) pas
        + [tres|bien] claire [pour moi]|(c est|ce n est) pas [tres] clair pour moi|hein quoi|
        + vous parlez de * [*] [*] [*]|laquelle exactement""",
    "by it": "par la|par ca|avec ca|exactement|par (cette|la|votre) question|(par|avec) * [*] [*]",
    "better": "un peu|mieux|davantage|autrement|plus en detail|un peu mieux|un peu plus",
    "verify alone": """
        (est ce que|est ce) (c est|c etait|cela est|ma reponse est) [bien] (juste|correct|exact|
        + bon|ca|vrai|faux|correcte|bonne|exacte|la bonne reponse|suffisant) [ca|ou non|ou pas|
        + jusque la]|est ce que (j ai|ai je) [bien] (raison|bon|juste|repondu|oublie quelque
        + chose) [a la question]|est ce que (ca va|ca suffit|ca convient|je suis sur la bonne
        + (voie|piste))|(est ce|etait ce|c est) (juste|correct|exact|bon|ca|vrai) (ou pas|ou
        + non|ou faux)|(est ce|etait ce) [bien] (juste|correct|exact|bon|ca|vrai|la bonne
        + reponse)|ai je [bien] (raison|juste|bon|repondu|tort) [a la question]|suis je sur la
        + bonne (voie|piste)|ma reponse est elle (juste|correcte|bonne|exacte)
        (dites|dites moi|me dire|dis moi) si (c est|c etait|j ai|ma reponse est) (juste|correct|
        + bon|exact|ca|raison|correcte|bonne)|(qu en pensez vous|qu est ce que vous en pensez|
        + vous en pensez quoi)|(c est|c etait) (bon|juste|correct) (n est ce pas|non|hein)
        comment etait ma reponse""",
    "this": "(ca|cela|la reponse|cette reponse)",
    "hedges": """
        peut etre|mais|je crois|je pense|je dirais|j dirais|probablement|sans doute|c est peut
        + etre|je suppose|j imagine|il me semble|cependant|ca doit etre|ca pourrait etre|ce
        + serait|c est possible que""",
    "openers": "oui ouais non nan",
    "loose": """
        svp=s_il_vous_plait stp=s_il_te_plait vraiment= franchement= honnetement= simplement=
        monsieur= madame= alors= donc= maintenant= desole= desolee= chais=je_sais ouais=oui
        nan=non ptit=petit""",
    "yes": "oui ouais si certain certainement exactement absolument bien sur d ok okay",
    "no": "non pas jamais nan",
}
