"""What the examiner says in fixed words, in every language there is a voice for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """Fixed sentences of an exam. {time} is a duration."""

    thanks: tuple[str, ...]  # neutral, after an answer; taken in turn
    prepare: str
    still_preparing: str
    begin: str
    nudge: str
    more: str
    think: str
    no_hints: str
    no_more_hints: str
    skipped: str
    back: str
    no_back: str
    returning: str
    paused: str
    still_paused: str
    resumed: str
    restored: str
    time_left: str
    time_notice: str
    answer_over: str
    not_answered: str
    confirm_stop: str
    not_stopped: str
    no_answers: str
    verdict_withheld: str  # to "is that correct?" in an exam
    verdict_later: str  # and where it is told after the answer
    offer_hint: str
    own_words: str
    understood: str
    not_yet: str
    again: str
    finished: str
    time_over: str
    stopped: str
    less_than_a_minute: str
    minute: str
    minutes: str
    seconds: str


PHRASES: Mapping[str, Phrases] = {
    "en": Phrases(
        thanks=("Thank you.", "All right.", "Thanks."),
        prepare="You have {time} to prepare. Say: I am ready, when you want to begin.",
        still_preparing="You can still prepare for {time}. Say: I am ready, to begin now.",
        begin="Please begin now.",
        nudge="Take your time. You can also ask me to repeat the question.",
        more="Can you say more about that?",
        think="Of course. Take your time.",
        no_hints="There are no hints in this exam.",
        no_more_hints="I have no further hint for this question.",
        skipped="All right, we leave that one.",
        back="Let us go back.",
        no_back="There is no question to go back to.",
        returning="Now back to where we were.",
        paused="The exam is paused. Say: go on, when you are ready.",
        still_paused="The exam is still paused. Say: go on, to continue.",
        resumed="Let us go on.",
        restored="The connection is back. Let us go on.",
        time_left="You have {time} left.",
        time_notice="You have {time} left.",
        answer_over="Thank you. The time for this question is over.",
        not_answered="You have not answered yet. If you want to leave the question, say: skip.",
        confirm_stop="Do you really want to end the exam? Say yes or no.",
        not_stopped="Good, we go on.",
        no_answers="I cannot tell you the answer now.",
        verdict_withheld="I cannot tell you that during the exam. Is there anything you want to "
        "add?",
        verdict_later="I will tell you after your answer. Is there anything you want to add?",
        offer_hint="I can also give you a hint. For one, say: give me a hint.",
        own_words="Now say it once in your own words.",
        understood="Good, you have got it.",
        not_yet="We will come back to that.",
        again="Let us look at this one again.",
        finished="Thank you. The exam is over.",
        time_over="Thank you. The time is up, and the exam is over.",
        stopped="Good, we stop here. Thank you.",
        less_than_a_minute="less than a minute",
        minute="one minute",
        minutes="{n} minutes",
        seconds="{n} seconds",
    ),
    "de": Phrases(
        thanks=("Danke.", "Vielen Dank.", "Danke schön."),
        prepare="Sie haben {time} zur Vorbereitung. Sagen Sie: Ich bin bereit, wenn Sie beginnen.",
        still_preparing="Sie haben noch {time} zur Vorbereitung. Zum Beginnen sagen Sie: Ich bin "
        "bereit.",
        begin="Bitte beginnen Sie jetzt.",
        nudge="Lassen Sie sich Zeit. Ich kann die Frage auch wiederholen.",
        more="Können Sie noch mehr dazu sagen?",
        think="Gerne. Lassen Sie sich Zeit.",
        no_hints="In dieser Prüfung gibt es keine Hinweise.",
        no_more_hints="Zu dieser Frage habe ich keinen weiteren Hinweis.",
        skipped="Gut, wir überspringen diese Frage.",
        back="Gehen wir zurück.",
        no_back="Es gibt keine Frage, zu der wir zurückgehen können.",
        returning="Nun wieder dorthin, wo wir waren.",
        paused="Die Prüfung ist unterbrochen. Sagen Sie: weiter, wenn Sie so weit sind.",
        still_paused="Die Prüfung ist noch unterbrochen. Sagen Sie: weiter, um fortzufahren.",
        resumed="Machen wir weiter.",
        restored="Die Verbindung ist wieder da. Machen wir weiter.",
        time_left="Sie haben noch {time}.",
        time_notice="Sie haben noch {time}.",
        answer_over="Danke. Die Zeit für diese Frage ist um.",
        not_answered="Sie haben noch nicht geantwortet. Um zur nächsten Frage zu gehen, sagen Sie: "
        "überspringen.",
        confirm_stop="Möchten Sie die Prüfung wirklich beenden? Sagen Sie ja oder nein.",
        not_stopped="Gut, wir machen weiter.",
        no_answers="Die Antwort kann ich Ihnen jetzt nicht sagen.",
        verdict_withheld="Das kann ich Ihnen während der Prüfung nicht sagen. Möchten Sie noch "
        "etwas ergänzen?",
        verdict_later="Das sage ich Ihnen nach Ihrer Antwort. Möchten Sie noch etwas ergänzen?",
        offer_hint="Ich kann Ihnen auch einen Hinweis geben. Sagen Sie dann: Hinweis bitte.",
        own_words="Sagen Sie es nun einmal in eigenen Worten.",
        understood="Gut, das sitzt.",
        not_yet="Darauf kommen wir zurück.",
        again="Sehen wir uns diese Frage noch einmal an.",
        finished="Vielen Dank. Die Prüfung ist beendet.",
        time_over="Vielen Dank. Die Zeit ist um, die Prüfung ist beendet.",
        stopped="Gut, wir hören hier auf. Vielen Dank.",
        less_than_a_minute="weniger als eine Minute",
        minute="eine Minute",
        minutes="{n} Minuten",
        seconds="{n} Sekunden",
    ),
    "fr": Phrases(
        thanks=("Merci.", "D'accord.", "D'accord, merci."),
        prepare="Vous avez {time} pour vous préparer. Dites : je suis prêt, pour commencer.",
        still_preparing="Il vous reste {time} pour vous préparer. Dites : je suis prêt, pour "
        "commencer.",
        begin="Commencez, s'il vous plaît.",
        nudge="Prenez votre temps. Je peux aussi répéter la question.",
        more="Pouvez-vous en dire un peu plus ?",
        think="Bien sûr. Prenez votre temps.",
        no_hints="Il n'y a pas d'indices dans cet examen.",
        no_more_hints="Je n'ai pas d'autre indice pour cette question.",
        skipped="D'accord, nous laissons cette question.",
        back="Revenons en arrière.",
        no_back="Il n'y a pas de question à laquelle revenir.",
        returning="Reprenons là où nous en étions.",
        paused="L'examen est en pause. Dites : on continue, quand vous voulez.",
        still_paused="L'examen est toujours en pause. Dites : on continue, pour reprendre.",
        resumed="Continuons.",
        restored="La connexion est rétablie. Continuons.",
        time_left="Il vous reste {time}.",
        time_notice="Il vous reste {time}.",
        answer_over="Merci. Le temps pour cette question est écoulé.",
        not_answered="Vous n'avez pas encore répondu. Pour laisser la question, dites : je passe.",
        confirm_stop="Voulez-vous vraiment terminer l'examen ? Dites oui ou non.",
        not_stopped="Bien, nous continuons.",
        no_answers="Je ne peux pas vous donner la réponse maintenant.",
        verdict_withheld="Je ne peux pas vous le dire pendant l'examen. Voulez-vous ajouter "
        "quelque chose ?",
        verdict_later="Je vous le dirai après votre réponse. Voulez-vous ajouter quelque chose ?",
        offer_hint="Je peux aussi vous donner un indice. Dites alors : un indice s'il vous plaît.",
        own_words="Dites-le maintenant avec vos propres mots.",
        understood="Bien, c'est compris.",
        not_yet="Nous y reviendrons.",
        again="Reprenons cette question.",
        finished="Merci. L'examen est terminé.",
        time_over="Merci. Le temps est écoulé, l'examen est terminé.",
        stopped="Bien, nous nous arrêtons ici. Merci.",
        less_than_a_minute="moins d'une minute",
        minute="une minute",
        minutes="{n} minutes",
        seconds="{n} secondes",
    ),
    "es": Phrases(
        thanks=("Gracias.", "De acuerdo.", "Muchas gracias."),
        prepare="Tiene {time} para prepararse. Diga: estoy listo, cuando quiera empezar.",
        still_preparing="Aún tiene {time} para prepararse. Diga: estoy listo, para empezar.",
        begin="Empiece, por favor.",
        nudge="Tómese su tiempo. También puedo repetir la pregunta.",
        more="¿Puede decir algo más sobre eso?",
        think="Claro. Tómese su tiempo.",
        no_hints="En este examen no hay pistas.",
        no_more_hints="No tengo más pistas para esta pregunta.",
        skipped="De acuerdo, dejamos esta pregunta.",
        back="Volvamos atrás.",
        no_back="No hay ninguna pregunta a la que volver.",
        returning="Volvamos adonde estábamos.",
        paused="El examen está en pausa. Diga: continuar, cuando esté listo.",
        still_paused="El examen sigue en pausa. Diga: continuar, para seguir.",
        resumed="Sigamos.",
        restored="La conexión ha vuelto. Sigamos.",
        time_left="Le quedan {time}.",
        time_notice="Le quedan {time}.",
        answer_over="Gracias. El tiempo para esta pregunta ha terminado.",
        not_answered="Todavía no ha respondido. Para dejar la pregunta, diga: siguiente pregunta.",
        confirm_stop="¿De verdad quiere terminar el examen? Diga sí o no.",
        not_stopped="Bien, seguimos.",
        no_answers="Ahora no puedo decirle la respuesta.",
        verdict_withheld="No puedo decírselo durante el examen. ¿Quiere añadir algo?",
        verdict_later="Se lo diré después de su respuesta. ¿Quiere añadir algo?",
        offer_hint="También puedo darle una pista. En ese caso, diga: una pista por favor.",
        own_words="Ahora dígalo con sus propias palabras.",
        understood="Bien, lo ha entendido.",
        not_yet="Volveremos a eso.",
        again="Veamos esta pregunta otra vez.",
        finished="Gracias. El examen ha terminado.",
        time_over="Gracias. El tiempo se ha acabado y el examen ha terminado.",
        stopped="Bien, lo dejamos aquí. Gracias.",
        less_than_a_minute="menos de un minuto",
        minute="un minuto",
        minutes="{n} minutos",
        seconds="{n} segundos",
    ),
    "it": Phrases(
        thanks=("Grazie.", "D'accordo.", "La ringrazio."),
        prepare="Ha {time} per prepararsi. Dica: sono pronto, quando vuole cominciare.",
        still_preparing="Ha ancora {time} per prepararsi. Dica: sono pronto, per cominciare.",
        begin="Cominci, per favore.",
        nudge="Faccia con calma. Posso anche ripetere la domanda.",
        more="Può dire qualcosa in più?",
        think="Certo. Faccia con calma.",
        no_hints="In questo esame non ci sono suggerimenti.",
        no_more_hints="Non ho altri suggerimenti per questa domanda.",
        skipped="Va bene, lasciamo questa domanda.",
        back="Torniamo indietro.",
        no_back="Non c'è una domanda a cui tornare.",
        returning="Torniamo dove eravamo.",
        paused="L'esame è in pausa. Dica: continuiamo, quando è pronto.",
        still_paused="L'esame è ancora in pausa. Dica: continuiamo, per riprendere.",
        resumed="Andiamo avanti.",
        restored="La connessione è tornata. Andiamo avanti.",
        time_left="Tempo che le resta: {time}.",
        time_notice="Tempo che le resta: {time}.",
        answer_over="Grazie. Il tempo per questa domanda è finito.",
        not_answered="Non ha ancora risposto. Per lasciare la domanda, dica: prossima domanda.",
        confirm_stop="Vuole davvero terminare l'esame? Dica sì o no.",
        not_stopped="Bene, andiamo avanti.",
        no_answers="Ora non posso dirle la risposta.",
        verdict_withheld="Non posso dirglielo durante l'esame. Vuole aggiungere qualcosa?",
        verdict_later="Glielo dirò dopo la sua risposta. Vuole aggiungere qualcosa?",
        offer_hint="Posso anche darle un suggerimento. In tal caso dica: un suggerimento per "
        "favore.",
        own_words="Ora lo dica con parole sue.",
        understood="Bene, ha capito.",
        not_yet="Ci torneremo.",
        again="Riprendiamo questa domanda.",
        finished="Grazie. L'esame è finito.",
        time_over="Grazie. Il tempo è scaduto e l'esame è finito.",
        stopped="Bene, ci fermiamo qui. Grazie.",
        less_than_a_minute="meno di un minuto",
        minute="un minuto",
        minutes="{n} minuti",
        seconds="{n} secondi",
    ),
    "pt": Phrases(
        thanks=("Obrigado.", "Entendido.", "Muito obrigado."),
        prepare="Você tem {time} para se preparar. Diga: estou pronto, quando quiser começar.",
        still_preparing="Você ainda tem {time} para se preparar. Diga: estou pronto, para começar.",
        begin="Comece, por favor.",
        nudge="Não tenha pressa. Também posso repetir a pergunta.",
        more="Pode dizer mais alguma coisa sobre isso?",
        think="Claro. Não tenha pressa.",
        no_hints="Neste exame não há dicas.",
        no_more_hints="Não tenho mais dicas para esta pergunta.",
        skipped="Certo, deixamos esta pergunta.",
        back="Vamos voltar.",
        no_back="Não há pergunta à qual voltar.",
        returning="Agora de volta ao ponto em que estávamos.",
        paused="O exame está em pausa. Diga: continuar, quando quiser.",
        still_paused="O exame ainda está em pausa. Diga: continuar, para seguir.",
        resumed="Vamos continuar.",
        restored="A conexão voltou. Vamos continuar.",
        time_left="Tempo que resta: {time}.",
        time_notice="Tempo que resta: {time}.",
        answer_over="Obrigado. O tempo para esta pergunta acabou.",
        not_answered="Você ainda não respondeu. Para deixar a pergunta, diga: próxima pergunta.",
        confirm_stop="Quer mesmo terminar o exame? Diga sim ou não.",
        not_stopped="Certo, continuamos.",
        no_answers="Agora não posso dizer a resposta.",
        verdict_withheld="Não posso dizer isso durante o exame. Quer acrescentar alguma coisa?",
        verdict_later="Digo isso depois da sua resposta. Quer acrescentar alguma coisa?",
        offer_hint="Também posso dar uma dica. Nesse caso, diga: uma dica por favor.",
        own_words="Agora diga com as suas próprias palavras.",
        understood="Bem, você entendeu.",
        not_yet="Voltaremos a isso.",
        again="Vamos ver esta pergunta outra vez.",
        finished="Obrigado. O exame terminou.",
        time_over="Obrigado. O tempo acabou, e o exame terminou.",
        stopped="Certo, paramos aqui. Obrigado.",
        less_than_a_minute="menos de um minuto",
        minute="um minuto",
        minutes="{n} minutos",
        seconds="{n} segundos",
    ),
    "zh": Phrases(
        thanks=("谢谢。", "好的。", "谢谢你。"),
        prepare="你有{time}准备。想开始时，请说：我准备好了。",
        still_preparing="你还有{time}准备。想现在开始，请说：我准备好了。",
        begin="请现在开始。",
        nudge="不着急。我也可以重复一遍问题。",
        more="你能再多说一点吗？",
        think="当然。不着急。",
        no_hints="这次考试没有提示。",
        no_more_hints="这个问题没有更多提示了。",
        skipped="好的，我们跳过这个问题。",
        back="我们回到前面。",
        no_back="没有可以回去的问题。",
        returning="现在回到刚才的地方。",
        paused="考试已暂停。准备好了，请说：继续。",
        still_paused="考试还在暂停。要继续，请说：继续。",
        resumed="我们继续。",
        restored="连接恢复了。我们继续。",
        time_left="你还有{time}。",
        time_notice="你还有{time}。",
        answer_over="谢谢。这个问题的时间到了。",
        not_answered="你还没有回答。想放下这个问题，请说：跳过。",
        confirm_stop="你真的要结束考试吗？请说是或不是。",
        not_stopped="好，我们继续。",
        no_answers="现在我不能告诉你答案。",
        verdict_withheld="考试期间我不能告诉你。你还有什么要补充的吗？",
        verdict_later="你回答完以后我会告诉你。你还有什么要补充的吗？",
        offer_hint="我也可以给你一个提示。需要的话，请说：给我提示。",
        own_words="现在请用自己的话说一遍。",
        understood="好，你明白了。",
        not_yet="我们稍后再回来看。",
        again="我们再看一次这个问题。",
        finished="谢谢。考试结束了。",
        time_over="谢谢。时间到了，考试结束。",
        stopped="好，我们到此为止。谢谢。",
        less_than_a_minute="不到一分钟",
        minute="一分钟",
        minutes="{n}分钟",
        seconds="{n}秒",
    ),
}


def phrases(language: str) -> Phrases:
    """The phrases of `language` (ISO 639-1), English where there are none."""
    return PHRASES.get(language, PHRASES["en"])


def duration(seconds: float, language: str) -> str:
    """A duration as one says it: to the minute, below a minute to ten seconds or not at all."""
    words = phrases(language)
    if seconds >= 55:
        minutes = max(1, round(seconds / 60))
        return words.minute if minutes == 1 else words.minutes.format(n=minutes)
    tens = round(seconds / 10) * 10
    return words.seconds.format(n=tens) if tens >= 10 else words.less_than_a_minute
