"""How commands are said in Spanish; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fillers": "eh em mmm mm hm hmm ah oh um uh bueno pues",
    "courtesy": """
        perdon|perdone|disculpe|lo siento|vale|de acuerdo|ok|okay|muy bien|gracias|muchas
        + gracias|por favor|hola|buenos dias|buenas tardes|disculpa|perdona|buena pregunta|es
        + una buena pregunta|perfecto gracias|mil gracias|lo siento mucho|si por favor|no
        + gracias""",
    "leads": """
        por favor|puede|podria|puedes|podrias|me puede|me podria|me puedes|me podrias|puedo|
        + podria yo|podemos|podriamos|quiero|quisiera|me gustaria|quiero que|perdon|perdone|
        + disculpe|lo siento|vale|ok|bien|y|pero|si|espere|ahora|entonces|vamos a|creo que|hola|
        + se puede|necesito|voy a|dejeme|dejame|es posible|me lo puede|me la puede|me lo podria|
        + me la podria|me lo puedes|podria usted|puede usted|le importaria|seria posible|creo
        + que ya|creo|pienso que|prefiero|preferiria|perdona|disculpa|a ver|oiga|oye|lo siento
        + pero|perdone pero|pues|mejor|ah|uf|por ahora|hay|me da|me das|me podria dar|me puede
        + dar|me puedes dar|puede darme|podria darme|nos podemos|vamos""",
    "tails": """
        por favor|gracias|ahora|para mi|vale|si es posible|si puede|entonces|ok|perdon|porfa|lo
        + siento|la verdad|sinceramente|honestamente|creo|si no le importa|si no te importa|si
        + puede ser|de momento|por ahora|aqui|disculpe|perdone|profesor|profesora|un poco""",
    "asking": "perdon|perdone|como|que|disculpe|como dice|mande",
    "q": "[la|esta|esa|su|tu] [ultima] pregunta [anterior]",
    "again": "otra vez|de nuevo|una vez mas|nuevamente|una segunda vez",
    "repeat": """
        (repetir|repetirme|repetirla|repetirlo|repita|repite|repitame|repiteme|repitala|
        + repitalo|repitelo|repitela|repitamela) [me] [<q>|eso|lo|lo que ha dicho] [<again>]|
        + (decir|decirme|diga|digame|dime|leer|leerme|lea|leame|hacer|hacerme|haga|preguntar)
        + (<q>|eso|lo) (<again>)
        (decirlo|digalo|dilo|leerla|leala) (<again>)|[<q>] (<again>)|cual (era|es|fue) (<q>)
        + [<again>]
        como (era|es) (<q>)|que (ha dicho|dijo|has dicho|ha preguntado|pregunto|me ha
        + preguntado)
        (no|no lo|no la|no le|no te) (he|) [bien] (entendido|oido|escuchado) [bien] [<q>|lo que
        + ha dicho]
        como dice|(oir|escuchar) (<q>) <again>
        (me la|me lo|me|la|lo) (repite|repita|repetir|repites|lee|leer|relee) [<q>|eso]
        + [<again>]|(repetir|repita|repite|repites|releer|relea|reformular) [me] [<q>|eso|lo|
        + todo|lo ultimo] [<again>]|(repetirmelo|repetirmela|leermela|decirmela|decirmelo|
        + leerla|decirlo|me lo dice|me la dice|me la lee) [<again>]|(no le|no la|no te) (oigo|
        + escucho) [bien]
        no (lo|la|le|te) he [bien] <heard> [bien|nada|muy bien|del todo] [<q>|lo que ha dicho|lo
        + ultimo|lo que ha preguntado]|no he <heard> [bien|nada|muy bien|del todo] [<q>|lo
        + ultimo]
        no (oi|escuche|entendi|capte|pille) [bien|nada|muy bien] [<q>|eso|lo que (dijo|
        + pregunto)]|(que|cual|como) era <q> [<again>]|que era lo que (ha preguntado|preguntaba)
        que me (ha preguntado|pregunto|preguntaba|ha dicho|dijo)|(hable|hablar|habla) mas alto|
        + mas alto por favor|(se me ha olvidado|he olvidado|se me olvido) <q>|perdon que
        <again> <q>""",
    "slowly": """
        mas (despacio|lento|lentamente)|(un poco|algo) mas (despacio|lento|lentamente)|mas
        + despacito
        (despacio|lento) por favor|(hablar|hable|habla|repetir|repita|repite|repetirlo|
        + repetirla|decir|decirlo|diga|digalo|leer|lea) [me] [<q>|eso|lo] [otra vez] [un poco|
        + algo] (mas (despacio|lento|lentamente)|despacio|lentamente)
        no tan rapido
        (eso|ha sido|eso ha sido|fue|eso fue|va|iba|es|esta hablando) (demasiado|muy) (rapido|
        + deprisa) [para mi]|eso ha ido (demasiado|muy) (rapido|deprisa)
        (habla|hablas|lee|ha hablado|esta hablando|estas hablando) (demasiado|muy|tan) (rapido|
        + deprisa)|no (hable|hables|vaya) tan (rapido|deprisa)|menos (rapido|deprisa) por favor
        (hablar|hable|habla|repetir|repita|repite|repetirlo|repetirla|decir|decirlo|diga|dice|
        + lea|leer|leerla|ir|vaya|decirmelo|repetirmelo|lo repite|la repite|lo dice) [me] [<q>|
        + eso|lo] [<again>] [pero] [un poco|un poquito|algo] (mas (despacio|lento|lentamente|
        + despacito)|despacio)|pero [un poco|un poquito|algo] mas (despacio|lento|lentamente)|
        + <again> [pero] [un poco|un poquito] mas (despacio|lento|lentamente)
        un poquito mas (despacio|lento|lentamente)|no puedo (seguir|seguirle)|mas despacio
        + <again>""",
    "think": """
        (dejeme|dejame|deje que|deja que) (pensar|piense|pensarlo) [lo] [un (momento|poco|
        + segundo|minuto)] [en (eso|ello)]|[deme|dame] [solo] un (momento|momentito|instante)
        + [para pensar]
        (deme|dame|necesito|darme) [solo] [un|una|otro] [poco de|poco mas de|mas] (segundo|
        + minuto|tiempo|momento) [para (pensar|pensarlo)]|un (segundo|minuto|segundito) por
        + favor|espere [un (momento|segundo|poco)]|espera [un (momento|segundo|poco)]|[tengo
        + que|necesito|quiero] (pensar|pensarlo) [un (momento|poco|segundo)]|tener un momento
        + [para pensar]
        (tiempo|un poco de tiempo) para pensar
        [solo|deme|dame|espere|espera|dejeme|dejame] un (segundito|momentito|instante|minutito)
        + [para pensar|que piense]|(deme|dame|espere|espera|dejeme|dejame|solo|aguarde) (un
        + (segundo|minuto|rato|poco|momento)|unos (segundos|minutos)|dos (segundos|minutos))
        + [para pensar|que piense|que lo piense]|[un (segundo|momento)|espere|espera] [que] (lo
        + estoy pensando|estoy pensando|estoy pensandolo|sigo pensando|estoy en ello)|aguarde|
        + (dejeme|dejame) (recordar|hacer memoria|que piense|que lo piense|ver)
        [necesito|deme|dame] (un poco de tiempo|un poco mas de tiempo|mas tiempo|algo de tiempo)
        + para (pensar|pensarlo)|(necesito|deme|dame) (un poco mas de tiempo|mas tiempo|algo de
        + tiempo)|lo tengo en la punta de la lengua|(todavia|aun) no he (terminado|acabado)""",
    "hint": """
        [deme|dame|dar|darme|me da|me das|tener|tiene|tienes|necesito|hay] [una|otra|alguna]
        + [pequena] pista
        (ayudeme|ayudame|ayudarme) [un poco]|[necesito|deme] [un poco de|una] ayuda
        [me] (puede|puedes|podria|podrias) dar (una|alguna|otra) [pequena] (pista|ayuda|ayudita|
        + pistita)|(deme|dame|darme|tener|tiene|tienes|tendria|quiero|necesito|me da|me das)
        + (una|alguna|otra|mas) [pequena] (pista|pistita|ayudita|ayuda)|(alguna|otra|una
        + pequena|una pequenisima) pista
        (una pistita|una ayudita|un empujoncito|algun indicio)|(tiene|tienes|hay|tendria)
        + (alguna pista|pistas)|(me|puede|podria|puedes) (echar|echa|echas|echarme|dar|darme)
        + (una mano|un cable)|(echeme|echame) (una mano|un cable)
        me (ayuda|ayudas|ayude) [un poco] con (esto|esta|esta pregunta)|me (ayudas|ayude|puede
        + ayudar|puedes ayudar|podria ayudar) [un poco] [con (esto|esta|esta pregunta)]|
        + (ayudarme|ayudeme|ayudame) (con (esto|esta|esta pregunta)|un poco)|estoy (atascado|
        + atascada|bloqueado|bloqueada)|por donde (empiezo|empezar)
        una (pista|ayuda) (me vendria|estaria|vendria|seria) (bien|genial)|una ayuda por favor""",
    "skip": """
        (saltar|saltarla|saltarme|salte|salta|saltemos|saltarnos|saltamos|omitir|omita|pasar|
        + pasemos|pase|pasamos) [<q>|esta|esa|a la siguiente [pregunta]|a la proxima [pregunta]|
        + a otra pregunta|esta pregunta]|[la] siguiente [pregunta]|[la] proxima [pregunta]|otra
        + pregunta|paso [de esta|de esa] [pregunta]|dejar (<q>|esta) [para luego]
        me salto (<q>|esta)
        (la|me la|esta la|esa la|esta me la) (salto|saltamos|paso|pasamos|dejo|dejamos) [para
        + (luego|despues|mas tarde)]|(saltarmela|saltarla|saltarnosla) [por ahora]|(dejarla|
        + dejarlo|dejar esta|dejar <q>|contestarla|responderla|hacerla|contestar esta|responder
        + esta) [para] (luego|despues|mas tarde|el final)
        (vamos|pasamos|pasemos|pasar|ir|vayamos|seguimos|sigamos|seguir|continuar|continuemos|
        + continuamos|avanzar|avancemos) (con|a) (la siguiente|la proxima|otra cosa|la siguiente
        + pregunta|la proxima pregunta|otra pregunta|lo siguiente|otra)
        (volver|vuelvo|volvemos|volvere|regresar) a (esta|esa|ella|<q>|esta pregunta) (mas
        + tarde|despues|luego|al final)|con la siguiente|a la siguiente|pasapalabra|lo siguiente
        + por favor|avancemos
        (prefiero no|no quiero) (contestar|responder) [a] [eso|esta|<q>|esta pregunta]|
        + (preguntame|pregunteme|hagame|hazme) (otra cosa|otra pregunta|la siguiente)|(cambiar|
        + cambiemos) de pregunta|dejemosla|salto [esta|esta pregunta]|paso a la siguiente""",
    "back": """
        (volver|volvamos|vuelva|vuelve|volvemos|regresar|regresemos|regrese) [atras|a (<last>)]
        + [atras]
        <last>|atras|una pregunta atras|(corregir|cambiar|completar|modificar) mi (ultima
        + respuesta|respuesta anterior)
        (volver|volvamos|vuelva|vuelve|volvemos|regresar|ir) a (la de antes|la anterior|la
        + ultima|la pregunta de antes|mi respuesta anterior|mi ultima respuesta)|la pregunta de
        + antes|(anadir|agregar) algo a (mi respuesta anterior|la pregunta anterior|la anterior)""",
    "last": "la [pregunta] anterior|la ultima pregunta",
    "pause": """
        [hacer|hagamos|haga|tomar|una|necesito] [una] [pequena|breve] pausa|(pausar|pause|
        + pausa|parar|interrumpir|interrumpa|suspender|suspenda) [el] (examen) [un (momento|
        + minuto)]
        [hacer|hagamos|tomar|necesito] un descanso|(poner|ponga|pon) [el examen] en pausa|pausar
        (parar|pare|paremos) un (momento|minuto)
        [hacemos|hago|hacer|tomar|tomarme|nos tomamos|necesito] una [pequena|breve|corta]
        + (pausa|pausita) [de cinco minutos|rapida|breve|corta]|(hacemos|hago|tomarme|nos
        + tomamos|tener) un [pequeno|breve|corto] (descanso|descansito|receso)|un (pequeno|
        + breve|corto) descanso|un descansito
        (parar|paramos|pare|detener|detenernos|descansar|pausar|interrumpir) [el examen] (un
        + (momento|momentito|minuto|segundo|rato)|unos minutos)|(descansar|paramos) un poco|
        + ahora vuelvo|vuelvo (enseguida|ahora|en un minuto)|(tengo que|necesito) ir al bano|ir
        + al bano""",
    "resume": """
        (continuar|continue|continuemos|continuamos|continua|seguir|siga|sigue|sigamos|
        + seguimos|reanudar|reanude|reanudemos|proseguir|prosiga) [con] [el] [examen] [adelante]
        adelante|(estoy|ya estoy) (listo|lista|preparado|preparada|aqui|de vuelta) [para
        + (continuar|empezar)]|listo|lista|(empezar|empecemos|empiezo)|he vuelto|ya he vuelto|
        + fin de la pausa
        (retomar|retomemos|retome) [el examen]|cuando (quiera|quieras)|(puede|puedes) (seguir|
        + continuar|empezar)|(comencemos|comenzamos|empezamos)|ya estoy [aqui|de vuelta|listo|
        + lista]""",
    "time_left": """
        cuanto tiempo (queda|me queda|nos queda|tengo|hay|falta|resta) [todavia|aun]
        cuanto (queda|me queda|falta)|cuantos minutos (quedan|me quedan|nos quedan|tengo|
        + faltan) [todavia]
        [el] tiempo restante|cual es el tiempo restante|(decir|decirme|digame|dime) cuanto
        + (tiempo queda|tiempo me queda|queda)|(queda|me queda|tengo) [todavia|aun] tiempo
        (cuanto|que) tiempo (me queda|nos queda|queda|tengo|tenemos|falta|hay) [todavia|aun|
        + disponible|para (contestar|responder|terminar)]|cuanto (falta|queda|me queda|tiempo)
        + (para (terminar|el final|acabar)|todavia|aun)|cuantos minutos (me|nos) (quedan|faltan|
        + restan) [todavia|aun]
        como (voy|vamos) de tiempo|(me queda|queda|tengo|hay) (mucho|suficiente|bastante|algo
        + de) tiempo|(me dice|me dices|decirme|dime|digame) cuanto [tiempo] (me queda|queda|
        + tengo|falta)|cuanto tiempo aun (tengo|queda|me queda)""",
    "done": """
        [ya] (he|) (terminado|acabado) [mi respuesta|de responder]|[ya] (termine|acabe)|ya esta
        listo ya|[eso|esto|ya] (es|seria|era|fue) (todo|todo lo que (se|puedo decir|tengo que
        + decir|queria decir|recuerdo)) [por mi parte|de mi parte|por ahora]|nada mas [que
        + (decir|anadir|agregar)]|y ya esta
        (esa|esta) es mi respuesta|fin de [la|mi] respuesta|hasta aqui [mi respuesta]
        [ya|y|pues|bueno|con] (eso|esto) (es|seria|era|fue) (todo|lo unico) [lo que (se|puedo
        + decir|tengo que decir|queria decir|recuerdo|tenia que decir)] [por mi parte|de mi
        + parte|sobre (eso|esto|el tema)]
        ya (termine|acabe|lo he dicho todo|he dicho todo|he acabado|he contestado|esta todo)|no
        + (tengo|hay|se me ocurre) (nada mas|mas|mas nada) [que (decir|anadir|agregar)] [sobre
        + (eso|esto|el tema)|al respecto]|no (recuerdo|puedo decir|puedo anadir|se) nada mas
        nada mas (por mi parte|que (decir|anadir|agregar))|he (dicho|contado) todo [lo que (se|
        + sabia|queria decir)]|lo dejo (ahi|asi)|hasta aqui (llego|puedo decir)|mas no (se|puedo
        + decir)|he (terminado|acabado) [de hablar|con esta pregunta|mi respuesta]|(fin|final)
        + de mi respuesta""",
    "stop": """
        (parar|pare|para|paremos|basta|stop|detener|detenga|deten)|(parar|pare|paremos|
        + terminar|termine|termina|terminemos|acabar|acabe|finalizar|finalice|detener|detenga|
        + dejar|abandonar|cancelar|cancele) [el|este] (examen|test|prueba)|abandonar|cancelar
        no quiero (seguir|continuar) [mas]|fin del examen|ya no quiero (seguir|continuar)
        (parar|paremos|pare|terminar|terminemos|terminamos|acabar|acabemos|acabamos|dejarlo|
        + dejemoslo|lo dejamos) [el examen|todo] (aqui|ya|ahora|por hoy)|(detenga|pare|parar|
        + termine|acabe|acabar|cierre|interrumpa|finalice|deje|salir del|stop) [este|el|la|esta]
        + (examen|prueba|test|entrevista|sesion)
        no (quiero|puedo) (mas|seguir con esto|seguir con el examen|continuar con esto|continuar
        + con el examen)|ya no quiero mas|es suficiente por hoy|suficiente por hoy|abandono el
        + examen|(quiero|me gustaria|quisiera) (acabar|terminar|dejarlo)|basta (por hoy|ya)|ya
        + basta""",
    "answer": """
        (digame|dime|deme|dame|decirme|darme|diga|dar|decir) [solo] la [respuesta|solucion]
        + [respuesta|correcta] [correcta]|(cual|que) es la (respuesta|solucion) [correcta]|la
        + (respuesta|solucion) [correcta] por favor|la respuesta correcta|que (debo|tengo que|
        + deberia) (decir|responder|contestar)|(digamelo|dimelo)|la respuesta
        (digame|dime|deme|dame|decirme|darme|me dice|me dices|me da|saber|conocer|oir) [ya|solo|
        + simplemente] [cual es] la (respuesta|solucion) [correcta]|(cual|que) (era|seria) la
        + (respuesta|solucion) [correcta]|que (deberia|tendria que|habia que|tenia que) (decir|
        + responder|contestar)""",
    "gives_up": """
        [yo] no (lo|la|) (se|recuerdo) [nada] [de (eso|esto)] [bien]|(se me|lo) (olvido|he
        + olvidado|ha olvidado)|me rindo|no (sabria|podria) decir
        no conozco la respuesta
        [la verdad es que] no [lo|la] se [<this>|nada|muy bien|decirlo|decirle|ahora mismo|la
        + verdad|que es|explicarlo|como (explicarlo|responder|decirlo)|que (decir|responder|
        + contestar)|por donde empezar]|no (lo sabria|sabria) [decir|decirlo|responder|
        + contestar|explicarlo|que decir]
        ni (idea|la menor idea|la mas minima idea|la mas remota idea|pajolera idea) [de (eso|
        + esto|que es)]|no tengo (ni idea|idea|la menor idea|la mas minima idea|ninguna idea|
        + respuesta) [de (eso|esto|que es)|para eso]|ninguna idea
        (se me|me) (ha olvidado|olvido|fue|ha ido) [de la cabeza|<this>|la palabra|todo|por
        + completo]|(lo|la) (he olvidado|olvide)|he olvidado (eso|todo|la respuesta|la palabra)|
        + me (he quedado|quede) en blanco|tengo la mente en blanco|no me (acuerdo|viene|sale)
        + [de (eso|esto|nada|la palabra)|nada|ahora|ahora mismo|la palabra] [a la (mente|
        + cabeza)]
        no lo (recuerdo|conozco)|no recuerdo (nada|eso|la respuesta|la palabra)|no (puedo|se)
        + (responder|contestar|decirlo|explicarlo) [a] [<q>|eso|esto]|no se me ocurre nada|no
        + estoy [muy|nada|del todo] (seguro|segura) [de (eso|esto|ello|la respuesta)]|me doy por
        + (vencido|vencida)
        no (hemos (estudiado|dado|aprendido) (eso|esto|ese tema)|lo hemos (estudiado|dado|
        + aprendido))|no (he estudiado|estudie) (eso|esto|ese tema|esa parte)|quien sabe|nunca
        + he oido hablar de (eso|esto)|ni flores|no caigo""",
    "heard": "(oido|entendido|escuchado|pillado|captado)",
    "checking": """
        [esto|eso|asi] (es|esta|era|fue) (correcto|bien|cierto|verdad|asi|la respuesta correcta)
        + [lo que he dicho|hasta ahora|o no|o mal]|correcto|bien|verdad|cierto|exacto|no es asi|
        + si o no|verdadero o falso|lo (he dicho|he contestado|he hecho) bien|voy (bien|por buen
        + camino) [hasta ahora]
        estoy en lo (cierto|correcto)|tengo razon|me equivoco|mi respuesta es (correcta|buena)|
        + (eso|esto) (vale|sirve|tiene sentido|responde a (la|su) pregunta)|falta algo|me falta
        + algo|he acertado""",
    "clarify": """
        que (quiere|quieres|quiso|queria) decir [usted] [<by it>]|a que se (refiere|referia)
        + [usted] [<by it>]|a que te refieres [<by it>]|que (significa|quiere decir) (eso|esto|
        + <q>|* [*]) [exactamente]|que es lo que (quiere|quieres|quiere decir|me pregunta|
        + pregunta) [exactamente]
        que (quiere|quieres|espera|busca|desea) [usted] (saber|oir|que diga|que haga|que
        + conteste|que responda|de mi) [exactamente]|que (me esta preguntando|me pregunta|me
        + pide|se me pide|tengo que (hacer|explicar|contar|describir)|debo (hacer|explicar|
        + contar|describir)) [exactamente|aqui|ahora]
        de que (se trata|va la pregunta|trata la pregunta|tengo que hablar)|en que sentido|me
        + (lo|la) (explica|explicas|explique|explicar|puede explicar|puedes explicar|podria
        + explicar|aclara|aclarar|puede aclarar|podria aclarar) [<better>]|me (explica|explicas|
        + explique|aclara) (<q>|eso|esto|lo que (quiere decir|pregunta)) [<better>]
        me (explicar|puede explicar|puedes explicar|podria explicar|aclarar|puede aclarar|podria
        + aclarar) [<q>|eso|esto|lo que (quiere decir|pregunta)] [<better>]
        (explicar|explicarme|expliqueme|explicame|explicarlo|explicarla|explicarmelo|explique|
        + aclarar|aclararme|aclareme|aclarame|precisar|concretar|reformular|reformularla|
        + reformule) (<q>|eso|esto|lo que (quiere decir|pregunta)|un poco|mejor|mas|un poco
        + mejor|un poco mas) [<better>]|(explicarmelo|explicarla|explicarlo|expliqueme|
        + explicame|aclararlo|aclararmelo|reformularla) [<better>]|(decir|decirlo|formular|
        + formularla|preguntar|preguntarlo|hacer) [<q>|lo|eso] (de otra (forma|manera)|con otras
        + palabras|mas claro)|(ser|sea|se) [un poco] mas (claro|preciso|concreto|especifico|
        + clara|precisa)
        no (entiendo|comprendo|lo entiendo|la entiendo|le entiendo|te entiendo|pillo) [<q>|bien|
        + muy bien|nada|lo que (me pregunta|quiere decir|quiere|pregunta|me pide|me esta
        + preguntando)|que (quiere decir|me pregunta|quiere|me pide|tengo que hacer)|a que se
        + refiere|bien <q>|bien lo que (me pregunta|quiere decir)]
        no se (que quiere decir|a que se refiere|que me pregunta|que me esta preguntando|que
        + significa eso|que quiere de mi) [con eso]|la pregunta no (esta|me queda|es) clara|no
        + (me queda|esta) (claro|clara) la pregunta|no estoy (seguro|segura) de (entender|haber
        + entendido) [bien] [<q>]|(se refiere a|te refieres a) * [*] [*] [*]""",
    "by it": "con (eso|esto|esa pregunta|la pregunta|* [*] [*])|exactamente",
    "better": """
        mejor|mas|un poco|un poco mejor|un poco mas|de otra (forma|manera)|con otras palabras""",
    "verify alone": """
        (es|esta|era) (correcto|bien|cierto|verdad) (eso|esto|asi|o no|o mal|lo que he dicho|mi
        + respuesta)|es (correcta mi respuesta|eso correcto|esto correcto|eso cierto)|(digame|
        + dime|me dice|me dices|decirme) si (es|esta|voy|lo he dicho|mi respuesta es) (correcto|
        + bien|cierto|correcta|por buen camino)|como (voy|lo he hecho|lo estoy haciendo)
        (que le parece|que te parece|que opina|esta de acuerdo|estas de acuerdo) [mi respuesta|
        + conmigo]|(correcto|bien) o mal|tengo razon o no|he acertado o no|voy por buen camino""",
    "this": "(eso|esto|la respuesta)",
    "hedges": """
        quiza|quizas|tal vez|a lo mejor|pero|creo que|pienso que|supongo que|diria que|puede
        + ser|puede que|probablemente|posiblemente|me parece que|imagino que|yo diria|aunque|sin
        + embargo""",
    "openers": "si",
    "loose": """
        porfa=por_favor porfavor=por_favor realmente= simplemente= solo= solamente=
        sinceramente= honestamente= francamente= usted= profe= profesor= profesora= yo=
        ahorita=ahora""",
    "yes": "si claro exacto correcto seguro segura desde efectivamente ok vale",
    "no": "no nunca jamas",
}
