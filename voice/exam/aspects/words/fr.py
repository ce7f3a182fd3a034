"""How parts of a task sound in French; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

from voice.exam.model.bank import Aspect

SIGNALS: Mapping[Aspect, str] = {
    "names": r"""
        c'est|c'était|j'ai|je (?:suis|fais|voudrais|veux|prends|travaille)|on a|nous avons|il s'agit
        |il s'appelle|elle s'appelle|j'habite|je vis|on vit|je loue|surtout|plutôt""",
    "describes": r"""
        il y a|y a|il y avait|il y aurait|c'est|c'était|elle est|il est|avec|très|assez|plutôt
        |petite?s?|grande?s?|immense|minuscule|plein de|on y voit|on voit|on entend|donne sur
        |ressemble|porte|toujours|consiste|tout|partout|serait|seraient|en ce moment""",
    "where": r"""
        dans (?:un|une|le|la|les|mon|ma)|à (?:la|côté|l')|au|aux|sur (?:la|le|une?)|en face|près
        |derrière|devant|sous|entre|chez|là-bas|où|à la maison|au bord|au coin|se trouve""",
    "when": r"""
        tous les|toutes les|chaque|toujours|jamais|souvent|parfois|rarement|d'habitude|depuis|il y a
        |quand|vers|heures?|minutes?|jours?|semaines?|mois|ans?|années?|matins?|soirs?|dimanches?
        |samedis?|lundis?|noël|été|hiver|fois|plus tard|bientôt|à \w+ ans|l'année""",
    "reason": r"""
        parce qu[e']?|car|puisqu[e']?|comme|pour que|c'est pour ça|c'est pourquoi|la raison
        |une des raisons|grâce à|à cause|sinon|du coup|donc|afin|tellement|l'avantage|le mieux
        |ce qui (?:me|m')|ce que j'aime|j'(?:aime|adore|ai besoin|avais|ai peur)
        |je (?:n'aime|déteste|trouve|suis quelqu'un|m'y)|ça (?:me|m'|coûte|évite|permet|repose)
        |évite|permet|vient de|besoin|envie|si bien|sinon|on (?:peut|se)""",
    "example": r"""
        par exemple|comme quand|une fois|notamment|un jour|la semaine dernière|le mois dernier
        |l'année dernière|hier|je me souviens|je connais|j'ai (?:connu|vu|lu|trouvé|passé|acheté)
        |moi,? (?:j'|je|par)|mon (?:frère|père|fils|ami|copain|oncle|cousin|voisin|grand-père)
        |ma (?:mère|sœur|fille|copine|voisine|cousine|tante|grand-mère)
        |une? (?:copine|copain|amie?|collègue)|quand j'|lorsqu[e']?|chez (?:nous|moi)|prenez""",
    "opinion": r"""
        je (?:pense|crois|trouve|dirais|préfère|suis (?:pour|contre|d'accord|plutôt|convaincue?
        |sûre?)|ne (?:pense|crois|suis)|serais|pourrais|regrette|referais)|à mon avis|selon moi
        |pour moi|d'après moi|franchement|honnêtement|personnellement|ça dépend|cela dépend
        |tout dépend|j'aime(?:rais)?|il (?:faut|vaut)|faut|vaut mieux
        |c'est (?:une? (?:bonne|mauvaise)|mieux|bien|dommage|plutôt)|bien sûr|sans hésiter|oui|non
        |d'accord|me (?:paraît|semble)|j'ai le sentiment|mieux|maintenant|aujourd'hui|avec le recul
        |moi""",
    "compares": r"""
        tandis que|alors que|plus|moins|que|autrefois|avant|aujourd'hui|maintenant|à l'époque
        |de nos jours|par rapport|contrairement|en revanche|différent\w*|les deux|autant|mieux
        |quand j'étais|jadis|par contre|plutôt|d'un côté""",
    "other_side": r"""
        mais|cependant|pourtant|toutefois|par contre|en revanche|d'un autre côté|d'accord|certes
        |même si|bien que|sauf|le problème|problème|inconvénient|limites?|danger|risque|difficile
        |seulement|après|bon|trop|ne (?:peut|peuvent|faut) pas|à force|malheureusement
        |pas (?:toujours|tous|assez)|c'est vrai|quand même""",
    "condition": r"""
        si|quand|à condition|pourvu|tant que|sauf|à moins|ça dépend|cela dépend|tout dépend
        |seulement|uniquement|en cas|lorsqu[e']?|passé|selon|dans ce cas|là""",
    "result": r"""
        alors|donc|du coup|finalement|enfin|résultat|conséquence|c'est pour
        |ça (?:fait|donne|rend|me)|cela (?:fait|me)|depuis|ensuite|heureusement|au final|à la fin
        |si bien|ainsi|serait|pourrait|gardé|reste|retiens|retenu|restée?|appris""",
    "experience": r"""
        j'ai|je suis|on a|nous avons|c'était|j'étais|il y avait|était|étaient|avait|avaient|a|ont|ai
        |est|s'est|sommes|fut|\w{2,}ais|\w{2,}ait|\w{2,}aient|soudain|tout à coup|tout d'un coup
        |un jour|puis|malheureusement|quand""",
    "habit": r"""
        toujours|souvent|d'habitude|en général|parfois|jamais|tous les|chaque
        |le (?:matin|soir|samedi|dimanche)|l'après-midi|ensuite|après|puis|d'abord
        |on (?:mange|va|fait|regarde|joue)
        |je (?:me lève|mange|fais|vais|joue|lis|regarde|prends|traîne|prépare|dors)|encore
        |maintenant""",
    "plan": r"""
        je (?:vais|veux|voulais|voudrais|compte|pense)|on (?:va|voulait|allait)
        |nous (?:voulions|allions)|j'(?:allais|aimerais|espère)|plus tard|bientôt|prochaine?|projet
        |prévu|un jour|futur""",
    "imagines": r"""
        serait|seraient|aurait|pourrait|pourrais|\w{2,}rais|\w{2,}rait|\w{2,}raient|peut-être
        |sans doute|probablement|imagine|si|j'aimerais|il faudrait|doit""",
    "advises": r"""
        il (?:faut|faudrait|vaut mieux|vaudrait mieux|suffit)|on (?:devrait|pourrait|doit|peut)
        |devrait|devraient|pourrait|il vaudrait|mieux|conseille\w*|recommande\w*|solution
        |pourquoi pas|ce qui aide|essayer|serait|l'idéal|si (?:on|les|tout)|peuvent|faut""",
    "defines": r"""
        veut dire|signifie|c'est-à-dire|désigne|s'agit|définition|définis|j'entends|on appelle
        |autrement dit|c'est (?:un|une|le|la|quand)|au sens|correspond""",
    "method": r"""
        en \w+ant|d'abord|ensuite|puis|après|enfin|étape
        |je (?:regarde|lis|écoute|parle|prends|fais|répète|suis|note)
        |j'ai (?:pris|utilisé|commencé|appris|fait|mesuré|comparé)|avec (?:un|une|des|mon|ma)
        |tous les jours|grâce à|à l'aide|on (?:a|se)|application|cours|rencontrée?s?|connais
        |connue?""",
    "evidence": r"""
        montre\w*|trouvé|mesuré|données|résultats?|parce que|testé|selon|d'après|repose|sources?
        |études?|expériences?|entretiens?|enquête|échantillon|pour cent|preuves?|vérifié|observé
        |comparé""",
}

