"""How commands are said in Italian; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fillers": "ehm eh ah oh mm hm hmm beh mah um uh allora dunque",
    "courtesy": """
        scusi|scusa|mi scusi|mi dispiace|va bene|d accordo|ok|okay|bene|molto bene|grazie|grazie
        + mille|per favore|per piacere|per cortesia|prego|buongiorno|scusate|mi perdoni|perdoni|
        + bella domanda|buona domanda|e una bella domanda|grazie infinite|perfetto grazie|molte
        + grazie|si grazie|no grazie|si per favore""",
    "leads": """
        per favore|per piacere|per cortesia|puo|potrebbe|puoi|potresti|mi puo|mi potrebbe|mi
        + puoi|mi potresti|posso|potrei|possiamo|potremmo|vorrei|voglio|mi piacerebbe|scusi|
        + scusa|mi scusi|va bene|ok|bene|e|ma|si|aspetti|ora|adesso|poi|buongiorno|si puo|e
        + possibile|ho bisogno di|dovrei|penso che|me la puo|me lo puo|me la potrebbe|me lo
        + potrebbe|me la puoi|me lo puoi|le dispiacerebbe|sarebbe possibile|penso di|credo di|
        + credo che|mi sa che|preferirei|preferisco|mi serve|avrei bisogno di|scusi ma|scusa ma|
        + mi scusi ma|perdoni|guardi|senta|no|si potrebbe|direi di|direi che|ah|oh|forse|mi puo
        + dare|mi potrebbe dare|puo darmi|potrebbe darmi|mi puoi dare|ha|avrebbe|c e""",
    "tails": """
        per favore|per piacere|per cortesia|grazie|adesso|ora|per me|ok|se possibile|se puo|
        + scusi|prego|mi dispiace|sinceramente|onestamente|a dire il vero|credo|penso|se non le
        + dispiace|se non ti dispiace|se puoi|se e possibile|per il momento|per ora|qui|mi
        + scusi|scusa|grazie mille|direi|un po""",
    "asking": "scusi|scusa|come|cosa|prego|come scusi|come dice",
    "q": "[la|questa|quella|sua|tua] [ultima] domanda",
    "again": "ancora [una volta]|di nuovo|un altra volta|una seconda volta|nuovamente",
    "repeat": """
        (ripetere|ripetermi|ripeterla|ripeterlo|ripetermela|ripeta|ripeti|ripetimi|mi ripeta|
        + ripetiamo|rileggere|rilegga|rileggermi|ridire|ridica) [<q>|lo|la|quello che ha detto]
        + [<again>]
        (dire|dica|dirmi|leggere|legga|leggermi|fare|farmi) (<q>|lo|quello) (<again>)
        (dirlo|leggerla|lo dica|la legga) (<again>)|[<q>] (ancora una volta|di nuovo|un altra
        + volta)
        qual (era|e) (<q>)|com (era|e) (<q>)|(che cosa|cosa|che) (ha detto|hai detto|ha chiesto)
        (sentire|risentire) (<q>) [<again>]
        (me la|me lo|mi|la|lo) (ripete|ripeta|ripeti|ripetere|rilegge|rileggere|rilegga|rileggi|
        + ridice|ridire|riformula) [<q>] [<again>]|(ridirla|ridirmela|rileggerla|rileggermela|
        + riformulare|riformularla|ripetermela) [<q>|l ultima parte] [<again>]|(rifarmi|farmi)
        + <q> [<again>]
        non ho [ben] (sentito|capito|colto|afferrato) [bene|niente|molto bene|nulla|tutto] [<q>|
        + quello che ha (detto|chiesto)|l ultima parte]|non l ho (sentita|capita|sentito|capito)
        + [bene]|non (la|ti) sento [bene]|(com era|qual era|cos era) <q> [<again>|gia]
        (cosa|che cosa) (mi ha chiesto|mi aveva chiesto|diceva|mi chiedeva)|(parli|parla|
        + parlare) [un po] piu forte|piu forte per favore|ho (dimenticato|scordato) (<q>|cosa mi
        + ha chiesto)|la domanda <again>|<again> <q>|come scusi|scusi cosa|cosa scusi""",
    "slowly": """
        [un po] piu (lentamente|piano|lento|adagio)|(lentamente|piano) per favore|non cosi
        + (veloce|in fretta)|(parlare|parli|parla|ripetere|ripeta|ripeterla|ripeterlo|dire|
        + dirlo|leggere|legga) [<q>|lo|la] [ancora una volta|di nuovo] [un po] (piu (lentamente|
        + piano|lento)|lentamente|piano)
        (rallentare|rallenti) [un po]
        (e|era|va|e stato|e andato|ha parlato) [un po|davvero] troppo (veloce|velocemente|in
        + fretta|rapido) [per me]|(parla|legge|va|sta parlando|stai parlando) [un po] (troppo|
        + molto|cosi) (veloce|velocemente|in fretta)|non (parli|parlare|vada) cosi (veloce|
        + velocemente|in fretta)
        [me la|me lo|lo|la] (parlare|parli|ripetere|ripeta|ripete|ripeterla|ripeterlo|
        + ripetermela|dire|dirlo|dica|dice|leggere|legga|rilegga|rileggere|rileggerla) [<q>]
        + [<again>] [ma|pero] [un po|un pochino] (piu (lentamente|piano|lento)|lentamente|piano)
        (ma|pero) [un po|un pochino] piu (lentamente|piano|lento)|un pochino piu (lentamente|
        + piano)|<again> [ma] [un po] piu (lentamente|piano)|non riesco a (seguire|seguirla|
        + starle dietro)|meno veloce per favore""",
    "think": """
        (mi lasci|lasciami|mi faccia|fammi|mi fai) (pensare|riflettere|pensarci) [un (attimo|
        + momento|po|secondo|minuto)] [a (questo|quello)]|[mi dia|dammi|mi dai|solo|avere]
        + [solo] un (attimo|momento|attimino|momentino|istante) [per (pensare|riflettere|
        + pensarci)]|un (secondo|minuto) per favore
        (mi dia|dammi|mi serve|mi servirebbe|avere) [ancora] (un (secondo|minuto|po di tempo)|
        + del tempo|tempo) [per (pensare|riflettere|pensarci)]|aspetti [un (attimo|momento|
        + secondo)]|aspetta [un (attimo|momento|secondo)]|(devo|sto) [ancora] (pensare|
        + riflettere|pensarci|pensando|pensandoci|riflettendo) [un (attimo|momento|po)]|
        + (pensare|riflettere|pensarci) [un (attimo|momento|po)]|[un po di] tempo per pensare|ci
        + (devo|sto) (pensare|pensando) [un (attimo|momento)]
        [mi dia|dammi|mi lasci|lasciami|aspetti|aspetta|solo|giusto] un (attimino|secondino|
        + minutino|momentino) [per (pensare|pensarci|riflettere)|che ci penso]|(mi dia|dammi|mi
        + lasci|lasciami|aspetti|aspetta|solo|giusto|mi conceda) [solo|ancora] (un (secondo|
        + minuto|attimo|momento|istante)|due (secondi|minuti)|qualche (secondo|minuto)) [per
        + (pensare|pensarci|riflettere)|che (ci penso|sto pensando)]|[un (secondo|attimo|
        + momento)|aspetti|aspetta] [che] (ci penso|ci sto pensando|sto pensando|sto
        + riflettendo|devo pensarci|devo riflettere|ci rifletto|ci sto ragionando) [un (attimo|
        + momento)|ancora]
        (mi lasci|lasciami|mi faccia|fammi) (ricordare|ragionare|pensarci bene)|[mi serve|mi
        + dia|dammi|mi servirebbe] [ancora] (un po di tempo|piu tempo|un po piu di tempo|del
        + tempo|qualche secondo|qualche minuto) per (pensare|pensarci|riflettere)|(mi serve|mi
        + dia|dammi|mi servirebbe) [ancora] (un po di tempo|piu tempo|un po piu di tempo|qualche
        + secondo|qualche minuto)
        ce l ho sulla punta della lingua|non ho ancora (finito|terminato)|ho perso il filo|un
        + secondo solo""",
    "hint": """
        [mi dia|dammi|darmi|dare|avere|ha|hai|mi serve|di] [un|un altro|ancora un|il prossimo]
        + [piccolo] (suggerimento|indizio|aiutino)|(mi aiuti|aiutami|aiutarmi) [un po]|[un po
        + di|mi serve|un] aiuto
        [darmi|mi dia|dammi] (una mano|un aiuto)
        (mi puo dare|potrebbe darmi|posso avere|avrebbe|avresti|ha|hai|c e|vorrei|mi da|mi dai|
        + darmi|dammi|mi dia|ne ha|avere|qualche) (un|qualche|un altro|il primo) [piccolo]
        + (suggerimento|indizio|aiutino|aiuto|spunto)|qualche (suggerimento|indizio)|(un altro|
        + un piccolo) (suggerimento|indizio|aiuto)
        (mi da|mi dai|darmi|mi darebbe|dammi|mi dia) (una mano|un aiuto|un aiutino) [con questa|
        + qui]|(mi aiuta|mi aiuti|aiutami|aiutarmi|mi aiuterebbe|mi puo aiutare|mi potrebbe
        + aiutare) [un po] (con questa [domanda])|(mi aiuterebbe|mi puo aiutare|mi potrebbe
        + aiutare) [un po]|(sono|mi sono) (bloccato|bloccata)|da dove (comincio|inizio|parto)
        un (aiuto|suggerimento|indizio) (sarebbe|mi farebbe) (utile|gradito|comodo)|(mi serve|mi
        + servirebbe) (un aiuto|un po di aiuto|aiuto)""",
    "skip": """
        (saltare|saltarla|saltiamo|salti|salta|salto|passare|passiamo|passi|passo) [<q>|questa|
        + quella|alla (prossima|successiva) [domanda]|alla domanda successiva|a un altra
        + domanda]|[la] prossima [domanda]|[la] domanda (successiva|dopo)|un altra domanda
        (lasciare|lasciamo) [perdere] (<q>|questa)|(andare|andiamo) alla (prossima|successiva)
        + [domanda]|la successiva
        andiamo avanti [con la prossima|con altro]|andare avanti [con la prossima|con altro]|
        + (passare|passiamo|andiamo) oltre|(questa|quella) la (salto|passo|lascio|saltiamo|
        + lasciamo) [perdere|stare|per dopo]|la (salto|saltiamo|lascio|lasciamo) [perdere|stare|
        + per dopo]|(saltarla|saltiamola|lasciamola|lasciarla) [perdere|stare|per dopo|per ora]
        (passiamo|andiamo|passare|andare|continuiamo|continuare|proseguiamo|proseguire|avanti|
        + procediamo|procedere) (alla (prossima|successiva|domanda successiva|prossima domanda)|
        + con (la prossima|la successiva|un altra|altro)|ad altro|a un altra [domanda]|con la
        + prossima domanda)
        (tornarci|torniamoci|ci torno|ci torniamo|tornarci su) (dopo|piu tardi|alla fine)|
        + (tornare|torniamo|torno) (su|a) questa (dopo|piu tardi|alla fine)|(farla|rispondere|
        + rispondere a questa) (dopo|piu tardi|alla fine)|(cambiamo|cambiare) domanda|(mi
        + faccia|fammi) (un altra domanda|la prossima [domanda])
        (preferirei|preferisco|vorrei) non rispondere [a questa [domanda]]|non (vorrei|voglio)
        + rispondere [a questa [domanda]]|non rispondere a questa|(la|alla) (prossima|
        + successiva) per favore|(prossima|successiva)|alla prossima [domanda]""",
    "back": """
        (tornare|torniamo|torni|torna|ritornare|ritorniamo|andare) (indietro|a (<last>)|alla
        + (domanda precedente|precedente|domanda di prima|domanda prima))|indietro|<last>
        una domanda indietro|(correggere|cambiare|completare|modificare) la mia (ultima
        + risposta|risposta precedente)
        (tornare|torniamo|torni|torna|ritornare) a (quella (di prima|precedente)|la domanda
        + (precedente|di prima))|quella di prima|(aggiungere|dire) qualcosa (alla|sulla)
        + (domanda|risposta) precedente|(correggere|cambiare|completare|modificare) la (risposta
        + precedente|mia risposta di prima)""",
    "last": "la (domanda) (precedente|di prima)|domanda precedente",
    "pause": """
        [facciamo|fare|faccia|prendere|una|di] [una] [piccola|breve] pausa|(sospendere|sospenda|
        + interrompere|interrompa|fermare|mettere in pausa|metta in pausa) [l] (esame) [un
        + (attimo|momento)]|(mettere|metta|metti) in pausa [l esame]|in pausa
        (facciamo|fare|faccio|prendiamo|prendere|prendermi|mi serve) una [piccola|breve] (pausa|
        + pausetta) [di cinque minuti|veloce|breve]|una (pausetta|breve pausa|piccola pausa)|
        + (fermarci|fermiamoci|fermarmi|fermiamo|interrompere|sospendere|interrompiamo) [l
        + esame] (un|per un) (attimo|momento|minuto|secondo)|torno subito|devo andare in bagno|
        + andare in bagno""",
    "resume": """
        (continuare|continui|continuiamo|continua|proseguire|prosegua|proseguiamo|riprendere|
        + riprenda|riprendiamo|andare avanti|vada avanti|andiamo avanti|vai avanti) [con] [l]
        + [esame]|avanti|(sono|eccomi) (pronto|pronta|tornato|tornata) [per (continuare|
        + iniziare)|a (continuare|iniziare)]|eccomi|pronto|pronta|(iniziare|iniziamo|comincio|
        + cominciamo)|fine della pausa
        (sono|eccomi) (tornato|tornata|qui|di nuovo qui)|(puo|puoi) (continuare|proseguire|
        + iniziare|andare avanti)|(ricominciamo|ricominciare|riprendiamo da qui)|quando vuole|si
        + puo (iniziare|cominciare|continuare)|cominci pure|(vada|continui) pure""",
    "time_left": """
        quanto tempo (ho|rimane|resta|mi rimane|mi resta|ci rimane|abbiamo|c e|manca) [ancora]
        + [a disposizione]|quanti minuti (ho|rimangono|restano|mi rimangono|mi restano|mancano|
        + abbiamo) [ancora]|[il] tempo (rimanente|rimasto)
        qual e il tempo rimanente|(dirmi|mi dica|dimmi) quanto (tempo rimane|tempo ho|tempo
        + resta|manca)|quanto tempo ancora
        quanto [tempo] (mi rimane|mi resta|rimane|resta|ho|abbiamo|manca) [ancora] [a
        + disposizione|prima della fine|per (rispondere|finire)|alla fine]|quanto tempo ancora
        + (ho|abbiamo|rimane|resta)|quanti minuti (mi|ci) (rimangono|restano|mancano) [ancora]
        come (sto|siamo|stiamo|sono messo|siamo messi) (con il|col|a|di) tempo|(dirmi|mi dice|mi
        + dica|dimmi) (quanto tempo|quanti minuti) (mi rimane|mi resta|resta|rimane|ho|ho
        + ancora|mancano|restano|mi rimangono)|(ho|c e|mi resta|abbiamo) (ancora|abbastanza|
        + ancora del|ancora un po di) tempo|quanto dura ancora""",
    "done": """
        [io] (ho|) (finito|terminato|concluso) [la mia risposta|di rispondere]
        [questo] e tutto [quello che (so|posso dire|volevo dire|ricordo)|da parte mia|per me]
        tutto qui|(basta|fatto) cosi|questa e la mia risposta|(non ho|) (altro|nient altro|piu
        + nulla|piu niente) da (dire|aggiungere)|nient altro|fine della risposta|ecco tutto
        [e|ecco|con] (questo|ecco) (e|sarebbe|era) (tutto|la mia risposta|tutto quanto|quanto)
        + [quello che (so|posso dire|volevo dire|ricordo|avevo da dire|ho da dire)|cio che (so|
        + posso dire|ricordo)|da parte mia|per ora|su questo]|e (tutto|tutto quanto|tutto qui)|
        + [e] tutto (quello|cio) che (so|ricordo|posso dire)
        (aver|avere) (finito|concluso|terminato|detto tutto|risposto)|ho (finito|terminato|
        + concluso|detto tutto|gia detto tutto) [qui|cosi|la mia risposta|con questa [domanda]|
        + di parlare|quello che (so|sapevo|volevo dire)]
        non (ho|so|mi viene in mente|ricordo|saprei dire|posso dire|posso aggiungere|c e|avrei)
        + (altro|nient altro|piu nulla|piu niente|niente altro|niente di piu|altro da (dire|
        + aggiungere)|nient altro da (dire|aggiungere)|niente da aggiungere|piu niente da (dire|
        + aggiungere)) [su questo]
        di piu non (so|ricordo|saprei)|(mi fermo|mi fermerei|concludo|chiudo) qui|(ecco|fatto)
        + cosi|con questo ho (finito|concluso)""",
    "stop": """
        (fermare|fermi|ferma|fermati|si fermi|basta|stop|smettere|smetta|smettiamo|alt)|
        + (fermare|fermi|terminare|termini|terminiamo|finire|finiamo|concludere|concluda|
        + concludiamo|interrompere definitivamente|smettere|abbandonare|annullare|chiudere) [l|
        + questo|questa] (esame|prova|test)|(fermiamoci|finiamo|finirla) qui|abbandonare|non
        + voglio [piu] (continuare|andare avanti) [piu]|fine dell esame
        (fermiamoci|fermarci|fermarmi|smettiamo|smettere|smetterla|finiamo|finiamola|finire|
        + terminare|terminiamo|chiudere|chiudiamo|concludere|chiuderla|la finiamo|la chiudiamo)
        + (qui|adesso|ora|per oggi)|(fermi|fermare|termini|terminare|finire|finiamo|interrompa|
        + interrompere|chiuda|chiudere|annulli|abbandonare|abbandono|lasciare|uscire dall|stop
        + all) (l esame|questo esame|la prova|questa prova|il test|esame|questo test) [qui|
        + adesso|ora]|non (voglio|vorrei) piu (continuare|andare avanti|rispondere)|non ho [piu]
        + voglia di (continuare|andare avanti)|(per oggi|oggi) basta|basta (per oggi|cosi per
        + oggi|domande)
        ne ho abbastanza|(voglio|vorrei) (finire|terminare|fermarmi)""",
    "answer": """
        (mi dica|dimmi|mi dia|dammi|dirmi|darmi|dica|mi dai) [solo] la (risposta|soluzione)
        + [giusta|corretta|esatta]|(qual e|quale e|quale sarebbe) la (risposta|soluzione)
        + [giusta|corretta|esatta]
        la (risposta|soluzione) [giusta|corretta] per favore|la risposta [giusta]|(che|che cosa|
        + cosa) (devo|dovrei) (dire|rispondere)|(me lo dica|dimmelo|dirmelo)
        (mi dica|dimmi|mi dia|dammi|dirmi|darmi|mi dai|mi dice|mi da|mi dici|sapere|conoscere|
        + sentire) [gia|solo|pure] [qual e] la (risposta|soluzione) [giusta|corretta|esatta]|
        + (qual|quale) (era|sarebbe) [allora] la (risposta|soluzione) [giusta|corretta|esatta]|
        + (mi dica|dimmi|mi dice) (cos e|che cos e|qual e)
        (cosa|che cosa) (avrei dovuto|dovevo|bisognava|si doveva) (dire|rispondere)""",
    "gives_up": """
        [io] non (lo|la) so [proprio|bene] [mi dispiace]|non so [proprio] [la risposta|cosa
        + dire|che dire|rispondere|niente|cosa rispondere]|[non ho] (nessuna|la minima|alcuna)
        + idea|non ho idea
        non [lo|me lo|mi|la] ricordo [piu]|(l ho|ho) dimenticato [tutto]|non (posso|so)
        + (rispondere|dire) [a (questa domanda)]|non conosco la risposta
        non ne ho [proprio] idea
        [questo|questa|sinceramente] non (lo so|la so|so|saprei|lo saprei|lo ricordo|lo conosco|
        + me lo ricordo|me la ricordo|mi ricordo|ricordo) [<this>|bene|piu|dire|rispondere|
        + niente|nulla|cosa (dire|rispondere)|come (rispondere|spiegarlo)|da dove iniziare|
        + spiegarlo|adesso|ora|che dire|nemmeno io]
        non (ho|ne ho) (la minima|la piu pallida|nessuna|alcuna) idea [di (questo|cosa sia)]|
        + zero idee|non (so|ho) (niente|nessuna risposta|una risposta) [di questo|su questo]|(l
        + ho|me la sono|me lo sono|me ne sono) [completamente] (dimenticato|dimenticata|
        + scordato|scordata)
        (mi e|e) (sfuggito|sfuggita|passato di mente|uscito di mente)|mi sfugge [il nome|la
        + parola|la risposta]|ho (dimenticato|scordato) [tutto|la risposta|questo|il nome|la
        + parola]|ho un vuoto [di memoria|totale]|ho la testa vuota|vuoto totale|(mi arrendo|
        + rinuncio|getto la spugna)|non mi viene [in mente] [niente|nulla|la parola|il nome]
        non (sono|ne sono) [molto|del tutto|affatto] (sicuro|sicura|certo|certa) [di (questo|
        + questa|niente|cio)|della risposta]|non (riesco a|posso|so|saprei) (rispondere|dirlo|
        + spiegarlo|ricordare|ricordarlo|ricordarmelo) [a questa [domanda]|questo]|non (l
        + abbiamo|abbiamo) (studiato|fatto a lezione|trattato) [questo|questo argomento|in
        + classe|a lezione]
        non (l ho|ho) (studiato|studiata) [questo|questa parte|questo argomento]|mai sentito
        + (parlare di questo|nominare)|chi lo sa|chissa|boh [non lo so|non so|non saprei]""",
    "checking": """
        [questo|cosi|quello che ho detto|la mia risposta|ho detto] (e|era|va) (giusto|giusta|
        + corretto|corretta|esatto|bene|vero|sbagliato|la risposta giusta) [cosi|o no|o
        + sbagliato|fin qui|finora]|giusto|corretto|esatto|vero|(va bene|tutto|e) (cosi|giusto|
        + bene)|si o no|vero o falso|giusto cosi
        ho (ragione|risposto bene|detto bene|detto giusto|sbagliato|indovinato|dimenticato
        + qualcosa)|sono (sulla strada giusta|sulla buona strada)|ha senso|manca qualcosa|mi
        + sbaglio|sto andando bene""",
    "clarify": """
        (cosa|che cosa|che) (intende|intendi|intendeva) [lei|dire] [<by it>]|(cosa|che cosa|che)
        + (vuole|vuoi|voleva|vuol) dire [<by it>]|in che senso|cioe|(cosa|che cosa) (significa|
        + vuol dire) [questo|<q>|* [*]] [esattamente]|cosa si intende [<by it>]
        (cosa|che cosa) (vuole|vuoi|si aspetta|cerca|sta chiedendo|mi sta chiedendo|mi chiede|
        + devo (fare|spiegare|raccontare|descrivere)|dovrei (fare|spiegare|raccontare|
        + descrivere)) [sapere|sentire|che dica|che faccia|da me] [di preciso|esattamente|qui|
        + adesso]|di (che|cosa|che cosa) (si tratta|devo parlare)
        a (che|cosa|che cosa) si (riferisce|riferiva) [<by it>]|dove vuole arrivare|(me la|me
        + lo|mi) (puo spiegare|puoi spiegare|potrebbe spiegare|puo chiarire|potrebbe chiarire|
        + spiegherebbe) [<q>|questo|la consegna|cosa (intende|vuole)] [<better>]
        me (la|lo) (spiega|spieghi|chiarisce) [<better>]|mi (spiega|spieghi|chiarisce) (<q>|
        + questo|la consegna|cosa (intende|vuole)|meglio) [<better>]
        (spiegare|spiegarmi|spiegami|spiegarla|spiegarmela|mi spieghi|chiarire|chiarirmi|
        + precisare|specificare|riformulare|riformularla|riformuli) (<q>|questo|la consegna|cosa
        + (intende|vuole)|meglio|un po|un po meglio) [<better>]|(spiegarmela|spiegarla|spiegami|
        + spiegarmi|riformularla|riformulare) [<better>]
        (dire|dirlo|formulare|formularla|porre|fare) [<q>|questo|lo] (in (un altro modo|altre
        + parole|modo diverso|altro modo)|diversamente|piu chiaramente)|(essere|sia|sii) [un po]
        + piu (chiaro|chiara|preciso|precisa)
        non (capisco|comprendo|la capisco|lo capisco|ti capisco|afferro) [bene] [<q>|niente|
        + nulla|cosa (intende|vuole|mi chiede|mi sta chiedendo|devo fare|vuole dire|significa)|
        + che cosa (intende|vuole|mi chiede)|quello che (mi chiede|intende|vuole)] [bene|dire|
        + sapere]|non mi e chiara la domanda|la domanda non (e|mi e) [molto] chiara
        non so (cosa intende|cosa intenda|cosa vuole da me|cosa mi sta chiedendo|cosa significa
        + la domanda|che cosa intende)|non sono (sicuro|sicura) di (aver capito|capire) [bene]
        + [<q>]|(intende|si riferisce a) * [*] [*] [*]|quale intende""",
    "by it": "(con|per) (questo|quello|questa domanda|la domanda|* [*] [*])|esattamente|di preciso",
    "better": "meglio|un po|un po meglio|in altre parole|in altro modo|in modo diverso|di nuovo",
    "verify alone": """
        (e|era|va) (giusto|corretto|bene|esatto|vero) (o no|o sbagliato|quello che ho detto|cosi
        + o no)|e (la mia risposta|quello che ho detto) (giusta|corretta|giusto|corretto)|e
        + (giusta|corretta) la mia risposta|(mi dica|dimmi|mi dice|dirmi) se (e|va|ho|sono|la
        + mia risposta e) (giusto|corretto|bene|ragione|sulla strada giusta|giusta|corretta|
        + risposto bene)
        come (sto andando|vado|sono andato|sono andata|e andata|me la cavo)|(cosa|che cosa|che)
        + ne (pensa|pensi|dice)|(e d accordo|sei d accordo) [con me]|(giusto|corretto|vero) o
        + (no|sbagliato)""",
    "this": "(questo|questa|la risposta)",
    "hedges": """
        forse|magari|ma|pero|penso che|penso sia|credo che|credo sia|direi|suppongo|immagino|
        + probabilmente|puo darsi|potrebbe essere|mi sembra|mi pare|secondo me|tuttavia""",
    "openers": "si no",
    "loose": """
        davvero= proprio= veramente= sinceramente= onestamente= francamente= semplicemente=
        solo= soltanto= purtroppo= magari= lei= prof= professore= professoressa= io=
        cortesemente= gentilmente=""",
    "yes": "si certo sicuro sicura esatto esattamente certamente assolutamente ok va",
    "no": "no mai neanche",
}
