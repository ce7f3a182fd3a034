"""The words of a report, in every language it can be written in; others read English."""

from __future__ import annotations

from dataclasses import dataclass

Count = tuple[str, str]
"""For one, and for more; `{n}` is the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Everything a report says on its own account. Braces are filled in by `str.format`."""

    code: str  # ISO 639-1
    decimal: str  # decimal sign

    # headings and columns
    report: str
    summary: str
    marks: str
    topic: str
    questions: str
    question: str
    study: str
    delivery: str
    transcript: str
    timeline: str
    response_times: str
    progress: str
    key_point: str
    verdict: str
    quote: str
    time: str
    model_answer: str
    follow_up: str
    your_answer: str
    contradicts: str
    measure: str
    value: str
    who: str
    said: str
    date: str
    mode: str
    length: str
    level: str
    nothing_said: str
    typed: str
    page: str

    # verdicts and states
    full: str
    partly: str
    missing: str
    doubtful: str
    skipped: str
    unmarked: str
    unanswered: str
    failed: str
    hints: Count
    repeats: Count

    # who and what in the timeline
    examiner: str
    student: str
    thinking: str
    silence: str
    interrupted: str

    # the summary
    overall: Count
    nothing_marked: str
    going_on: str
    stopped: str
    time_up: str
    strongest: str
    weakest: str
    missed_most: str
    nothing_missing: str
    were_skipped: Count
    were_unmarked: Count
    were_doubtful: Count
    spoke: str
    not_reached: str
    learn: str
    deepen: str
    lost: str
    nothing_to_study: str

    # delivery
    begin: str
    longest_begin: str
    speaking: str
    words_said: str
    characters_said: str
    rate: str
    rate_characters: str
    pauses: str
    longest_pause: str
    fillers: str
    repetitions: str
    distinct: str
    of_fifty: str
    seconds: str
    not_measured: str
    limits: str

    # what the pictures show, for those who do not see them
    topics_shown: str
    timeline_shown: str
    responses_shown: str
    progress_shown: str
    recording_hint: str

    def number(self, value: float) -> str:
        """At most one decimal, with this language's decimal sign."""
        text = f"{value:.1f}".removesuffix(".0")
        return text.replace(".", self.decimal)

    def several(self, count: Count, n: int, **values: str) -> str:
        """The form for `n` of something."""
        return count[n != 1].format(n=n, **values)


def phrases(language: str) -> Phrases:
    """The phrases of `language` (ISO 639-1), English where there are none."""
    return PHRASES.get(language, PHRASES["en"])