WORDS: Mapping[str, str] = {
    "evasions": r"""
        (?:je )?(?:ne )?sais pas|aucune idée|pas d'idée|(?:bonne|difficile|grande) question
        |difficile à dire|je ne vois pas|sujet (?:très )?(?:compliqué|difficile)
        |chacun (?:a )?son (?:opinion|avis)|peut-être pas|rien ne me vient|jamais réfléchi""",
    "asks": r"""
        (?:pouvez|pourriez)-vous|vous pouvez|voulez-vous|qu'est-ce que vous|répéter la question""",
    "stances": r"""
        je (?:pense|crois|trouve|dirais|préfère|préférerais|suis (?:pour|contre|d'accord))|j'aime
        |à mon avis|selon moi|pour moi|oui|non|pas|ça dépend""",
    "self": r"je|j'\w+|me|m'\w+|moi|mon|ma|mes|on|nous|notre|nos",
    "vague": """
        aller aujourd'hui avis beaucoup ben bien bon bonne certain certaines chacun chose
        choses difficile différent différentes différents dire doute désolé euh exemple
        facile gens grand grande grandes important intéressant jamais mauvais monde non
        opinion oui parfois pays personne personnes petit petite petites peut-être question
        raison raisons réponse sans savoir souvent sujet toujours voilà vraiment""",
}
