"""What the columns of a table of questions are called, in seven languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from voice.exam.model.bank import Language
from voice.settings.checks import near

FIELDS: Mapping[str, tuple[str, ...]] = {
    "question": (
        "question", "questions", "question text", "prompt", "front", "q", "stem", "item",
        "Frage", "Fragen", "Fragetext", "Aufgabe", "Vorderseite", "intitulé", "recto", "énoncé",
        "pregunta", "preguntas", "enunciado", "anverso", "domanda", "domande", "fronte",
        "pergunta", "perguntas", "frente", "问题", "题目", "正面",
    ),
    "model_answer": (
        "answer", "answers", "model answer", "sample answer", "correct answer", "expected answer",
        "reference answer", "solution", "back", "a", "Antwort", "Antworten", "Musterantwort",
        "Musterlösung", "Lösung", "Rückseite", "réponse", "réponses", "réponse modèle", "corrigé",
        "verso", "respuesta", "respuestas", "respuesta modelo", "solución", "reverso", "risposta",
        "risposte", "soluzione", "retro", "resposta", "respostas", "solução", "答案", "回答",
        "背面",
    ),
    "key_points": (
        "key points", "key point", "marking points", "expected points", "criteria", "rubric",
        "must mention", "Kernpunkte", "Kernpunkt", "Stichpunkte", "Schlüsselpunkte",
        "Erwartungshorizont", "Kriterien", "points clés", "éléments attendus", "critères",
        "puntos clave", "criterios", "punti chiave", "criteri", "pontos-chave", "critérios",
        "要点", "关键点", "评分点",
    ),
    "accept": (
        "accept", "also accept", "accepted", "alternatives", "synonyms", "akzeptiert",
        "auch richtig", "accepté", "variantes", "aceptado", "alternativas", "accettato",
        "alternative", "aceito", "也可",
    ),
    "follow_ups": (
        "follow-ups", "follow-up", "follow-up questions", "Nachfragen", "Nachfrage", "relances",
        "relance", "repreguntas", "repregunta", "domande di approfondimento",
        "perguntas de seguimento", "追问",
    ),
    "mistakes": (
        "mistakes", "mistake", "common mistakes", "misconceptions", "misconception", "Fehler",
        "häufige Fehler", "typische Fehler", "Irrtümer", "erreurs", "erreurs fréquentes",
        "errores", "errores frecuentes", "errori", "errori comuni", "erros", "erros comuns",
        "常见错误", "错误",
    ),
    "replies": (
        "replies", "reply", "short replies", "Antworten auf Nachfragen", "réponses aux relances",
        "respuestas a repreguntas", "risposte alle domande di approfondimento",
        "respostas às perguntas de seguimento", "追问回答",
    ),
    "marking": (
        "marking", "marking rules", "Bewertungsregeln", "règles de notation",
        "reglas de calificación", "regole di valutazione", "regras de avaliação", "评分规则",
    ),
    "topic": (
        "topic", "topics", "chapter", "section", "category", "subject", "unit", "deck", "module",
        "Thema", "Kapitel", "Kategorie", "Bereich", "Fach", "sujet", "thème", "chapitre",
        "catégorie", "matière", "tema", "capítulo", "categoría", "asignatura", "argomento",
        "capitolo", "categoria", "materia", "assunto", "tópico", "主题", "章节", "类别",
    ),
    "subtopic": (
        "subtopic", "sub-topic", "subcategory", "tag", "tags", "Unterthema", "Unterkategorie",
        "sous-thème", "sous-catégorie", "subtema", "subcategoría", "sottotema", "sottoargomento",
        "subtópico", "子主题", "标签",
    ),
    "difficulty": (
        "difficulty", "level", "Schwierigkeit", "Schwierigkeitsgrad", "Niveau", "difficulté",
        "dificultad", "nivel", "difficoltà", "livello", "dificuldade", "nível", "难度",
    ),
    "hints": (
        "hint", "hints", "clue", "clues", "Hinweis", "Hinweise", "Tipp", "Tipps", "indice",
        "indices", "aide", "pista", "pistas", "suggerimento", "suggerimenti", "dica", "dicas",
        "提示",
    ),
    "marks": (
        "marks", "mark", "points", "score", "grade", "max marks", "weight", "Punkte", "Punktzahl",
        "barème", "puntos", "puntuación", "punti", "punteggio", "pontos", "pontuação", "分值",
        "分数",
    ),
    "id": (
        "id", "name", "key", "no", "number", "Nr", "Nummer", "numéro", "número", "numero", "编号",
    ),
    "seconds": (
        "seconds", "time", "time in seconds", "Sekunden", "Zeit", "secondes", "temps", "durée",
        "segundos", "tiempo", "secondi", "tempo", "时间",
    ),
    "prepare_seconds": (
        "prepare seconds", "preparation", "preparation time", "Vorbereitung", "Vorbereitungszeit",
        "préparation", "preparación", "preparazione", "preparação", "准备时间",
    ),
    "vocabulary": (
        "vocabulary", "terms", "keywords", "Wortschatz", "Vokabeln", "Begriffe", "Fachbegriffe",
        "vocabulaire", "mots-clés", "vocabulario", "vocabolario", "vocabulário", "词汇",
    ),
    "context": (
        "context", "notes", "note", "comment", "comments", "background", "Kontext", "Anmerkung",
        "Anmerkungen", "Kommentar", "contexte", "remarques", "contexto", "notas", "contesto",
        "observações", "备注", "背景",
    ),
    "exam": ("exam", "bank", "Prüfung", "examen", "esame", "exame", "考试"),
    "language": ("language", "Sprache", "langue", "idioma", "lingua", "língua", "语言"),
}  # fmt: skip
"""Field of a bank, or of `export_csv`, to what people call its column."""

TELLING: Mapping[Language, tuple[str, ...]] = {
    "de": ("Frage", "Fragen", "Antwort", "Musterantwort", "Aufgabe", "Lösung"),
    "fr": ("réponse", "réponses", "corrigé", "énoncé", "intitulé"),
    "es": ("pregunta", "preguntas", "respuesta", "respuestas"),
    "it": ("domanda", "domande", "risposta", "risposte"),
    "pt": ("pergunta", "perguntas", "resposta", "respostas"),
    "zh": ("问题", "题目", "答案", "回答"),
}
"""Names of columns that tell a file's language."""


def key_of(name: str) -> str:
    """A column's name without accents, capitals, signs, and what stands in brackets."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\([^)]*\)", "", name).casefold())
    return "".join(sign for sign in plain if sign.isalnum())


_FIELD_OF = {key_of(name): field for field, names in FIELDS.items() for name in names}
_LANGUAGE_OF = {key_of(name): language for language, names in TELLING.items() for name in names}


def field_of(name: str) -> str:
    """The field that a column of this name holds; "" if it is not known."""
    return _FIELD_OF.get(key_of(name), "")


def fields_of(header: Sequence[str]) -> dict[int, str]:
    """The known columns of a header; of two for one field the first."""
    found: dict[int, str] = {}
    for number, name in enumerate(header):
        field = field_of(name)
        if field and field not in found.values():
            found[number] = field
    return found


def language_of(header: Sequence[str]) -> Language:
    """In which language the columns are named."""
    for name in header:
        if key_of(name) in _LANGUAGE_OF:
            return _LANGUAGE_OF[key_of(name)]
    return "en"


def nearest(name: str) -> str:
    """A fix that names the known column most like `name`; "" when none is."""
    return near(name, [one for names in FIELDS.values() for one in names])