_EN = Phrases(
    code="en",
    decimal=".",
    report="Report",
    summary="Summary",
    marks="Marks",
    topic="Topic",
    questions="Questions",
    question="Question {n}",
    study="What to study next",
    delivery="Delivery",
    transcript="Transcript",
    timeline="Timeline",
    response_times="Time to begin each answer",
    progress="Progress",
    key_point="Key point",
    verdict="Made?",
    quote="Your words",
    time="Time",
    model_answer="Model answer",
    follow_up="Asked further",
    your_answer="Your answer",
    contradicts="Contradicts the key points",
    measure="Measure",
    value="Value",
    who="Who",
    said="Said",
    date="Date",
    mode="Mode",
    length="Length",
    level="Level",
    nothing_said="Nothing was said.",
    typed="typed",
    page="Page {n}",
    full="made",
    partly="partly",
    missing="missing",
    doubtful="recognition unsure",
    skipped="skipped",
    unmarked="not marked yet",
    unanswered="not answered",
    failed="could not be marked",
    hints=("{n} hint", "{n} hints"),
    repeats=("repeated once", "repeated {n} times"),
    examiner="Examiner",
    student="Student",
    thinking="Thinking",
    silence="Silence",
    interrupted="interrupted",
    overall=(
        "{marks} of {out_of} marks ({percent} %) in {n} question.",
        "{marks} of {out_of} marks ({percent} %) in {n} questions.",
    ),
    nothing_marked="No answer has been marked yet.",
    going_on="The exam is still going on.",
    stopped="The exam was stopped before its end.",
    time_up="The exam ended because its time was up.",
    strongest="Strongest topic: {topic} ({marks} of {out_of}).",
    weakest="Weakest topic: {topic} ({marks} of {out_of}).",
    missed_most="Most marks were lost in {subtopic} ({marks}), above all: {point}",
    nothing_missing="Every key point was made.",
    were_skipped=("{n} question was skipped.", "{n} questions were skipped."),
    were_unmarked=(
        "{n} answer has no mark and does not count here.",
        "{n} answers have no mark and do not count here.",
    ),
    were_doubtful=(
        "At {n} place the recognition was unsure: listen again before you trust the mark there.",
        "At {n} places the recognition was unsure: listen again before you trust the marks there.",
    ),
    spoke="Answers began after {begin} s (median), at {rate} words per minute; "
    "the longest pause lasted {pause} s.",
    not_reached="Not asked about in this exam: {topics}.",
    learn="Learn:",
    deepen="Say more exactly:",
    lost="{marks} marks lost",
    nothing_to_study="Nothing was missing in what was asked.",
    begin="Time to begin an answer (median)",
    longest_begin="Longest time to begin",
    speaking="Speaking time, without pauses",
    words_said="Words",
    characters_said="Characters",
    rate="Words per minute of speaking time",
    rate_characters="Characters per minute of speaking time",
    pauses="Pauses of 0.6 s or more",
    longest_pause="Longest pause",
    fillers="Fillers that were recognised",
    repetitions="Words said twice in a row",
    distinct="Different words",
    of_fifty="Different words in every 50 (average)",
    seconds="{n} s",
    not_measured="not measured",
    limits="Measured in the recording, not judged. Recognition leaves out most “um”s and smooths "
    "many repetitions, so there were at least as many as counted. Pronunciation is not measured.",
    topics_shown="Marks per topic, as bars out of the marks that could be had.",
    timeline_shown="Who spoke when: examiner, student, silence and thinking.",
    responses_shown="Seconds from the end of each question to the first word of its answer.",
    progress_shown="Marks of each attempt, in per cent, from the first to the latest.",
    recording_hint="Press a part of the lower row to go to what was said.",
)

