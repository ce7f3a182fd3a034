"""How parts of a task sound in Spanish; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

from voice.exam.model.bank import Aspect

SIGNALS: Mapping[Aspect, str] = {
    "names": r"es|era|soy|tengo|vivo|se llama|hay|lo que más|sobre todo",
    "describes": r"""
        hay|había|es (?:muy|bastante|un poco)|tiene|tenía|está|parece|huele|lleno|grande
        |pequeñ[oa]""",
    "where": r"en (?:el|la|un|una|mi)|cerca|al lado|detrás|encima|debajo|entre|donde|allí",
    "when": r"""
        cada|todos los|siempre|nunca|a veces|a menudo|desde|hace|cuando|minutos?|horas?|días?
        |semanas?|meses|años?|por la (?:mañana|tarde|noche)""",
    "reason": r"""
        porque|ya que|como|por eso|para que|gracias a|debido|si no|la razón|lo bueno|lo mejor
        |me (?:gusta|encanta|ayuda)|así que""",
    "example": r"""
        por ejemplo|una vez|como cuando|recuerdo|conozco
        |mi (?:hermano|hermana|madre|padre|amigo|amiga|jefe|vecino|vecina)
        |el (?:año|mes|verano) pasado|la semana pasada|ayer""",
    "opinion": r"""
        creo|pienso|opino|me parece|prefiero|en mi opinión|para mí
        |estoy (?:de acuerdo|a favor|en contra|seguro)|depende|debería|hay que|mejor""",
    "compares": r"""
        mientras que|más|menos|que|antes|ahora|hoy|en cambio|diferente|de niñ[oa]|cuando era
        |los dos""",
    "other_side": r"""
        pero|sin embargo|aunque|por otro lado|en cambio|problema|desventaja|límite|peligro|difícil
        |demasiado|excepto|no siempre""",
    "condition": r"si|cuando|siempre que|a menos|depende|solo|con tal|excepto",
    "result": r"""
        así que|entonces|por eso|al final|resultado|consecuencia|desde entonces|por suerte|sería
        |podría""",
    "experience": r"""
        fui|fue|era|estaba|tenía|había|hice|me (?:dio|dijo|pasó)|\w+(?:aba|ía|é|ó|aron|ieron)
        |de repente|un día""",
    "habit": r"""
        siempre|normalmente|a menudo|a veces|todos los|por la (?:mañana|tarde|noche)|suelo|luego
        |después|primero""",
    "plan": r"quiero|quería|voy a|iba a|pienso|planeaba|me gustaría|próxim[oa]|espero",
    "imagines": r"\w+ría[ns]?|quizás?|tal vez|a lo mejor|probablemente|si|debe de|imagino",
    "advises": r"""
        debería[ns]?|hay que|habría que|podría[ns]?|podríamos|mejor|recomiendo|aconsej\w+|dijo que
        |se puede""",
    "defines": r"""
        significa|quiere decir|se llama|es (?:un|una|el|la|cuando)|entiendo|es decir|definición""",
    "method": r"""
        primero|luego|después|paso|\w+(?:ando|iendo)|con (?:un|una)|usé|practico|veo|leo
        |todos los días|mediante""",
    "evidence": r"""
        muestra\w*|datos|resultados?|medí|según|estudios?|fuentes?|porque|por ciento|encuesta
        |prueba""",
}

WORDS: Mapping[str, str] = {
    "evasions": r"""
        no (?:lo )?sé|ni idea|no tengo ni idea|(?:buena|difícil) pregunta|difícil de decir
        |no se me ocurre|depende de cada""",
    "asks": r"¿?(?:puede|podría) (?:usted|repetir)|qué quiere decir",
    "stances": r"creo|pienso|prefiero|en mi opinión|para mí|me gusta|sí|no|depende",
    "self": r"yo|me|mi|mis|mí|nos|nuestr[oa]s?|nosotros|soy|tengo|estoy|voy|fui|creo",
    "vague": """
        bien bueno cosa cosas decir diferente diferentes difícil eh ejemplo fácil gente hoy
        importante interesante malo muchas muchos mundo nunca opinión país persona personas
        pregunta pues razón respuesta saber siempre tema""",
}
