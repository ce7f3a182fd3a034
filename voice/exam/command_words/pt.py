"""How commands are said in Portuguese; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fillers": "hum hm hmm eh ah oh ahn mm um uh ne",
    "courtesy": """
        desculpe|desculpa|perdao|com licenca|esta bem|ta bom|ta|ok|okay|certo|muito bem|
        + obrigado
        obrigada|muito obrigado|muito obrigada|por favor|ola|bom dia|boa tarde|tudo bem""",
    "leads": """
        por favor|pode|poderia|podia|voce pode|voce poderia|o senhor pode|a senhora pode|
        + podes|podias
        posso|eu posso|poderia eu|podemos|poderiamos|eu quero|quero|eu queria|queria|
        + gostaria de
        eu gostaria de|gostava de|desculpe|desculpa|perdao|esta bem|ta bom|ok|bom|e|mas|sim
        espere|agora|entao|vamos|ola|sera que pode|e possivel|preciso de|eu preciso de|pode
        + me|vou""",
    "tails": """
        por favor|obrigado|obrigada|agora|para mim|pra mim|ok|se possivel|se puder|entao
        se faz favor|faz favor|desculpe""",
    "asking": "desculpe|desculpa|perdao|como|o que|que|como disse|como assim|oi",
    "q": "[a|esta|essa|sua|tua] [ultima] (pergunta|questao)",
    "again": "outra vez|de novo|mais uma vez|novamente|uma segunda vez",
    "repeat": """
        (repetir|repita|repete|repetires|repeti la|repeti lo|me repetir|repita me|
        + repetimos) [me] [<q>|isso|o que disse|aquilo] [<again>]|(dizer|diga|ler|leia|fazer|
        + faca|perguntar) [me] (<q>|isso) (<again>)|(ler|leia|reler|releia) (<q>)|[<q>]
        + (<again>)|qual (era|e|foi) [mesmo] (<q>) [mesmo]
        o que (disse|voce disse|perguntou|voce perguntou)|como (era|e) (<q>)|que foi que
        + disse
        (nao) (entendi|ouvi|percebi|compreendi|escutei) [bem|direito] [<q>|o que disse]|eu
        + nao (entendi|ouvi) [bem|direito] [<q>]|nao (entendo|compreendo|percebo) <q>|(ouvir)
        + (<q>) [<again>]""",
    "slowly": """
        [um pouco|um pouquinho] mais (devagar|lento|lentamente)|devagar por favor|mais
        + devagarinho
        (falar|fale|fala|repetir|repita|repete|dizer|diga|ler|leia) [me] [<q>|isso] [outra
        + vez|de novo|mais uma vez] [um pouco|um pouquinho] (mais (devagar|lento|lentamente)|
        + devagar|lentamente)
        [voce] [esta] (fala|falando|a falar) (muito|demasiado) (rapido|depressa)|nao tao
        + (rapido|depressa)
        e muito rapido para mim|(esta) (rapido demais|muito rapido)""",
    "think": """
        (deixe|deixa|me deixe|me deixa) [me|eu] pensar [um (pouco|momento|minuto|instante|
        + segundo)|nisso]
        [so] um (momento|momentinho|instante|minutinho|pouquinho) [para pensar|so]|um
        + (segundo|minuto) por favor
        (da me|de me|me de|me da|ter|dar me|preciso de) [so] [mais] (um (momento|segundo|
        + minuto|pouco de tempo|instante)|tempo) [para pensar]|espere [um (momento|pouco|
        + minuto|segundo)]|espera [um (momento|pouco|minuto|segundo)]|[preciso|tenho que|
        + tenho de|preciso de] pensar [um (pouco|momento)|nisso]
        (estou) [ainda] (pensando|a pensar)|(mais tempo|um pouco de tempo|tempo) para pensar
        eu preciso pensar [um (pouco|momento)|nisso]""",
    "hint": """
        [de me|da me|me de|me da|dar me|me dar|dar|ter|tem|ha|receber] [uma|outra|mais uma|
        + alguma] [pequena] (dica|pista)|(ajude me|me ajude|me ajuda|ajuda me|ajudar me|me
        + ajudar) [um pouco]|[uma|um pouco de] (ajuda|ajudinha)|[dar] uma (ajuda|mao)|uma dica""",
    "skip": """
        (pular|pule|pula|pulo|pulamos|saltar|salte|salta|saltamos|passar|passe|passamos|
        + passo|ir|avancar) [<q>|esta|essa|para a (proxima|seguinte) [pergunta|questao]|a
        + frente|para outra pergunta|esta pergunta|pra proxima [pergunta|questao]]|[a]
        + proxima [pergunta|questao]|[a] (pergunta|questao) seguinte|[a] seguinte|outra
        + pergunta|passo|(deixar|deixe|deixamos) (esta|essa|<q>) [para depois|de lado]""",
    "back": """
        (voltar|volte|volta|voltamos|regressar|regresse|retornar) [atras|para tras|a
        + (<last>)|para (<last>)|(<last>)|a anterior]|atras|<last>|uma pergunta atras|
        + (corrigir|mudar|completar|alterar) [a] minha (ultima resposta|resposta anterior)""",
    "last": "[a] (pergunta|questao) anterior|a anterior",
    "pause": """
        pausa|[fazer|faca|fazemos|tirar|uma|dar] [uma] [pequena|breve|curta] pausa|(pausar|
        + pause|interromper|interrompa|suspender|suspenda|parar) [o|a] (exame|prova) [um
        + (momento|minuto|pouco)]|(por|colocar|coloque|ponha) [o exame|a prova] em pausa|em
        + pausa|pausar|(parar|pare) um (momento|minuto)
        [fazer] um intervalo""",
    "resume": """
        (continuar|continue|continuemos|continuamos|continua|seguir|siga|prosseguir|
        + prossiga|retomar|retome|retomamos|seguir em frente|vamos em frente) [com] [o|a]
        + [exame|prova]|em frente
        [ja] [eu] (estou) (pronto|pronta|preparado|preparada|aqui|de volta) [para
        + (continuar|comecar)]
        pronto|pronta|(comecar|comecamos)|voltei|[ja] voltei|fim da pausa|pode continuar""",
    "time_left": """
        quanto tempo [eu] (tenho|resta|me resta|falta|temos|ha|sobra|ainda tenho|ainda
        + resta|ainda falta) [ainda]|quanto (falta|resta)|quantos minutos (tenho|restam|
        + faltam|temos|me restam|ainda tenho) [ainda]|[o] tempo (restante|que falta|que
        + resta)|qual e o tempo restante|(dizer|dizer me|diga me|me diga|me dizer) quanto
        + (tempo falta|tempo resta|tempo tenho|falta)|ainda (tenho|ha) tempo
        quanto tempo ainda (tenho|falta|resta|temos)""",
    "done": """
        [eu] [ja] (terminei|acabei|conclui) [a minha resposta|de responder]|(isso|isto|so|
        + e) [e|foi|era] (tudo|so) [que (sei|posso dizer|queria dizer|lembro)|o que (sei|
        + posso dizer|queria dizer|tenho a dizer)|da minha parte|por mim|por agora]|e isso|e
        + (so isso|tudo)|era isso
        (e|essa e|esta e) [a] minha resposta|(nao tenho|) (mais nada|nada mais) a (dizer|
        + acrescentar)
        nada mais|mais nada|fim da resposta|[ja] esta feito|ja esta""",
    "stop": """
        (parar|pare|para|paramos|chega|stop|basta|desistir)|(parar|pare|terminar|termine|
        + terminamos|acabar|acabe|encerrar|encerre|finalizar|finalize|cancelar|cancele|
        + abandonar|sair) [com] [o|a|este|esta|do|da] (exame|prova|teste)|(parar|terminar|
        + paramos|acabar) (aqui|por aqui)|cancelar|encerrar
        nao quero [mais] continuar [mais]|fim do exame|fim da prova""",
    "answer": """
        (diga me|me diga|diz me|me diz|de me|me de|dizer me|me dizer|dar me|me dar|diga|
        + dizer|dar) [so] a (resposta|solucao) [certa|correta]|(qual e|qual seria) a
        + (resposta|solucao) [certa|correta]
        a (resposta|solucao) [certa|correta] por favor|a resposta [certa|correta]|o que
        + (devo|deveria|tenho de|tenho que) (dizer|responder)""",
    "gives_up": """
        [eu] nao sei [nada] [isso|disso|a resposta|o que dizer|responder|dizer|mesmo]|nao
        + faco [a menor|nenhuma|a minima] ideia|[nao tenho] (nenhuma ideia|a menor ideia|
        + ideia nenhuma|a minima ideia)
        nao tenho ideia|[eu] nao (me lembro|lembro|me recordo) [mais] [disso]|(esqueci|me
        + esqueci|esqueci me) [disso]|nao (consigo|posso|sei) responder [a <q>|isso|essa]|
        + desisto|nao (tenho|estou) (certeza|certo|certa|seguro)|sei la|nao conheco a
        + resposta|nao faco ideia""",
    "yes": "sim claro certo exato exatamente certeza isso pode quero ok",
    "no": "nao nunca jamais",
}
