"""How commands are said in Italian; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fillers": "ehm eh ah oh mm hm hmm beh mah um uh allora dunque",
    "courtesy": """
        scusi|scusa|mi scusi|mi dispiace|va bene|d accordo|ok|okay|bene|molto bene|grazie|
        + grazie mille
        per favore|per piacere|per cortesia|prego|buongiorno""",
    "leads": """
        per favore|per piacere|per cortesia|puo|potrebbe|puoi|potresti|mi puo|mi potrebbe|
        + mi puoi
        mi potresti|posso|potrei|possiamo|potremmo|vorrei|voglio|mi piacerebbe|scusi|scusa|
        + mi scusi
        va bene|ok|bene|e|ma|si|aspetti|ora|adesso|poi|buongiorno|si puo|e possibile|ho
        + bisogno di
        dovrei|penso che""",
    "tails": """
        per favore|per piacere|per cortesia|grazie|adesso|ora|per me|ok|se possibile|se puo
        scusi|prego""",
    "asking": "scusi|scusa|come|cosa|prego|come scusi|come dice",
    "q": "[la|questa|quella|sua|tua] [ultima] domanda",
    "again": "ancora [una volta]|di nuovo|un altra volta|una seconda volta|nuovamente",
    "repeat": """
        (ripetere|ripetermi|ripeterla|ripeterlo|ripetermela|ripeta|ripeti|ripetimi|mi
        + ripeta|ripetiamo|rileggere|rilegga|rileggermi|ridire|ridica) [<q>|lo|la|quello che
        + ha detto] [<again>]
        (dire|dica|dirmi|leggere|legga|leggermi|fare|farmi) (<q>|lo|quello) (<again>)
        (dirlo|leggerla|lo dica|la legga) (<again>)|[<q>] (ancora una volta|di nuovo|un
        + altra volta)
        qual (era|e) (<q>)|com (era|e) (<q>)|(che cosa|cosa|che) (ha detto|hai detto|ha
        + chiesto)
        non ho [ben] (capito|sentito) [bene] [<q>|quello che ha detto]|non capisco (<q>)
        (sentire|risentire) (<q>) [<again>]""",
    "slowly": """
        [un po] piu (lentamente|piano|lento|adagio)|(lentamente|piano) per favore|non cosi
        + (veloce|in fretta)|(parlare|parli|parla|ripetere|ripeta|ripeterla|ripeterlo|dire|
        + dirlo|leggere|legga) [<q>|lo|la] [ancora una volta|di nuovo] [un po] (piu
        + (lentamente|piano|lento)|lentamente|piano)|(parla|va) troppo (veloce|in fretta|
        + velocemente)|e troppo veloce per me
        (rallentare|rallenti) [un po]""",
    "think": """
        (mi lasci|lasciami|mi faccia|fammi|mi fai) (pensare|riflettere|pensarci) [un
        + (attimo|momento|po|secondo|minuto)] [a (questo|quello)]|[mi dia|dammi|mi dai|solo|
        + avere] [solo] un (attimo|momento|attimino|momentino|istante) [per (pensare|
        + riflettere|pensarci)]|un (secondo|minuto) per favore
        (mi dia|dammi|mi serve|mi servirebbe|avere) [ancora] (un (secondo|minuto|po di
        + tempo)|del tempo|tempo) [per (pensare|riflettere|pensarci)]|aspetti [un (attimo|
        + momento|secondo)]|aspetta [un (attimo|momento|secondo)]|(devo|sto) [ancora]
        + (pensare|riflettere|pensarci|pensando|pensandoci|riflettendo) [un (attimo|momento|
        + po)]|(pensare|riflettere|pensarci) [un (attimo|momento|po)]|[un po di] tempo per
        + pensare|ci (devo|sto) (pensare|pensando) [un (attimo|momento)]""",
    "hint": """
        [mi dia|dammi|darmi|dare|avere|ha|hai|mi serve|di] [un|un altro|ancora un|il
        + prossimo] [piccolo] (suggerimento|indizio|aiutino)|(mi aiuti|aiutami|aiutarmi) [un
        + po]|[un po di|mi serve|un] aiuto
        [darmi|mi dia|dammi] (una mano|un aiuto)""",
    "skip": """
        (saltare|saltarla|saltiamo|salti|salta|salto|passare|passiamo|passi|passo) [<q>|
        + questa|quella|alla (prossima|successiva) [domanda]|alla domanda successiva|a un
        + altra domanda]|[la] prossima [domanda]|[la] domanda (successiva|dopo)|avanti con la
        + prossima|un altra domanda|passo
        (lasciare|lasciamo) [perdere] (<q>|questa)|(andare|andiamo) alla (prossima|
        + successiva) [domanda]|la successiva""",
    "back": """
        (tornare|torniamo|torni|torna|ritornare|ritorniamo|andare) (indietro|a (<last>)|
        + alla (domanda precedente|precedente|domanda di prima|domanda prima))|indietro|<last>
        una domanda indietro|(correggere|cambiare|completare|modificare) la mia (ultima
        + risposta|risposta precedente)""",
    "last": "la (domanda) (precedente|di prima)|domanda precedente",
    "pause": """
        pausa|[facciamo|fare|faccia|prendere|una|di] [una] [piccola|breve] pausa|
        + (sospendere|sospenda|interrompere|interrompa|fermare|mettere in pausa|metta in
        + pausa) [l] (esame) [un (attimo|momento)]|(mettere|metta|metti) in pausa [l esame]|
        + in pausa|(fermarci|fermiamoci) un (attimo|momento)|mi serve una pausa""",
    "resume": """
        (continuare|continui|continuiamo|continua|proseguire|prosegua|proseguiamo|
        + riprendere|riprenda|riprendiamo|andare avanti|vada avanti|andiamo avanti|vai
        + avanti) [con] [l] [esame]|avanti|(sono|eccomi) [pronto|pronta|tornato|tornata] [per
        + (continuare|iniziare)|a (continuare|iniziare)]|pronto|pronta|(iniziare|iniziamo|
        + comincio|cominciamo)|fine della pausa""",
    "time_left": """
        quanto tempo (ho|rimane|resta|mi rimane|mi resta|ci rimane|abbiamo|c e|manca)
        + [ancora] [a disposizione]|quanto (manca|mi rimane|rimane)|quanti minuti (ho|
        + rimangono|restano|mi rimangono|mi restano|mancano|abbiamo) [ancora]|[il] tempo
        + (rimanente|rimasto)
        qual e il tempo rimanente|(dirmi|mi dica|dimmi) quanto (tempo rimane|tempo ho|tempo
        + resta|manca)|(ho|c e) ancora tempo|quanto tempo ancora""",
    "done": """
        [io] (ho|) (finito|terminato|concluso) [la mia risposta|di rispondere]|(questo|
        + ecco) e tutto
        [questo] e tutto [quello che (so|posso dire|volevo dire|ricordo)|da parte mia|per
        + me]|e tutto
        tutto qui|(basta|fatto) cosi|questa e la mia risposta|(non ho|) (altro|nient altro|
        + piu nulla|piu niente) da (dire|aggiungere)|nient altro|fine della risposta|ecco
        + tutto|ho detto tutto""",
    "stop": """
        (fermare|fermi|ferma|fermati|si fermi|basta|stop|smettere|smetta|smettiamo|alt)|
        + (fermare|fermi|terminare|termini|terminiamo|finire|finiamo|concludere|concluda|
        + concludiamo|interrompere definitivamente|smettere|abbandonare|annullare|chiudere)
        + [l|questo|questa] (esame|prova|test)|(fermiamoci|finiamo|finirla) qui|abbandonare|
        + non voglio [piu] (continuare|andare avanti) [piu]|fine dell esame""",
    "answer": """
        (mi dica|dimmi|mi dia|dammi|dirmi|darmi|dica|mi dai) [solo] la (risposta|soluzione)
        + [giusta|corretta|esatta]|(qual e|quale e|quale sarebbe) la (risposta|soluzione)
        + [giusta|corretta|esatta]
        la (risposta|soluzione) [giusta|corretta] per favore|la risposta [giusta]|(che|che
        + cosa|cosa) (devo|dovrei) (dire|rispondere)|(me lo dica|dimmelo|dirmelo)""",
    "gives_up": """
        [io] non (lo|la) so [proprio|bene] [mi dispiace]|non so [proprio] [la risposta|cosa
        + dire|che dire|rispondere|niente|cosa rispondere]|[non ho] (nessuna|la minima|
        + alcuna) idea|non ho idea
        non [lo|me lo|mi|la] ricordo [piu]|(l ho|ho) dimenticato [tutto]|non (posso|so)
        + (rispondere|dire) [a (questa domanda)]|mi arrendo|non (sono|ne sono) (sicuro|
        + sicura)|non saprei [dire|rispondere]|boh|non conosco la risposta|me lo sono
        + dimenticato
        non ne ho [proprio] idea""",
    "yes": "si certo sicuro sicura esatto esattamente certamente assolutamente ok va",
    "no": "no mai neanche",
}