_DE = Phrases(
    code="de",
    decimal=",",
    report="Bericht",
    summary="Zusammenfassung",
    marks="Punkte",
    topic="Thema",
    questions="Fragen",
    question="Frage {n}",
    study="Was als Nächstes zu lernen ist",
    delivery="Vortrag",
    transcript="Mitschrift",
    timeline="Verlauf",
    response_times="Zeit bis zum Beginn jeder Antwort",
    progress="Fortschritt",
    key_point="Kernpunkt",
    verdict="Genannt?",
    quote="Ihre Worte",
    time="Zeit",
    model_answer="Musterantwort",
    follow_up="Nachgefragt",
    your_answer="Ihre Antwort",
    contradicts="Widerspricht den Kernpunkten",
    measure="Messung",
    value="Wert",
    who="Wer",
    said="Gesagt",
    date="Datum",
    mode="Modus",
    length="Dauer",
    level="Niveau",
    nothing_said="Es wurde nichts gesagt.",
    typed="getippt",
    page="Seite {n}",
    full="genannt",
    partly="teilweise",
    missing="fehlt",
    doubtful="Erkennung unsicher",
    skipped="übersprungen",
    unmarked="noch nicht bewertet",
    unanswered="nicht beantwortet",
    failed="konnte nicht bewertet werden",
    hints=("{n} Hinweis", "{n} Hinweise"),
    repeats=("einmal wiederholt", "{n}-mal wiederholt"),
    examiner="Prüfer",
    student="Prüfling",
    thinking="Nachdenken",
    silence="Stille",
    interrupted="unterbrochen",
    overall=(
        "{marks} von {out_of} Punkten ({percent} %) bei {n} Frage.",
        "{marks} von {out_of} Punkten ({percent} %) bei {n} Fragen.",
    ),
    nothing_marked="Noch ist keine Antwort bewertet.",
    going_on="Die Prüfung läuft noch.",
    stopped="Die Prüfung wurde vor ihrem Ende abgebrochen.",
    time_up="Die Prüfung endete, weil die Zeit um war.",
    strongest="Stärkstes Thema: {topic} ({marks} von {out_of}).",
    weakest="Schwächstes Thema: {topic} ({marks} von {out_of}).",
    missed_most="Die meisten Punkte fehlen bei {subtopic} ({marks}), vor allem: {point}",
    nothing_missing="Alle Kernpunkte wurden genannt.",
    were_skipped=("{n} Frage wurde übersprungen.", "{n} Fragen wurden übersprungen."),
    were_unmarked=(
        "{n} Antwort hat keine Bewertung und zählt hier nicht.",
        "{n} Antworten haben keine Bewertung und zählen hier nicht.",
    ),
    were_doubtful=(
        "An {n} Stelle war die Erkennung unsicher: hören Sie nach, bevor Sie den Punkten trauen.",
        "An {n} Stellen war die Erkennung unsicher: hören Sie nach, bevor Sie den Punkten trauen.",
    ),
    spoke="Antworten begannen nach {begin} s (Median), mit {rate} Wörtern pro Minute; "
    "die längste Pause dauerte {pause} s.",
    not_reached="In dieser Prüfung nicht gefragt: {topics}.",
    learn="Lernen:",
    deepen="Genauer sagen:",
    lost="{marks} Punkte verloren",
    nothing_to_study="Bei dem, was gefragt wurde, fehlte nichts.",
    begin="Zeit bis zum Beginn einer Antwort (Median)",
    longest_begin="Längste Zeit bis zum Beginn",
    speaking="Sprechzeit, ohne Pausen",
    words_said="Wörter",
    characters_said="Zeichen",
    rate="Wörter pro Minute Sprechzeit",
    rate_characters="Zeichen pro Minute Sprechzeit",
    pauses="Pausen ab 0,6 s",
    longest_pause="Längste Pause",
    fillers="Erkannte Fülllaute",
    repetitions="Unmittelbar wiederholte Wörter",
    distinct="Verschiedene Wörter",
    of_fifty="Verschiedene Wörter je 50 (Durchschnitt)",
    seconds="{n} s",
    not_measured="nicht gemessen",
    limits="In der Aufnahme gemessen, nicht beurteilt. Die Erkennung lässt die meisten „äh“ weg "
    "und glättet viele Wiederholungen; es waren also mindestens so viele wie gezählt. "
    "Die Aussprache wird nicht gemessen.",
    topics_shown="Punkte je Thema, als Balken von den erreichbaren Punkten.",
    timeline_shown="Wer wann sprach: Prüfer, Prüfling, Stille und Nachdenken.",
    responses_shown="Sekunden vom Ende jeder Frage bis zum ersten Wort der Antwort.",
    progress_shown="Punkte jedes Versuchs in Prozent, vom ersten bis zum letzten.",
    recording_hint="Ein Teil der unteren Reihe führt zu dem, was gesagt wurde.",
)

