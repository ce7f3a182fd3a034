"""How commands are said in French; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fillers": "euh heu hum hm hmm mm ah oh ben bah",
    "courtesy": """
        pardon|excusez moi|desole|desolee|je suis desole|je suis desolee|d accord|ok|okay|
        + bien|tres bien
        merci|merci beaucoup|s il (vous|te) plait|bon|bonjour|alors|oui d accord""",
    "leads": """
        s il vous plait|s il te plait|est ce que vous pouvez|est ce que vous pourriez|
        + pouvez vous
        pourriez vous|vous pouvez|vous pourriez|peux tu|tu peux|pourrais tu|est ce que je
        + peux
        est ce que je pourrais|puis je|je peux|je pourrais|est ce qu on peut|on peut|peut on
        je voudrais|j aimerais|je veux|je souhaite|pardon|excusez moi|desole|desolee|d
        + accord|ok|bon
        bien|alors|et|mais|oui|attendez|peut etre|maintenant|bonjour|voulez vous|on va|
        + allons
        veuillez|je vais""",
    "tails": """
        s il vous plait|s il te plait|merci|maintenant|pour moi|d accord|ok|si possible
        monsieur|madame|alors|pardon""",
    "asking": "pardon|comment|quoi|excusez moi|hein|plait il",
    "q": "[la|cette|votre|ta] [derniere] question",
    "again": "encore une fois|une (deuxieme|seconde) fois|de nouveau|a nouveau|encore",
    "repeat": """
        (repeter|repetez|repete|redire|redites|relire|relisez|reposer|reposez|repose) [moi]
        + [<q>|ca|cela] [<again>]|(la|le) (repeter|redire|reposer) [<again>]|(me|nous)
        + (repeter|redire|reposer|relire) (<q>|ca|cela) [<again>]|[<q>] encore une fois|
        + (dites|dire|posez|poser) (<q>|ca|cela) (<again>)|[c est] quoi (la question)|c etait
        + quoi [deja] la question
        quelle (est|etait) [deja] (<q>)|qu est ce que vous avez (dit|demande)|qu avez vous
        + (dit|demande)|(je n ai|j ai) pas [bien|tout] (compris|entendu|saisi) [<q>|ce que
        + vous avez dit]
        je ne comprends pas (<q>)|je comprends pas (<q>)|vous pouvez repeter|plait il""",
    "slowly": """
        [un peu] plus lentement|[un peu] moins vite|lentement s il vous plait|pas si vite
        (parler|parlez|parle|repeter|repetez|lire|lisez|dire|dites|redire|relire) [le|la|
        + moi] [<q>|ca|cela] [encore une fois] [un peu] (plus lentement|lentement|moins vite|
        + plus doucement)
        vous parlez trop vite|c est trop (vite|rapide) pour moi|(ralentir|ralentissez) [un
        + peu]""",
    "think": """
        (laissez|laisse) moi [un peu|un moment|un instant|juste] (reflechir|penser) [un peu|
        + un moment |un instant|une (minute|seconde)] [a (ca|cela|la question)]|laissez moi
        + [juste] (un (moment|instant)|une (minute|seconde)) [pour reflechir]|[juste] un
        + (moment|instant) [pour reflechir]|[juste] une (minute|seconde) s il vous plait|
        + attendez [un (moment|instant|peu)]|attends|j ai besoin [d un peu] de temps [pour
        + reflechir]|j ai besoin d un (moment|instant) [pour reflechir]|(il faut que je|je
        + dois|reflechir|j ai besoin de) (reflechisse|reflechir|y reflechir) [un peu|un
        + moment|un instant]|y reflechir [un (moment|instant)]|reflechir [un peu|un (moment|
        + instant)]|je reflechis [encore|un peu]
        (donnez|donne) moi [juste] [encore] (un (moment|instant|peu de temps)|une (minute|
        + seconde)) [pour (reflechir|y reflechir)]|avoir un (moment|instant) [pour reflechir]""",
    "hint": """
        [avoir|donnez moi|donne moi|me donner|j ai besoin d|vous avez|avez vous] [un|encore
        + un|un autre|l] [petit] (indice)|[donnez moi|me donner|avoir] [un] [petit] coup de
        + pouce
        (aidez|aide) moi [un peu]|m aider [un peu]|j ai besoin d [un peu d] aide|[un peu d]
        + aide
        une piste|[donnez moi|me donner|avoir] une [petite] (piste|aide)""",
    "skip": """
        (passer|passez|passe|passons|sauter|sautez|sautons|on passe|on saute) [<q>|ca|celle
        + (la|ci)|a la [question] suivante|a la prochaine [question]|a une autre question|a
        + autre chose]
        [la] question suivante|[la] suivante|[la] prochaine [question]|une autre question
        je (passe|saute) [<q>|celle ci|celle la|cette question]|[la|le] (sauter|passer)
        aller a la (suivante|question suivante|prochaine question)""",
    "back": """
        (revenir|retourner|revenons|revenez|retournons|retour) [en arriere|a (<last>)]
        (<last>)|une question en arriere|en arriere|(corriger|completer|changer|modifier)
        + ma (derniere reponse|reponse precedente)|je reviens a (<last>)""",
    "last": "la [question] (precedente)|la question (d avant)",
    "pause": """
        pause|[faire|faisons|prendre|mettre|une|j ai besoin d] [une] [petite|courte] pause
        (mettre|mettez|met) [l] (examen) (en pause)|(interrompre|suspendre|interrompez|
        + suspendez) [l] (examen|entretien) [un (moment|instant)]|(mettre|mettez) en pause|en
        + pause
        (arreter|arretez|arretons) [l examen] un (moment|instant)""",
    "resume": """
        (continuer|continuez|continuons|continue|reprendre|reprenons|reprenez|poursuivre|
        + poursuivons|poursuivez) [l examen] [maintenant]|on (continue|reprend|peut continuer|
        + peut reprendre)
        je suis (pret|prete|de retour) [a (continuer|commencer)]|pret|prete|allez y|c est
        + reparti
        je suis la|on y va|(commencer|je commence)|fin de la pause""",
    "time_left": """
        [il] [me|nous] [reste] combien de temps [il] [me|nous|est ce qu il] [reste] [t il]
        + [il] [me|nous] [reste] [encore] [pour repondre]|combien de (temps|minutes) (me|
        + nous) reste t il [encore]
        combien de (temps|minutes) (reste t il|il reste|il me reste|ai je|j ai) [encore]
        combien de (temps|minutes) est ce qu il (me reste|nous reste|reste) [encore]
        il [me|nous] reste combien de (temps|minutes)|[le] temps restant|quel est le temps
        + restant
        (il me reste|j ai encore|est ce que j ai encore) du temps|j ai encore combien de
        + temps""",
    "done": """
        (j ai|c est) (fini|termine) [ma reponse|de repondre]|fini|termine|c est (tout|bon
        + pour moi) [pour moi|ce que je (sais|peux dire)]|voila [c est tout]|(c est|voila)
        + tout ce que je (sais|peux dire|voulais dire|avais a dire) [la dessus]|(c est|c
        + etait|voila) ma reponse
        [je n ai|j ai] rien [d autre|de plus] a (dire|ajouter)|je n ai plus rien a (dire|
        + ajouter)
        rien d autre|fin de [la|ma] reponse""",
    "stop": """
        stop|arreter|arretez|arretons|arrete|arretez (tout|ca|maintenant)|on arrete [la|
        + tout]
        (arreter|arretez|arretons|terminer|terminez|terminons|finir|quitter|abandonner|
        + interrompre definitivement) [l|cet] (examen|epreuve|entretien|test)|fin de l examen
        je (veux|voudrais) (arreter|quitter)|je ne veux plus continuer|je veux pas continuer""",
    "answer": """
        (dites|dis|donnez|donne) moi [juste] la [bonne] (reponse|solution)|(me|nous) (dire|
        + donner) la [bonne] (reponse|solution)|(quelle est|c est quoi) la [bonne] (reponse|
        + solution)
        la [bonne] (reponse|solution) [s il vous plait]|(dites|dis) (le moi|moi)|qu est ce
        + que je (dois|devrais) (dire|repondre)|(avoir|connaitre) la [bonne] reponse""",
    "gives_up": """
        je (ne sais|sais) [vraiment|absolument] (pas|plus) [du tout] [ca|cela|quoi dire|
        + repondre|la reponse] [du tout]|je (n en|en) (sais rien)|aucune idee|je n ai (aucune
        + idee|pas d idee|pas la moindre idee)|j ai (aucune idee|pas d idee|oublie)|je ne (me
        + souviens|m en souviens) (pas|plus)|je (me souviens|m en souviens) (pas|plus)|je l
        + ai oublie|je ne (peux|sais) pas (repondre|dire) [a <q>|a ca]|je connais pas|je ne
        + connais pas la reponse|j abandonne
        je ne suis pas (sur|sure)|je seche|pas d idee""",
    "yes": "oui ouais si certain certainement exactement absolument bien sur d ok okay",
    "no": "non pas jamais nan",
}
