"""How symbols are read aloud, in every language there is a voice for."""

from __future__ import annotations

from collections.abc import Mapping

_SYMBOLS = (
    "=  ≠  ≈  ~  <  >  ≤  ≥  +  −  ±  ×  ÷  over  √  ^2  ^3  ^  %  °  °C  °F  &  @  .  #  ∞"
    "  ½  ¼  ¾  $  €  £  →  link"
).split("  ")

# "{}" is where the number or formula goes that the symbol belongs to.
_READINGS = {
    "en": "equals, is not equal to, is about, about {}, is less than, is greater than, is at most,"
    " is at least, plus, minus, plus or minus, times, divided by, {} over {}, the square root of,"
    " squared, cubed, to the power of {}, {} percent, degrees, degrees Celsius, degrees Fahrenheit,"
    " and, at, dot, number {}, infinity, one half, one quarter, three quarters, dollars, euros,"
    " pounds, to, a link",
    "de": "gleich, ungleich, ungefähr gleich, etwa {}, kleiner als, größer als, höchstens,"
    " mindestens, plus, minus, plus minus, mal, geteilt durch, {} durch {}, Wurzel aus, hoch zwei,"
    " hoch drei, hoch {}, {} Prozent, Grad, Grad Celsius, Grad Fahrenheit, und, at, Punkt,"
    " Nummer {}, unendlich, ein halb, ein Viertel, drei Viertel, Dollar, Euro, Pfund, nach, ein"
    " Link",
    "fr": "égale, différent de, environ égal à, environ {}, inférieur à, supérieur à, inférieur ou"
    " égal à, supérieur ou égal à, plus, moins, plus ou moins, fois, divisé par, {} sur {}, racine"
    " carrée de, au carré, au cube, puissance {}, {} pour cent, degrés, degrés Celsius, degrés"
    " Fahrenheit, et, arobase, point, numéro {}, l'infini, un demi, un quart, trois quarts,"
    " dollars, euros, livres, vers, un lien",
    "es": "es igual a, es distinto de, es aproximadamente, unos {}, es menor que, es mayor que, es"
    " menor o igual que, es mayor o igual que, más, menos, más o menos, por, dividido por, {}"
    " sobre {}, raíz cuadrada de, al cuadrado, al cubo, elevado a {}, {} por ciento, grados, grados"
    " Celsius, grados Fahrenheit, y, arroba, punto, número {}, infinito, un medio, un cuarto, tres"
    " cuartos, dólares, euros, libras, a, un enlace",
    "it": "è uguale a, è diverso da, è circa, circa {}, è minore di, è maggiore di, è minore o"
    " uguale a, è maggiore o uguale a, più, meno, più o meno, per, diviso, {} su {}, radice"
    " quadrata di, al quadrato, al cubo, elevato a {}, {} per cento, gradi, gradi Celsius, gradi"
    " Fahrenheit, e, chiocciola, punto, numero {}, infinito, un mezzo, un quarto, tre quarti,"
    " dollari, euro, sterline, a, un link",
    "pt": "é igual a, é diferente de, é cerca de, cerca de {}, é menor que, é maior que, é menor ou"
    " igual a, é maior ou igual a, mais, menos, mais ou menos, vezes, dividido por, {} sobre {},"
    " raiz quadrada de, ao quadrado, ao cubo, elevado a {}, {} por cento, graus, graus Celsius,"
    " graus Fahrenheit, e, arroba, ponto, número {}, infinito, um meio, um quarto, três quartos,"
    " dólares, euros, libras, para, um link",
    "zh": "等于, 不等于, 约等于, 大约{}, 小于, 大于, 小于等于, 大于等于, 加, 减, 正负, 乘以, 除以,"
    " {}除以{}, 根号, 的平方, 的立方, 的{}次方, 百分之{}, 度, 摄氏度, 华氏度, 和, at, 点, 第{},"
    " 无穷大, 二分之一, 四分之一, 四分之三, 美元, 欧元, 英镑, 到, 一个链接",
}

SPOKEN: Mapping[str, Mapping[str, str]] = {
    language: dict(zip(_SYMBOLS, text.split(", "), strict=True))
    for language, text in _READINGS.items()
}
"""Language (ISO 639-1) to symbol to its reading."""

STAGE_WORDS = frozenset(
    """
    smile smiles smiling smiled laugh laughs laughing laughed chuckle chuckles chuckling giggles nod
    nods nodding sigh sighs sighing pause pauses pausing paused grin grins grinning wink winks
    shrug shrugs cough coughs clears leans looks waits waiting listens thinks thinking gestures
    claps breathes inhales exhales whispers softly warmly silence beat applause music
    lächelt lächelnd lacht nickt seufzt pause räuspert zwinkert
    sourit souriant rit hoche soupire silence
    sonríe sonriendo ríe asiente suspira pausa
    sorride sorridendo ride annuisce sospira
    sorri sorrindo acena
    微笑 笑 大笑 点头 停顿 叹气
    """.split()
)
"""First words of stage directions, such as *smiles warmly* or (pause)."""

ROLES = frozenset(
    """
    examiner tutor interviewer assistant ai viva teacher partner system bot
    prüfer prüferin lehrer assistent
    examinateur examinatrice tuteur professeur assistante
    examinador examinadora profesor profesora asistente entrevistador
    esaminatore esaminatrice insegnante intervistatore assistente
    professor professora
    考官 老师 助手 面试官
    """.split()
) | {"language partner", "conversation partner"}
"""Names with which a model may begin its own line, as in a play."""
