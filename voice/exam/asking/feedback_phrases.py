"""What the examiner says about an answer in fixed words, in every language there is a voice for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedbackPhrases:
    """Sentences about an answer.

    {points} are statements of fact, or for parts of a task questions; {quote} is what the student
    said. Those in `some` are for lists from which something is left out.
    """

    complete: str
    right: str
    half: str
    half_some: str
    reversed: str
    reversed_some: str
    wrong_number: str
    wrong: str  # a statement that belongs to no key point
    missing: str
    missing_some: str
    unsure: str
    full_answer: str
    full_answer_some: str
    every_part: str  # of a task
    some_parts: str
    add_more: str
    example: str
    say_exactly: str  # a question about words of which it is unsure what they mean


FEEDBACK_PHRASES: Mapping[str, FeedbackPhrases] = {
    "en": FeedbackPhrases(
        complete="That was complete.",
        right="Right: {points}",
        half="You said only half of this: {points}",
        half_some="Among other things, you said only half of this: {points}",
        reversed="You had it the other way round. In fact: {points}",
        reversed_some="You had this, among other things, the other way round. In fact: {points}",
        wrong_number="The number was not right. In fact: {points}",
        wrong="This is not right: “{quote}”.",
        missing="What was missing: {points}",
        missing_some="What was missing, among other things: {points}",
        unsure="I am not sure whether you said this: {points}",
        full_answer="A full answer would say: {points}",
        full_answer_some="A full answer would say, among other things: {points}",
        every_part="You dealt with every part of the task.",
        some_parts="You dealt with part of the task.",
        add_more="You could still say more: {points}",
        example="Here is an example of a full answer: {points}",
        say_exactly="You said: “{quote}”. Can you say exactly what you mean by that?",
    ),
    "de": FeedbackPhrases(
        complete="Das war vollständig.",
        right="Richtig: {points}",
        half="Das haben Sie nur zur Hälfte gesagt: {points}",
        half_some="Unter anderem haben Sie dies nur zur Hälfte gesagt: {points}",
        reversed="Das haben Sie umgekehrt gesagt. Tatsächlich gilt: {points}",
        reversed_some="Unter anderem haben Sie dies umgekehrt gesagt. Tatsächlich gilt: {points}",
        wrong_number="Die Zahl stimmte nicht. Tatsächlich gilt: {points}",
        wrong="Das stimmt nicht: „{quote}“.",
        missing="Das hat gefehlt: {points}",
        missing_some="Unter anderem hat gefehlt: {points}",
        unsure="Ich bin nicht sicher, ob Sie das gesagt haben: {points}",
        full_answer="Zu einer vollständigen Antwort gehört: {points}",
        full_answer_some="Zu einer vollständigen Antwort gehört unter anderem: {points}",
        every_part="Sie sind auf jeden Teil der Aufgabe eingegangen.",
        some_parts="Sie sind auf einen Teil der Aufgabe eingegangen.",
        add_more="Sie könnten noch mehr sagen: {points}",
        example="Hier ist ein Beispiel für eine vollständige Antwort: {points}",
        say_exactly="Sie haben gesagt: „{quote}“. Können Sie genau sagen, was Sie damit meinen?",
    ),
    "fr": FeedbackPhrases(
        complete="C'était complet.",
        right="C'est juste : {points}",
        half="Vous n'avez dit qu'à moitié ceci : {points}",
        half_some="Entre autres, vous n'avez dit qu'à moitié ceci : {points}",
        reversed="Vous avez dit l'inverse. En fait : {points}",
        reversed_some="Entre autres, vous avez dit l'inverse de ceci : {points}",
        wrong_number="Le nombre n'était pas le bon. En fait : {points}",
        wrong="Ceci n'est pas juste : « {quote} ».",
        missing="Ce qui manquait : {points}",
        missing_some="Ce qui manquait, entre autres : {points}",
        unsure="Je ne sais pas si vous avez dit ceci : {points}",
        full_answer="Une réponse complète dirait : {points}",
        full_answer_some="Une réponse complète dirait, entre autres : {points}",
        every_part="Vous avez répondu à toutes les parties de la consigne.",
        some_parts="Vous avez répondu à une partie de la consigne.",
        add_more="Vous pourriez en dire plus : {points}",
        example="Voici un exemple de réponse complète : {points}",
        say_exactly="Vous avez dit : « {quote} ». Pouvez-vous dire précisément ce que vous "
        "entendez par là ?",
    ),
    "es": FeedbackPhrases(
        complete="La respuesta era completa.",
        right="Es correcto: {points}",
        half="Esto lo ha dicho solo a medias: {points}",
        half_some="Entre otras cosas, esto lo ha dicho solo a medias: {points}",
        reversed="Lo ha dicho al revés. En realidad: {points}",
        reversed_some="Entre otras cosas, esto lo ha dicho al revés. En realidad: {points}",
        wrong_number="El número no era correcto. En realidad: {points}",
        wrong="Esto no es correcto: «{quote}».",
        missing="Lo que faltaba: {points}",
        missing_some="Lo que faltaba, entre otras cosas: {points}",
        unsure="No sé con certeza si ha dicho esto: {points}",
        full_answer="Una respuesta completa diría: {points}",
        full_answer_some="Una respuesta completa diría, entre otras cosas: {points}",
        every_part="Ha tratado todas las partes de la tarea.",
        some_parts="Ha tratado una parte de la tarea.",
        add_more="Todavía podría decir más: {points}",
        example="Este es un ejemplo de respuesta completa: {points}",
        say_exactly="Ha dicho: «{quote}». ¿Puede explicar exactamente qué quiere decir con eso?",
    ),
    "it": FeedbackPhrases(
        complete="La risposta era completa.",
        right="È giusto: {points}",
        half="Questo lo ha detto solo a metà: {points}",
        half_some="Tra le altre cose, questo lo ha detto solo a metà: {points}",
        reversed="Lo ha detto al contrario. In realtà: {points}",
        reversed_some="Tra le altre cose, questo lo ha detto al contrario. In realtà: {points}",
        wrong_number="Il numero non era giusto. In realtà: {points}",
        wrong="Questo non è giusto: «{quote}».",
        missing="Mancava questo: {points}",
        missing_some="Mancava, tra le altre cose: {points}",
        unsure="Non so con certezza se ha detto questo: {points}",
        full_answer="Una risposta completa direbbe: {points}",
        full_answer_some="Una risposta completa direbbe, tra le altre cose: {points}",
        every_part="Ha trattato tutte le parti del compito.",
        some_parts="Ha trattato una parte del compito.",
        add_more="Potrebbe dire ancora qualcosa: {points}",
        example="Ecco un esempio di risposta completa: {points}",
        say_exactly="Ha detto: «{quote}». Può spiegare esattamente che cosa intende?",
    ),
    "pt": FeedbackPhrases(
        complete="A resposta estava completa.",
        right="Está certo: {points}",
        half="Isto você disse só pela metade: {points}",
        half_some="Entre outras coisas, isto você disse só pela metade: {points}",
        reversed="Você disse o contrário. Na verdade: {points}",
        reversed_some="Entre outras coisas, você disse o contrário disto: {points}",
        wrong_number="O número não estava certo. Na verdade: {points}",
        wrong="Isto não está certo: “{quote}”.",
        missing="O que faltou: {points}",
        missing_some="O que faltou, entre outras coisas: {points}",
        unsure="Não sei ao certo se você disse isto: {points}",
        full_answer="Uma resposta completa diria: {points}",
        full_answer_some="Uma resposta completa diria, entre outras coisas: {points}",
        every_part="Você tratou de todas as partes da tarefa.",
        some_parts="Você tratou de uma parte da tarefa.",
        add_more="Você ainda poderia dizer mais: {points}",
        example="Este é um exemplo de resposta completa: {points}",
        say_exactly="Você disse: “{quote}”. Pode explicar exatamente o que quer dizer com isso?",
    ),
    "zh": FeedbackPhrases(
        complete="回答很完整。",
        right="说对了：{points}",
        half="这里你只说了一半：{points}",
        half_some="比如，这里你只说了一半：{points}",
        reversed="你说反了。实际上：{points}",
        reversed_some="有些地方你说反了，比如，实际上：{points}",
        wrong_number="数字不对。实际上：{points}",
        wrong="这句话不对：“{quote}”。",
        missing="还缺少：{points}",
        missing_some="还缺少一些内容，比如：{points}",
        unsure="我不确定你是否说到了这一点：{points}",
        full_answer="完整的回答应该说：{points}",
        full_answer_some="完整的回答应该说，比如：{points}",
        every_part="题目的每个部分你都谈到了。",
        some_parts="题目你谈到了一部分。",
        add_more="你还可以多说一些：{points}",
        example="这是一个完整回答的例子：{points}",
        say_exactly="你说：“{quote}”。你能准确地解释一下这是什么意思吗？",
    ),
}


def feedback_phrases(language: str) -> FeedbackPhrases:
    """The phrases of `language` (ISO 639-1), English where there are none."""
    return FEEDBACK_PHRASES.get(language, FEEDBACK_PHRASES["en"])
