"""How parts of a task sound in Portuguese; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

from voice.exam.model.bank import Aspect

SIGNALS: Mapping[Aspect, str] = {
    "names": r"é|era|sou|tenho|moro|vivo|chama-se|se chama|há|tem|sobretudo",
    "describes": r"""
        há|tem|havia|tinha|é (?:muito|bastante|um pouco)|está|parece|cheira|cheio|cheia|grande
        |pequen[oa]""",
    "where": r"em|no|na|num|numa|perto|ao lado|atrás|em cima|debaixo|entre|onde|lá|ali",
    "when": r"""
        cada|todos os|sempre|nunca|às vezes|muitas vezes|desde|há|quando|minutos?|horas?|dias?
        |semanas?|meses|anos?|de (?:manhã|tarde|noite)""",
    "reason": r"""
        porque|já que|como|por isso|para que|graças|devido|senão|a razão|o bom|o melhor|gosto|ajuda
        |assim""",
    "example": r"""
        por exemplo|uma vez|como quando|lembro|conheço
        |(?:meu|minha) (?:irmão|irmã|mãe|pai|amig[oa]|chefe|vizinh[oa])|no ano passado
        |na semana passada|ontem""",
    "opinion": r"""
        acho|penso|creio|na minha opinião|para mim|prefiro|concordo|sou (?:a favor|contra)|depende
        |devia|deveria|é preciso|melhor""",
    "compares": r"""
        enquanto|mais|menos|do que|antes|agora|hoje|em vez|diferente|quando era|em criança
        |os dois""",
    "other_side": r"""
        mas|porém|no entanto|embora|por outro lado|problema|desvantagem|limite|perigo|difícil|demais
        |exceto|nem sempre""",
    "condition": r"se|quando|desde que|a menos|depende|só|caso|exceto",
    "result": r"""
        assim|então|por isso|no fim|resultado|consequência|desde então|por sorte|seria|poderia""",
    "experience": r"""
        fui|foi|era|estava|tinha|havia|fiz|\w+(?:ava|ia|ei|ou|aram|eram|iram)|de repente|um dia""",
    "habit": r"""
        sempre|normalmente|muitas vezes|às vezes|todos os|de (?:manhã|tarde|noite)|costumo|depois
        |primeiro""",
    "plan": r"quero|queria|vou|ia|pretendo|planejava|gostaria|próxim[oa]|espero",
    "imagines": r"\w+ria|\w+riam|talvez|provavelmente|se|imagino|deve",
    "advises": r"devia|deveria\w*|é preciso|podia|poderia\w*|melhor|recomendo|aconselh\w+|disse",
    "defines": r"significa|quer dizer|chama-se|é (?:um|uma|o|a|quando)|entendo|ou seja|definição",
    "method": r"""
        primeiro|depois|em seguida|passo|\w+(?:ando|endo|indo)|com (?:um|uma)|usei|vejo|leio
        |todos os dias|através""",
    "evidence": r"""
        mostra\w*|dados|resultados?|medi|segundo|estudos?|fontes?|porque|por cento|inquérito
        |prova""",
}

WORDS: Mapping[str, str] = {
    "evasions": r"""
        não (?:sei|faço ideia)|(?:boa|difícil) pergunta|difícil dizer|não me ocorre
        |nenhuma ideia""",
    "asks": r"(?:pode|poderia) (?:repetir|dizer)|o que quer dizer",
    "stances": r"acho|penso|prefiro|na minha opinião|para mim|gosto|sim|não|depende",
    "self": r"eu|me|meu|minha|meus|minhas|nós|nos|noss[oa]s?|sou|tenho|estou|vou|acho",
    "vague": """
        bem bom coisa coisas diferente diferentes difícil dizer exemplo fácil gente hoje
        importante interessante mau muitas muitos mundo nunca opinião país pergunta pessoa
        pessoas pois razão resposta saber sempre tema é""",
}
