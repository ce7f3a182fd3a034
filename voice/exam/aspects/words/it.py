"""How parts of a task sound in Italian; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

from voice.exam.model.bank import Aspect

SIGNALS: Mapping[Aspect, str] = {
    "names": r"è|era|sono|ho|abito|vivo|si chiama|c'è|soprattutto|di solito",
    "describes": r"""
        c'è|ci sono|c'era|c'erano|è (?:molto|abbastanza|un po')|ha|aveva|sembra|profuma|pieno|piena
        |grande|piccol[oa]""",
    "where": r"in|nel|nella|sul|sulla|vicino|accanto|dietro|sopra|sotto|tra|dove|lì|da(?:l|lla)",
    "when": r"""
        ogni|tutti i|sempre|mai|spesso|a volte|da|fa|quando|minuti|ore|giorni|settimane|mesi|anni
        |la (?:mattina|sera)|il (?:sabato|weekend)""",
    "reason": r"""
        perché|poiché|dato che|siccome|quindi|così|grazie|altrimenti|la ragione|il motivo|il bello
        |mi (?:piace|aiuta)|per questo""",
    "example": r"""
        per esempio|ad esempio|una volta|come quando|ricordo|conosco
        |mi[oa] (?:fratello|sorella|madre|padre|amico|amica|capo|vicino|vicina)|l'anno scorso
        |la settimana scorsa|ieri""",
    "opinion": r"""
        credo|penso|secondo me|mi sembra|preferisco|per me
        |sono (?:d'accordo|a favore|contro|sicuro|convint[oa])|dipende|dovrebbe|bisogna|meglio""",
    "compares": r"""
        mentre|più|meno|che|prima|adesso|oggi|invece|diverso|da (?:bambino|bambina|piccolo|piccola)
        |quando ero|entrambi""",
    "other_side": r"""
        ma|però|tuttavia|anche se|d'altra parte|invece|problema|svantaggio|limite|pericolo|difficile
        |troppo|tranne|non sempre""",
    "condition": r"se|quando|purché|a meno che|dipende|solo|a condizione|tranne",
    "result": r"""
        così|allora|quindi|alla fine|risultato|conseguenza|da allora|per fortuna|sarebbe
        |potrebbe""",
    "experience": r"""
        ero|era|avevo|aveva|ho|abbiamo|sono|\w+(?:avo|ava|evo|eva|ivo|iva|ato|uto|ito)
        |all'improvviso|un giorno""",
    "habit": r"sempre|di solito|spesso|a volte|ogni|la (?:mattina|sera)|poi|dopo|prima",
    "plan": r"voglio|volevo|vorrei|ho intenzione|pensavo|dovevo|prossim[oa]|spero|progetto",
    "imagines": r"\w+rei|\w+rebbe|\w+rebbero|forse|magari|probabilmente|se|immagino|dev'essere",
    "advises": r"""
        dovrebbe|dovrebbero|bisogna|bisognerebbe|si (?:potrebbe|può|deve)|meglio|consiglio
        |consigli\w+|disse|ha detto""",
    "defines": r"significa|vuol dire|si chiama|è (?:un|una|il|la|quando)|intendo|cioè|definizione",
    "method": r"""
        prima|poi|dopo|passo|\w+(?:ando|endo)|con (?:un|una)|ho usato|guardo|leggo|ogni giorno
        |tramite""",
    "evidence": r"""
        mostra\w*|dati|risultat[oi]|misurato|secondo|studi|fonti|perché|per cento|sondaggio
        |prova""",
}

WORDS: Mapping[str, str] = {
    "evasions": r"""
        non (?:lo )?so|nessuna idea|(?:bella|buona) domanda|difficile da dire
        |non mi viene in mente""",
    "asks": r"(?:può|potrebbe) (?:ripetere|dire)|cosa intende",
    "stances": r"credo|penso|preferisco|secondo me|per me|mi piace|sì|no|non|dipende",
    "self": r"io|mi|mio|mia|miei|mie|noi|ci|nostr[oaie]|sono|ho|abbiamo|vado",
    "vague": """
        beh bello bene buono cattivo cosa cose difficile dire diversi diverso domanda eh
        esempio facile gente importante interessante mai molte molti mondo oggi opinione
        paese persona persone ragione risposta sapere sempre tema""",
}
