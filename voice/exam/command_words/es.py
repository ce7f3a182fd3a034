"""How commands are said in Spanish; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fillers": "eh em mmm mm hm hmm ah oh um uh bueno pues",
    "courtesy": """
        perdon|perdone|disculpe|lo siento|vale|de acuerdo|ok|okay|muy bien|gracias
        muchas gracias|por favor|hola|buenos dias|buenas tardes""",
    "leads": """
        por favor|puede|podria|puedes|podrias|me puede|me podria|me puedes|me podrias|puedo|
        + podria yo
        podemos|podriamos|quiero|quisiera|me gustaria|quiero que|perdon|perdone|disculpe|lo
        + siento
        vale|ok|bien|y|pero|si|espere|ahora|entonces|vamos a|creo que|hola|se puede|
        + necesito|voy a
        dejeme|dejame|es posible""",
    "tails": """
        por favor|gracias|ahora|para mi|vale|si es posible|si puede|entonces|ok|perdon""",
    "asking": "perdon|perdone|como|que|disculpe|como dice|mande",
    "q": "[la|esta|esa|su|tu] [ultima] pregunta [anterior]",
    "again": "otra vez|de nuevo|una vez mas|nuevamente|una segunda vez",
    "repeat": """
        (repetir|repetirme|repetirla|repetirlo|repita|repite|repitame|repiteme|repitala|
        + repitalo|repitelo|repitela|repitamela) [me] [<q>|eso|lo|lo que ha dicho] [<again>]|
        + (decir|decirme|diga|digame|dime|leer|leerme|lea|leame|hacer|hacerme|haga|preguntar)
        + (<q>|eso|lo) (<again>)
        (decirlo|digalo|dilo|leerla|leala) (<again>)|[<q>] (<again>)|cual (era|es|fue)
        + (<q>) [<again>]
        como (era|es) (<q>)|que (ha dicho|dijo|has dicho|ha preguntado|pregunto|me ha
        + preguntado)
        (no|no lo|no la|no le|no te) (he|) [bien] (entendido|oido|escuchado) [bien] [<q>|lo
        + que ha dicho]
        no (entendi|oi|escuche|entiendo) [bien] [<q>|lo que dijo]|como dice|(oir|escuchar)
        + (<q>) <again>""",
    "slowly": """
        mas (despacio|lento|lentamente)|(un poco|algo) mas (despacio|lento|lentamente)|mas
        + despacito
        (despacio|lento) por favor|(hablar|hable|habla|repetir|repita|repite|repetirlo|
        + repetirla|decir|decirlo|diga|digalo|leer|lea) [me] [<q>|eso|lo] [otra vez] [un poco|
        + algo] (mas (despacio|lento|lentamente)|despacio|lentamente)|habla demasiado rapido|
        + va demasiado rapido
        no tan rapido|es demasiado rapido para mi""",
    "think": """
        (dejeme|dejame|deje que|deja que) (pensar|piense|pensarlo) [lo] [un (momento|poco|
        + segundo|minuto)] [en (eso|ello)]|[deme|dame] [solo] un (momento|momentito|instante)
        + [para pensar]
        (deme|dame|necesito|darme) [solo] [un|una|otro] [poco de|poco mas de|mas] (segundo|
        + minuto|tiempo|momento) [para (pensar|pensarlo)]|un (segundo|minuto|segundito) por
        + favor|espere [un (momento|segundo|poco)]|espera [un (momento|segundo|poco)]|[tengo
        + que|necesito|quiero] (pensar|pensarlo) [un (momento|poco|segundo)]|(estoy|sigo)
        + pensando|tener un momento [para pensar]
        (tiempo|un poco de tiempo) [para pensar]""",
    "hint": """
        [deme|dame|dar|darme|me da|me das|tener|tiene|tienes|necesito|hay] [una|otra|
        + alguna] [pequena] pista
        (ayudeme|ayudame|ayudarme) [un poco]|[un poco de] ayuda|[necesito|deme] [un poco de|
        + una] ayuda
        [deme|dame|darme] (una ayudita|una pistita)""",
    "skip": """
        (saltar|saltarla|saltarme|salte|salta|saltemos|saltarnos|saltamos|omitir|omita|
        + pasar|pasemos|pase|pasamos) [<q>|esta|esa|a la siguiente [pregunta]|a la proxima
        + [pregunta]|a otra pregunta|esta pregunta]|[la] siguiente [pregunta]|[la] proxima
        + [pregunta]|otra pregunta|paso [de esta|de esa] [pregunta]|paso|ir a la (siguiente|
        + proxima) [pregunta]|dejar (<q>|esta) [para luego]
        me salto (<q>|esta)""",
    "back": """
        (volver|volvamos|vuelva|vuelve|volvemos|regresar|regresemos|regrese|ir) [atras|a
        + (<last>)] [atras]
        <last>|atras|una pregunta atras|(corregir|cambiar|completar|modificar) mi (ultima
        + respuesta|respuesta anterior)""",
    "last": "la [pregunta] anterior|la ultima pregunta",
    "pause": """
        pausa|[hacer|hagamos|haga|tomar|una|necesito] [una] [pequena|breve] pausa|(pausar|
        + pause|pausa|parar|interrumpir|interrumpa|suspender|suspenda) [el] (examen) [un
        + (momento|minuto)]
        [hacer|hagamos|tomar|necesito] un descanso|(poner|ponga|pon) [el examen] en pausa|
        + pausar
        (parar|pare|paremos) un (momento|minuto)""",
    "resume": """
        (continuar|continue|continuemos|continuamos|continua|seguir|siga|sigue|sigamos|
        + seguimos|reanudar|reanude|reanudemos|proseguir|prosiga) [con] [el] [examen]
        + [adelante]
        adelante|(estoy|ya estoy) (listo|lista|preparado|preparada|aqui|de vuelta) [para
        + (continuar|empezar)]|listo|lista|(empezar|empecemos|empiezo)|he vuelto|ya he vuelto|
        + fin de la pausa""",
    "time_left": """
        cuanto tiempo (queda|me queda|nos queda|tengo|hay|falta|resta) [todavia|aun]
        cuanto (queda|me queda|falta)|cuantos minutos (quedan|me quedan|nos quedan|tengo|
        + faltan) [todavia]
        [el] tiempo restante|cual es el tiempo restante|(decir|decirme|digame|dime) cuanto
        + (tiempo queda|tiempo me queda|queda)|(queda|me queda|tengo) [todavia|aun] tiempo""",
    "done": """
        [ya] (he|) (terminado|acabado) [mi respuesta|de responder]|[ya] (termine|acabe)|ya
        + esta
        listo ya|[eso|esto|ya] (es|seria|era|fue) (todo|todo lo que (se|puedo decir|tengo
        + que decir|queria decir|recuerdo)) [por mi parte|de mi parte|por ahora]|nada mas
        + [que (decir|anadir|agregar)]|no tengo (nada mas|mas) [que (decir|anadir|agregar)]|y
        + ya esta
        (esa|esta) es mi respuesta|fin de [la|mi] respuesta|hasta aqui [mi respuesta]""",
    "stop": """
        (parar|pare|para|paremos|basta|stop|detener|detenga|deten)|(parar|pare|paremos|
        + terminar|termine|termina|terminemos|acabar|acabe|finalizar|finalice|detener|detenga|
        + dejar|abandonar|cancelar|cancele) [el|este] (examen|test|prueba)|(dejarlo|parar|
        + terminar) aqui|abandonar|cancelar
        no quiero (seguir|continuar) [mas]|fin del examen|ya no quiero (seguir|continuar)""",
    "answer": """
        (digame|dime|deme|dame|decirme|darme|diga|dar|decir) [solo] la [respuesta|solucion]
        + [respuesta|correcta] [correcta]|(cual|que) es la (respuesta|solucion) [correcta]|la
        + (respuesta|solucion) [correcta] por favor|la respuesta correcta|que (debo|tengo que|
        + deberia) (decir|responder|contestar)|(digamelo|dimelo)|la respuesta""",
    "gives_up": """
        [yo] no (lo|la|) (se|recuerdo) [nada] [de (eso|esto)] [bien]|no se [la respuesta|
        + que decir|nada|responder|contestar]|no tengo [ni] idea|no tengo (ni|la menor|
        + ninguna) idea|ni idea|no me acuerdo [de (eso|esto)]|(se me|lo) (olvido|he olvidado|
        + ha olvidado)|lo olvide|no puedo (responder|contestar) [<q>|a eso]|me rindo|no estoy
        + (seguro|segura)|no (sabria|podria) decir|no sabria que decir
        no conozco la respuesta""",
    "yes": "si claro exacto correcto seguro segura desde efectivamente ok vale",
    "no": "no nunca jamas",
}
