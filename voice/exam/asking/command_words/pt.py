"""How commands are said in Portuguese; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fillers": "hum hm hmm eh ah oh ahn mm uh ne",
    "courtesy": """
        desculpe|desculpa|perdao|com licenca|esta bem|ta bom|ta|ok|okay|certo|muito bem|
        + obrigado|obrigada|muito obrigado|muito obrigada|por favor|ola|bom dia|boa tarde|tudo
        + bem|perdoe|boa pergunta|e uma boa pergunta|peco desculpa|peco desculpas|sinto muito|
        + lamento|valeu|boa noite|muito obrigado mesmo|sim por favor|nao obrigado|nao obrigada""",
    "leads": """
        por favor|pode|poderia|podia|voce pode|voce poderia|o senhor pode|a senhora pode|podes|
        + podias|posso|eu posso|poderia eu|podemos|poderiamos|eu quero|quero|eu queria|queria|
        + gostaria de|eu gostaria de|gostava de|desculpe|desculpa|perdao|esta bem|ta bom|ok|bom|
        + e|mas|sim|espere|agora|entao|vamos|ola|sera que pode|e possivel|preciso de|eu preciso
        + de|pode me|vou|da para|daria para|sera que da para|sera que posso|sera que podemos|
        + sera que voce pode|voce podia|importa se de|gostava que|queria que|eu gostava de|eu
        + prefiro|prefiro|preferia|acho que|eu acho que|penso que|creio que|a gente pode|perdao
        + mas|desculpe mas|desculpa mas|olha|olhe|bem|pois|ah|oh|por acaso|seria possivel|deixa
        + eu|deixe eu|se calhar|podia me|teria|consegue|consegues|vamos la|bora""",
    "tails": """
        por favor|obrigado|obrigada|agora|para mim|pra mim|ok|se possivel|se puder|entao|se faz
        + favor|faz favor|desculpe|sinceramente|honestamente|para ser sincero|para ser honesto|
        + na verdade|eu acho|acho eu|se nao se importa|se der|se puder ser|por enquanto|por
        + agora|aqui|ja|desculpa|sinto muito|mesmo|por gentileza|professor|professora|um pouco|
        + um pouquinho""",
    "asking": "desculpe|desculpa|perdao|como|o que|que|como disse|oi",
    "q": "[a|esta|essa|sua|tua] [ultima] (pergunta|questao)",
    "again": "outra vez|de novo|mais uma vez|novamente|uma segunda vez",
    "repeat": """
        (repetir|repita|repete|repetires|repeti la|repeti lo|me repetir|repita me|repetimos)
        + [me] [<q>|isso|o que disse|aquilo] [<again>]|(dizer|diga|ler|leia|fazer|faca|
        + perguntar) [me] (<q>|isso) (<again>)|(ler|leia|reler|releia) (<q>)|[<q>] (<again>)|
        + qual (era|e|foi) [mesmo] (<q>) [mesmo]
        o que (disse|voce disse|perguntou|voce perguntou)|como (era|e) (<q>)|que foi que disse
        (nao) (entendi|ouvi|percebi|compreendi|escutei) [bem|direito] [<q>|o que disse]|eu nao
        + (entendi|ouvi) [bem|direito] [<q>]|(ouvir) (<q>) [<again>]
        (repetir|repita|repete|ler|leia|reler|reformular|dizer|fazer) [me|la|lo] [<q>|isso|tudo|
        + a ultima parte] <again>|(repetir|repita|repete|reler|reformular) [me|la|lo] [<q>|isso|
        + tudo|a ultima parte]|me (repete|repita|repetir) [<q>|isso] [<again>]
        (voltar a|torne a|volte a) (repetir|dizer|ler|fazer) [<q>|isso]|nao (ouvi|entendi|
        + percebi|escutei|peguei|apanhei|captei) [muito] [bem|nada|direito|tudo] [<q>|o que
        + (disse|perguntou|voce disse|voce perguntou)|a ultima parte|isso]
        nao (te|a|o|lhe) (ouco|escuto) [bem]|nao (consegui|deu para) (ouvir|entender|perceber|
        + escutar) [bem|direito] [<q>|o que disse]|nao estou a ouvir [bem]|(fale|fala|falar) [um
        + pouco] mais alto|mais alto por favor
        (qual|como|o que) (era|foi|e) (que era|mesmo) <q>|(qual|como) era <q> mesmo|(esqueci|
        + esqueci me|me esqueci) (<q>|da pergunta|o que perguntou)|o que e que (disse|
        + perguntou)|o que (tinha perguntado|me perguntou)|<again> <q>|desculpe o que""",
    "slowly": """
        [um pouco|um pouquinho] mais (devagar|lento|lentamente)|mais devagarinho
        (falar|fale|fala|repetir|repita|repete|dizer|diga|ler|leia) [me] [<q>|isso] [outra vez|
        + de novo|mais uma vez] [um pouco|um pouquinho] (mais (devagar|lento|lentamente)|
        + devagar|lentamente)
        [voce] [esta] (fala|falando|a falar) (muito|demasiado) (rapido|depressa)|nao tao
        + (rapido|depressa)
        e muito rapido para mim
        (isso|foi|esta|estava|fala|falou|voce fala|voce falou|esta a falar|esta falando) [um
        + pouco] (muito|demasiado|bem|tao) (rapido|depressa) [demais|para mim]|(isso|foi|esta|
        + estava|fala|falou|voce fala|voce falou|isso foi) (rapido|depressa) demais [para mim]|
        + isso foi (muito|demasiado) rapido
        nao (fale|fala|fales|va) (tao|assim tao) (rapido|depressa)|menos (rapido|depressa) por
        + favor|(falar|fale|fala|repetir|repita|repete|dizer|diga|ler|leia|repetir isso|dizer
        + isso) [me|<q>|isso] [<again>] [mas|so] [um pouco|um pouquinho|um bocadinho|bem] mais
        + (devagar|lento|lentamente|devagarinho|pausadamente)
        [mas|so] (um pouco|um pouquinho|um bocadinho|bem) mais (devagar|lento|lentamente|
        + devagarinho)|mas mais devagar|<again> [mas] mais (devagar|lentamente)|nao (consigo|
        + estou a conseguir|estou conseguindo) (acompanhar|seguir)|devagar por favor""",
    "think": """
        (deixe|deixa|me deixe|me deixa) [me|eu] pensar [um (pouco|momento|minuto|instante|
        + segundo)|nisso]
        [so] um (momento|momentinho|instante|minutinho|pouquinho) [para pensar|so]|um (segundo|
        + minuto) por favor
        (da me|de me|me de|me da|ter|dar me|preciso de) [so] [mais] (um (momento|segundo|
        + minuto|pouco de tempo|instante)|tempo) [para pensar]|espere [um (momento|pouco|
        + minuto|segundo)]|espera [um (momento|pouco|minuto|segundo)]|[preciso|tenho que|tenho
        + de|preciso de] pensar [um (pouco|momento)|nisso]
        (mais tempo|um pouco de tempo|tempo) para pensar
        eu preciso pensar [um (pouco|momento)|nisso]
        [so|da me|de me|me da|espera|espere|aguarde|deixa me|deixe me|eu preciso de] (um|mais
        + um) (segundinho|momentinho|minutinho|instantinho|bocadinho|tempinho) [para pensar|que
        + estou a pensar]|(so|da me|de me|me da|me de|espera|espere|perai|aguarde|preciso de|eu
        + preciso de) [so] [mais] (um (segundo|minuto|momento|instante)|uns (segundos|minutos)|
        + alguns (segundos|minutos)) [para pensar]
        perai|pera [ai]|espera (ai|la)|calma ai|aguarde|aguenta ai|[um (segundo|momento)|espere|
        + espera|perai|pera] [que] (estou|ainda estou) [ainda] (pensando|a pensar|refletindo|a
        + refletir|tentando lembrar|a tentar lembrar me) [nisso]|(deixe|deixa|me deixe|me deixa|
        + deixa eu|deixe eu) [me] (lembrar|refletir|raciocinar|pensar melhor|pensar bem|ver)
        (preciso|da me|me da|de me) [de] (mais tempo|um pouco mais de tempo|um pouco de tempo|
        + mais um pouco de tempo) [para pensar]|(mais tempo|um pouco mais de tempo) para pensar|
        + ainda nao (acabei|terminei)|esta na ponta da lingua|perdi o fio (a|da) meada""",
    "hint": """
        [de me|da me|me de|me da|dar me|me dar|dar|ter|tem|ha|receber] [uma|outra|mais uma|
        + alguma] [pequena] (dica|pista)|(ajude me|me ajude|me ajuda|ajuda me|ajudar me|me
        + ajudar) [um pouco]|[uma|um pouco de] (ajuda|ajudinha)|[dar] uma (ajuda|mao)
        [pode|podia|poderia|tem|teria|ha|posso ter|quero|queria|da me|de me|me da|me dar|dar me|
        + me de] [me] [dar] (uma|alguma|mais uma|outra) [pequena|pequenina] (dica|pista|
        + diquinha|ajudinha|sugestao)|(um empurraozinho|um empurrao)|me (ajuda|ajude) (aqui|
        + nessa|nesta|com essa|com esta)|(me ajudar|ajudar me|me ajude|ajude me|ajuda me|me dar
        + uma (mao|forca|ajuda)|dar [me] uma (mao|forca|ajuda)) [um pouco] [aqui|nessa|nesta|com
        + (esta|essa|isso) [pergunta|questao]]
        (preciso|precisava|eu preciso) de (uma dica|uma pista|ajuda|uma ajuda|um pouco de ajuda|
        + uma ajudinha) [aqui|nessa|nesta|com essa|com esta]|estou (travado|travada|empacado|
        + bloqueado|bloqueada)|travei|por onde (comeco|devo comecar|e que comeco)|uma (dica|
        + pista|ajuda) (seria|cairia|ajudava|ajudaria|vinha) [muito] (bem|bom|boa|otimo|util)""",
    "skip": """
        (pular|pule|pula|pulo|pulamos|saltar|salte|salta|saltamos|passar|passe|passamos|passo|
        + avancar) [<q>|esta|essa|para a (proxima|seguinte) [pergunta|questao]|a frente|para
        + outra pergunta|esta pergunta|pra proxima [pergunta|questao]]|[a] proxima [pergunta|
        + questao]|[a] (pergunta|questao) seguinte|[a] seguinte|outra pergunta|(deixar|deixe|
        + deixamos) (esta|essa|<q>) [para depois|de lado]
        (essa|esta|essa ai) [eu] (pulo|passo|salto|deixo|vou pular)|[eu] (pulo|salto) (essa|
        + esta)|(deixar|deixo|deixamos|deixe) (essa|esta|<q>) (para depois|para mais tarde|de
        + lado|para o fim)|(pular|saltar|passar) (essa|esta|isso) [ai]|deixa essa
        [podemos|vamos|passar|passemos|passamos|ir|seguir|seguimos|avancar|avancamos|continuar|
        + continuamos|passa|passe|siga] (para|com) a (proxima|seguinte|proxima pergunta|pergunta
        + seguinte|proxima questao)|(passar|passamos|seguir|ir|avancar) (para|a) (outra|outra
        + coisa|outra pergunta|frente)|(avancar|avancamos|adiante)|bola para a frente|a
        + (proxima|seguinte) [pergunta]
        (voltar|volto|voltamos) (a|nessa|a essa|a esta|nesta) [essa|esta|<q>|pergunta] (mais
        + tarde|depois|no fim|no final)|(responder|respondo|fazer|faco) [essa|esta|isso|a essa|a
        + esta] (mais tarde|depois|no fim|por ultimo)|(prefiro|preferia|quero) nao responder [a
        + essa|a esta|isso]|nao (quero|responder) [responder] (a essa|a esta|essa|esta|isso)
        + [pergunta]
        (mudar|mudamos|mude) de pergunta|(me faca|me faz|faca|faz) (outra pergunta|outra|a
        + proxima)|seguir em frente com a proxima""",
    "back": """
        (voltar|volte|volta|voltamos|regressar|regresse|retornar) [atras|para tras|a (<last>)|
        + para (<last>)|(<last>)|a anterior]|atras|<last>|uma pergunta atras|(corrigir|mudar|
        + completar|alterar) [a] minha (ultima resposta|resposta anterior)
        (voltar|volte|volta|voltamos|ir|regressar) (a|na|para a|para) (anterior|pergunta
        + anterior|de antes|questao anterior|ultima pergunta|minha resposta anterior|pergunta de
        + antes)|(acrescentar|adicionar) (algo|uma coisa|alguma coisa) (a|na) [minha] (resposta
        + anterior|pergunta anterior|ultima resposta)|a de antes""",
    "last": "[a] (pergunta|questao) anterior|a anterior",
    "pause": """
        [fazer|faca|fazemos|tirar|uma|dar] [uma] [pequena|breve|curta] pausa|(pausar|pause|
        + interromper|interrompa|suspender|suspenda|parar) [o|a] (exame|prova) [um (momento|
        + minuto|pouco)]|(por|colocar|coloque|ponha) [o exame|a prova] em pausa|em pausa|pausar
        [fazer] um intervalo
        [fazer|fazemos|faco|tirar|dar|preciso de|eu preciso de] (uma (pausa|pausinha|paradinha)|
        + um (intervalo|descanso) (breve|curto|rapido)|um intervalinho|uma pequena pausa|uma
        + pausa rapida)|(fazer|fazemos|preciso de|eu preciso de) um (intervalo|descanso|break)|
        + (parar|paramos|pare|interromper|pausar|pausamos|descansar|suspender) [o exame|a prova]
        + (um|por um|so um) (momento|momentinho|minuto|minutinho|pouco|bocado|bocadinho|
        + instante|segundo)
        ja volto|volto ja|(preciso|tenho) (de|que) ir (ao banheiro|a casa de banho)|ir (ao
        + banheiro|a casa de banho)""",
    "resume": """
        (continuar|continue|continuemos|continuamos|continua|seguir|siga|prosseguir|prossiga|
        + retomar|retome|retomamos|seguir em frente|vamos em frente) [com] [o|a] [exame|prova]|
        + em frente
        [ja] [eu] (estou) (pronto|pronta|preparado|preparada|aqui|de volta) [para (continuar|
        + comecar)]
        pronto|pronta|(comecar|comecamos)|[ja] voltei|fim da pausa
        (pode|podes|podemos|vamos) (continuar|seguir|comecar|retomar) [o exame|a prova]|
        + (recomecar|recomecamos|retomamos) [o exame|a prova]|quando quiser""",
    "time_left": """
        quanto tempo [eu] (tenho|resta|me resta|falta|temos|ha|sobra|ainda tenho|ainda resta|
        + ainda falta) [ainda]|quanto (falta|resta)|quantos minutos (tenho|restam|faltam|temos|
        + me restam|ainda tenho) [ainda]|[o] tempo (restante|que falta|que resta)|qual e o tempo
        + restante|(dizer|dizer me|diga me|me diga|me dizer) quanto (tempo falta|tempo resta|
        + tempo tenho|falta)|ainda (tenho|ha) tempo
        quanto tempo (eu tenho|eu ainda tenho|ainda temos|a gente tem|e que tenho|me falta|nos
        + resta|sobra|ainda ha|que falta) [ainda]|quanto falta para (acabar|o fim|terminar)|
        + quanto tempo (falta|tenho|resta) [ainda] para (acabar|o fim|terminar|responder)|
        + quantos minutos (eu tenho|ainda tenho|ainda faltam|ainda restam|sobram) [ainda]|
        + quantos minutos faltam para (acabar|o fim)
        como (estou|estamos) de tempo|[ainda] (tenho|ha|tem) (muito|algum|bastante|mais) tempo
        + [ainda]|(diga|diz|me diz|me diga|dizer|dizer me|me dizer) quanto tempo [ainda] (tenho|
        + resta|falta|sobra)""",
    "done": """
        [eu] [ja] (terminei|acabei|conclui) [a minha resposta|de responder]|(isso|isto|so|e) [e|
        + foi|era] (tudo|so) [que (sei|posso dizer|queria dizer|lembro)|o que (sei|posso dizer|
        + queria dizer|tenho a dizer)|da minha parte|por mim|por agora]
        (e|essa e|esta e) [a] minha resposta
        nada mais|mais nada|fim da resposta|[ja] esta feito|ja esta
        (e|isso|isto|era|foi|seria|pronto|entao) [e|foi|era|seria] [basicamente|praticamente|
        + mais ou menos] (isso|isto|tudo|so isso|so isto|isso ai) [que|o que] [eu] (sei|posso
        + dizer|tinha a dizer|tenho a dizer|queria dizer|me lembro|lembro|consigo dizer) [sobre
        + isso|sobre o tema]|(e|era|foi|seria) (isso|isto|tudo|so isso|so isto|isso ai) [da
        + minha parte|por mim|por agora|por enquanto|mesmo]
        [ja] (acabei|terminei|conclui|finalizei) [aqui|de responder|de falar|a minha resposta|
        + com esta|com essa|essa|esta]|ja respondi|ja disse tudo|disse tudo [o que sabia|o que
        + sei]|nao (tenho|ha|sei|me lembro de|lembro de|me ocorre) (mais nada|nada mais|mais)
        + [a|para|que] [dizer|acrescentar|adicionar|falar] [sobre isso]|nao (consigo|sei) dizer
        + (mais nada|mais)
        (fico|paro|encerro|termino) por aqui|(mais nada|nada mais) (a (dizer|acrescentar)|da
        + minha parte)|acho que (e isso|e so|e tudo|acabei|terminei)|(fim|final) da minha
        + resposta|pronto acabei|mais do que isso nao sei|so isso|so isto""",
    "stop": """
        (parar|pare|para|paramos|chega|stop|basta|desistir)|(parar|pare|terminar|termine|
        + terminamos|acabar|acabe|encerrar|encerre|finalizar|finalize|cancelar|cancele|
        + abandonar|sair) [com] [o|a|este|esta|do|da] (exame|prova|teste)|cancelar|encerrar
        nao quero [mais] continuar [mais]|fim do exame|fim da prova
        (parar|paramos|terminar|terminamos|acabar|acabamos|encerrar|encerramos|ficar|ficamos)
        + (por aqui|aqui|agora|por hoje|ja)|(parar|pare|terminar|termine|acabar|acabe|encerrar|
        + encerre|finalizar|cancelar|sair|abandonar|interromper|desistir|stop) [com|da|do] [o|a|
        + este|esta|esse|essa] (exame|prova|teste|sessao|entrevista)
        [eu|ja] nao quero mais [continuar|fazer isso|isso]|nao (quero|vou) continuar|nao quero
        + (fazer isso|seguir) mais|(quero|queria|gostaria de) (acabar|terminar|encerrar) [ja]|
        + (chega|basta) (por hoje|de perguntas)|por hoje (chega|e so)|ja chega|desisto (da
        + prova|do exame)""",
    "answer": """
        (diga me|me diga|diz me|me diz|de me|me de|dizer me|me dizer|dar me|me dar|diga|dizer|
        + dar) [so] a (resposta|solucao) [certa|correta]|(qual e|qual seria) a (resposta|
        + solucao) [certa|correta]
        a (resposta|solucao) [certa|correta] por favor|a resposta [certa|correta]|o que (devo|
        + deveria|tenho de|tenho que) (dizer|responder)
        (me diga|me diz|diga me|diz me|me da|me de|dizer me|me dizer|me dar|me conta|me fala)
        + [logo|so|ja] (a|qual e a|qual era a) (resposta|solucao) [certa|correta]|(qual|entao
        + qual|afinal qual) (era|seria) [entao|afinal] a (resposta|solucao) [certa|correta]|
        + (saber|ouvir|conhecer) a (resposta|solucao) [certa|correta]|o que (deveria|devia|era
        + para) [eu] (dizer|responder|ter dito)|(me diz|me diga) (o que e|qual e|logo)""",
    "gives_up": """
        [eu] nao sei [nada] [isso|disso|a resposta|o que dizer|responder|dizer|mesmo]|[nao
        + tenho] (nenhuma ideia|a menor ideia|ideia nenhuma|a minima ideia)
        [eu] nao (me lembro|lembro|me recordo) [mais] [disso]|nao (consigo|posso|sei) responder
        + [a <q>|isso|essa]|desisto|sei la
        nao (sei|saberia|sei bem|sei mesmo|me lembro|lembro|recordo|conheco) [<this>|mesmo|nada|
        + nada (disso|sobre isso)|responder|dizer|explicar|o que (dizer|responder|e)|como
        + (responder|explicar)|mais|por onde comecar|de nada] [agora|desculpe|desculpa|mesmo|no
        + momento|responder]|(disso|isso|essa|esta) [eu] nao (sei|lembro)
        nao (faco|tenho) (a minima|a menor|nenhuma|a mais pequena|qualquer) (ideia|nocao)|nao
        + (faco|tenho) ideia [nenhuma] [disso|do que e]|nem (ideia|faco ideia|imagino|tenho
        + ideia)|zero ideia|sem (ideia|ideias)|nao (faco|tenho) a minima|nao tenho resposta
        + [para isso|para essa]
        [ja] [me] (esqueci|esqueci me|deu branco|deu um branco) [disso|tudo|isso|de tudo|da
        + resposta|a resposta|a palavra|agora|completamente|como se chama] [agora]|(fugiu me|me
        + fugiu|me escapa|me escapou) [agora|a palavra|a resposta|o nome|da cabeca]|nao me
        + (ocorre|vem) [nada|agora|a palavra|a resposta] [a cabeca|a mente|agora]
        nao (estou|tenho) [muita|muito] (certo|certa|certeza|seguro|segura) [disso|nenhuma|da
        + resposta]|nao (consigo|sei|posso) (responder|explicar|lembrar|me lembrar|lembrar me|
        + dizer) [<this>|a essa|essa|agora|nada] [pergunta]|(me rendo|rendo me)|nao (demos|
        + aprendi|estudei|aprendemos|estudamos) (isso|isto|essa materia|essa parte|esta parte)
        + [na aula|ainda]
        nunca ouvi falar (disso|nisso)|sei la eu|quem sabe|vai saber|sabe se la|me pegou
        + [nessa]|agora me pegou""",
    "checking": """
        [isso|isto|assim|minha resposta|o que eu disse] (esta|e|era|foi|estava) (certo|certa|
        + correto|correta|bem|verdade|errado|assim|certinho|a resposta certa|isso) [assim|ate
        + agora|ou nao|ou errado|o que eu disse|isso]|certo|correto|exato|verdade|bem assim|sim
        + ou nao|verdadeiro ou falso|certo ou errado|tudo certo
        acertei|errei|respondi (certo|bem)|falei certo|disse bem|esqueci alguma coisa|falta
        + alguma coisa|(estou|vou) (no (caminho certo|bom caminho)|bem|indo bem)|tenho razao|faz
        + sentido|isso faz sentido|ta certo isso""",
    "clarify": """
        o que [e que] (quer|queres|quis|queria|voce quer|voce quis|voce queria) dizer [<by it>]|
        + que (quer|queres) dizer [<by it>]|o que [e que] (significa|quer dizer|isso quer dizer|
        + isso significa) [isso|isto|<q>|* [*]] [exatamente]|como assim|em que sentido|a que se
        + refere [<by it>]
        o que [e que] (esta a perguntar|esta perguntando|voce esta perguntando|voce espera|
        + espera|pretende|voce quer|quer|voce quer saber|quer saber|devo (fazer|explicar|dizer)|
        + tenho que (fazer|explicar)|e para fazer) [de mim|exatamente|aqui|que eu (diga|
        + responda|faca)]|do que (se trata|devo falar|voce esta falando)|aonde quer chegar
        (me explicar|me explica|me explique|explicar me|explica me|explique me|me esclarecer|
        + esclarecer me|clarificar|esclarecer|reformular|explicar) (melhor|um pouco|isso|isto|
        + <q>|o que quer dizer|um pouco melhor|a tarefa|isso melhor) [<better>]|(me explicar|me
        + explique|explique me|explica me|explicar me|me esclarecer) [<better>]
        (dizer|fazer|perguntar|formular|colocar|reformular) [<q>|isso] (de outra forma|de outro
        + jeito|de outra maneira|por outras palavras|com outras palavras|mais claramente)|(ser|
        + seja) [um pouco] mais (claro|clara|especifico|especifica|concreto|preciso)
        nao (entendo|compreendo|percebo|estou entendendo|estou a perceber|estou a entender)
        + [muito] [bem|nada|direito] [<q>|isso|o que (quer dizer|voce quer|quer|me pergunta|
        + pergunta|esta a perguntar|voce quer dizer|significa|e para fazer|devo fazer)|aonde
        + quer chegar]|nao (sei|percebi|entendi) (o que (quer dizer|voce quer dizer|significa|
        + pretende|e pedido)|aonde quer chegar) [com isso]
        <q> nao (esta|e|ficou) [muito] clara [para mim]|nao (esta|ficou) [muito] claro para mim|
        + nao (estou certo|estou certa|tenho certeza) (se entendi|se percebi|de ter entendido|de
        + que entendi) [bem] [<q>]|(se refere a|voce quer dizer) * [*] [*] [*]""",
    "by it": "com (isso|isto|essa pergunta|esta pergunta|a pergunta|* [*] [*])|exatamente",
    "better": """
        melhor|um pouco|um pouco melhor|de outra forma|de outro jeito|de outra maneira|por
        + outras palavras|com outras palavras""",
    "verify alone": """
        (esta|e) (certo isso|correto isso|certo o que eu disse|certo ou errado|certo ou nao|
        + correto ou nao|certa a minha resposta|certa minha resposta)|(diga|diz|me diz|me diga|
        + me dizer|dizer me|dizer) se (esta|eu|acertei|estou|minha resposta esta) [estou]
        + [certo|certa|correto|correta|no caminho certo]|como (estou indo|estou a ir|me sai|e
        + que estou)
        o que (acha|achou|voce acha|voce achou) [da minha resposta|disso]|(voce concorda|
        + concorda comigo|concordas)|(acertei|certo|correto) ou (nao|errei|errado)|sera que
        + (acertei|esta certo|e isso)|estou no caminho certo""",
    "this": "(isso|isto|disso|a resposta|essa|esta)",
    "hedges": """
        talvez|mas|acho que|penso que|creio que|diria que|eu diria|provavelmente|possivelmente|
        + suponho que|imagino que|pode ser|se calhar|quica|porem|parece me que|embora|deve ser""",
    "openers": "sim",
    "loose": """
        pra=para pro=para_o ta=esta to=estou tou=estou pfv=por_favor vc= voce= realmente=
        sinceramente= honestamente= simplesmente= apenas= so= mesmo= professor= professora= eu=
        infelizmente= rapidinho=""",
    "yes": "sim claro certo exato exatamente certeza isso pode quero ok",
    "no": "nao nunca jamais",
}