_FR = Phrases(
    code="fr",
    decimal=",",
    report="Rapport",
    summary="Résumé",
    marks="Points",
    topic="Thème",
    questions="Questions",
    question="Question {n}",
    study="À travailler ensuite",
    delivery="Élocution",
    transcript="Transcription",
    timeline="Déroulement",
    response_times="Temps avant chaque réponse",
    progress="Progrès",
    key_point="Point clé",
    verdict="Donné ?",
    quote="Vos mots",
    time="Moment",
    model_answer="Réponse modèle",
    follow_up="Question de relance",
    your_answer="Votre réponse",
    contradicts="Contredit les points clés",
    measure="Mesure",
    value="Valeur",
    who="Qui",
    said="Paroles",
    date="Date",
    mode="Mode",
    length="Durée",
    level="Niveau",
    nothing_said="Rien n’a été dit.",
    typed="écrit",
    page="Page {n}",
    full="donné",
    partly="en partie",
    missing="manque",
    doubtful="reconnaissance incertaine",
    skipped="passée",
    unmarked="pas encore notée",
    unanswered="sans réponse",
    failed="n’a pas pu être notée",
    hints=("{n} indice", "{n} indices"),
    repeats=("répétée une fois", "répétée {n} fois"),
    examiner="Examinateur",
    student="Candidat",
    thinking="Réflexion",
    silence="Silence",
    interrupted="interrompu",
    overall=(
        "{marks} points sur {out_of} ({percent} %) pour {n} question.",
        "{marks} points sur {out_of} ({percent} %) pour {n} questions.",
    ),
    nothing_marked="Aucune réponse n’est encore notée.",
    going_on="L’examen est en cours.",
    stopped="L’examen a été arrêté avant la fin.",
    time_up="L’examen s’est terminé parce que le temps était écoulé.",
    strongest="Thème le plus fort : {topic} ({marks} sur {out_of}).",
    weakest="Thème le plus faible : {topic} ({marks} sur {out_of}).",
    missed_most="La plupart des points perdus le sont dans {subtopic} ({marks}), surtout : {point}",
    nothing_missing="Tous les points clés ont été donnés.",
    were_skipped=("{n} question a été passée.", "{n} questions ont été passées."),
    were_unmarked=(
        "{n} réponse n’a pas de note et ne compte pas ici.",
        "{n} réponses n’ont pas de note et ne comptent pas ici.",
    ),
    were_doubtful=(
        "À {n} endroit, la reconnaissance était incertaine : réécoutez avant de vous fier "
        "à la note.",
        "À {n} endroits, la reconnaissance était incertaine : réécoutez avant de vous fier "
        "aux notes.",
    ),
    spoke="Les réponses ont commencé après {begin} s (médiane), à {rate} mots par minute ; "
    "la plus longue pause a duré {pause} s.",
    not_reached="Pas demandé dans cet examen : {topics}.",
    learn="Apprendre :",
    deepen="Dire plus précisément :",
    lost="{marks} points perdus",
    nothing_to_study="Rien ne manquait dans ce qui a été demandé.",
    begin="Temps avant une réponse (médiane)",
    longest_begin="Temps le plus long avant une réponse",
    speaking="Temps de parole, sans les pauses",
    words_said="Mots",
    characters_said="Caractères",
    rate="Mots par minute de parole",
    rate_characters="Caractères par minute de parole",
    pauses="Pauses de 0,6 s ou plus",
    longest_pause="Plus longue pause",
    fillers="Hésitations reconnues",
    repetitions="Mots répétés aussitôt",
    distinct="Mots différents",
    of_fifty="Mots différents sur 50 (moyenne)",
    seconds="{n} s",
    not_measured="pas mesuré",
    limits="Mesuré dans l’enregistrement, non jugé. La reconnaissance omet la plupart des « euh » "
    "et lisse bien des répétitions : il y en eut au moins autant que compté. "
    "La prononciation n’est pas mesurée.",
    topics_shown="Points par thème, en barres sur les points possibles.",
    timeline_shown="Qui a parlé quand : examinateur, candidat, silence et réflexion.",
    responses_shown="Secondes entre la fin de chaque question et le premier mot de la réponse.",
    progress_shown="Points de chaque essai en pour cent, du premier au dernier.",
    recording_hint="Une partie de la rangée du bas mène à ce qui a été dit.",
)

PHRASES = {"en": _EN, "de": _DE, "fr": _FR}
