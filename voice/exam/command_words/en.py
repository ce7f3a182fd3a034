"""How commands are said in English; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fillers": "um uh er erm eh ehm hmm hm mm mhm ah oh uhm",
    "courtesy": """
        sorry|okay|ok|alright|all right|please|thanks|thank you|thank you very much|excuse
        + me|well|so
        hello|hi|good morning|good afternoon|good day|very good|im sorry|i am sorry|no
        + problem""",
    "leads": """
        can you|could you|would you|will you|can we|could we|we can|we could|may we|can i|
        + could i|may i|please|just
        i want to|i would like to|id like to|i want you to|i would like you to|id like you
        + to
        lets|let us|shall we|do you mind|would you mind|kindly|okay|ok|well|so|and|sorry|
        + excuse me
        then|now|i think|ill|i will|im going to|actually|but|perhaps|maybe|id rather|wait
        hello|hey|examiner|sir|madam|all right|alright|right|is it possible to|i need you to""",
    "tails": """
        please|for me|thank you|thanks|sir|madam|now|then|if you can|if possible|okay|ok|
        + sorry""",
    "asking": "sorry|excuse me|pardon|what|come again|huh",
    "q": "[the|that|this|your] [last|same|current|whole|entire] question",
    "it": "it|that|this|<q>|what you [just] said|what you [just] asked",
    "again": "again|once more|once again|one more time|another time|a second time",
    "a bit": "[a bit|a little|a little bit|much|somewhat|even]",
    "while": "for (a|one) [little] (moment|second|minute|bit|while)",
    "repeat": """
        repeat [yourself|<it>] [<again>]|repeating (<it>) [<again>]
        (read|say|ask|state) [me] (<it>) [to me] (<again>)|read (<q>) [out] [to me]
        (say|ask) [me] again|<again>|again
        (hear|have|get) (<q>) [<again>]|(hear|have) (it|that) (<again>)
        what (was|is) (<q>) [<again>]|whats (<q>) [<again>]|what was that [again]
        what did you [just] (say|ask) [me]|what are you asking [me]
        pardon [me]|i beg your pardon|come again
        i (didnt|did not|couldnt|could not|cant|cannot|dont|do not) [quite|really] (hear|
        + catch|get|understand|follow) (<q>|that|it|you|what you said|what you asked)
        i (missed|forgot|have forgotten) (<q>|that question|what you said|what you asked)
        tell me (<q>) [<again>]|(rephrase|reword) [<it>]|put (<it>) (differently|another way|in
        + other words)|(ask|say) (<it>) (differently|another way|in other words)""",
    "slowly": """
        more slowly|more slow|(slower|slowly) please|please (slower|slowly)|(a bit|a little) slower
        (speak|talk|go|read|say (<it>)|repeat [<it>]|ask (<it>)|read (<it>)) [<again>] <a
        + bit> (slower|slowly|more slowly|more slow)
        (repeat|say|ask|read) [<it>] (<again>) [but] <a bit> (slower|slowly|more slowly|more slow)|
        + slow down <a bit>|not so fast
        (you are|youre|you) [speaking|talking|speak|talk|going] [far|much] too (fast|
        + quickly)
        [that was|thats|that is] too (fast|quick) for me""",
    "think": """
        let me [just] (think|see|consider) [about|over|through] [it|that|this] [<while>]
        + [first]
        (think|consider) [about] [it|that|this] (<while>)|think about (it|that)
        give me [just] (a|one|another|some|a few|a bit|a little) [more|short] (moment|
        + second|minute|sec|seconds|minutes|time|bit) [to think] [about (it|that|this)]
        (can|could|may) i (have|get|take|think for) (a|one|another|some|a little) [more|
        + short] (moment|second|minute|sec|time) [to think] [about (it|that|this)]
        [just] (a|one) moment|just (a|one) (second|minute|sec)|(a|one) (second|minute)
        + please
        (hold on|hang on|wait) [just] [(a|one) (moment|second|minute|sec)]|wait
        i [still] need [a|some|a little|a bit] [more] (moment|second|minute|time) [to
        + think] [about (it|that|this)]
        i (need|have) to think [about] [it|that|this] [<while>]|(im|i am) [still] thinking
        i (need|want) to think [about (it|that|this)] [first]|good question let me think""",
    "hint": """
        [give me|offer me|have|get|i need|id like|i would like|do you have|is there|i want]
        + (a|another|one more|some|any|the next|the first) [small|little|tiny] (hint|clue|tip)
        hint|clue|give me [some|a little|a bit of] help|help [me] [out] [with this|with
        + that|here]
        i need [some|a little|a bit of|your] help|help me [a bit|a little]
        give me (hints|a hint) [about (it|that|this)]""",
    "skip": """
        skip [it|this|that|<q>|this one|that one|to the next question|to the next one]
        [(go|move|go on|move on|skip|jump|on) [to]] [the] next (question|one)|next
        pass|i pass|pass on (it|that|this|this one|that one)|move on
        leave (it|this|that|this one|that one|<q>) [out|for now|for later]
        [ask me|give me|have|get] (another|a different|a new) question|ask me something else
        come back to (it|this|that|<q>) later|i (skip|pass) (it|this|that|<q>|this one)
        lets go on to the next one""",
    "back": """
        (go|come|move|get) back [(to|and answer|and change) <last>]|back to <last>
        [the] previous question|(return|go) to <last>|one question back|go one [question]
        + back
        (change|correct|improve|add something to|add to) my (last|previous) answer
        answer <last> again|go back [by] one [question]|try <last> again""",
    "last": """
        ([the|my] (last|previous|earlier) (question|one|answer)|the (question|one) before)""",
    "pause": """
        pause|pause [the] (exam|test|it|this|here|session)|pause <while>|pause the exam
        + <while>
        (take|have|make|i need|get) a [short|quick|little] (break|pause)
        (stop|interrupt) [the exam] <while>|a [short] break|put the exam on hold|hold the
        + exam""",
    "resume": """
        (go on|continue|resume|carry on|proceed|keep going) [with] [the|this] [exam|test|it]
        (im|i am|we are|were) (ready|back) [again|now] [to (go on|continue|begin|start|
        + speak|talk)]
        ready|unpause|end the (pause|break)|(start|begin) [again|talking|speaking]
        i (want|would like) to (start|begin)|go ahead""",
    "time_left": """
        how much [more] time (is|do i have|do we have|have i|have i got|have we got|is
        + there|i have) [still] [left|remaining]
        how much time [is] (left|remains|remaining)|how much longer [do i have|do we have|
        + is it]
        how long (do i|do we|have i|have we) [still] (have|got) [left]|how long is left
        how many minutes (are|do i have|do we have|are there|have i got) [still] (left|
        + remaining)
        how many minutes left|what is the (time left|remaining time)|whats the (time left)
        [the] (time left|remaining time|time remaining)|time check|is there [still|any]
        + time left
        tell me how much time (i have|is) left|do i [still] have [any|some] time [left]
        (tell|show) me the time [left]|check the time""",
    "done": """
        (im|i am) [all|now] (done|finished|through) [now|here] [with (it|that|this|this one|
        + this question|the question|my answer)]
        [all] done|finished|[and] (thats|that is|thatd be|that would be|that was) (it|all)
        + [from me|for now]
        (thats|that is|that was) (all|everything|all that|what) <i know> [about (it|that|
        + this)]
        (thats|that is|that was) my [final] answer|end of [my] answer|(ive|i have)
        + (finished|ended) [my answer]
        [i have|ive got] nothing (else|more|further) to (say|add)|nothing (else|more)
        all <i know>""",
    "i know": """
        i (know|have|can say|had to say|have to say|wanted to say|want to say|remember|can
        + remember|can think of|can tell you)""",
    "stop": """
        stop|stop (it|here|this|now|everything|the recording)|quit|abort|cancel
        (stop|end|finish|quit|abort|cancel|terminate|leave) (the|this) (exam|test|session|
        + interview)
        (end|finish|stop|leave) (it|this) here|(im|i am) done with (the|this) (exam|test)
        i (dont|do not) want to (continue|go on) [anymore|any more]|i want to quit""",
    "answer": """
        (tell|give|show|read) me [just] [the|a] [right|correct|full|model|complete] (answer|
        + solution) [to (it|that|this|<q>)]
        (what is|whats|what was|say|reveal) the [right|correct|full|model] (answer|
        + solution) [to (it|that|this|<q>)]
        [the] answer please|please the answer|[just|please] tell me|tell me what the answer
        + is
        tell me what (i should|to) say|what should i (say|answer)
        what would (a|the) (full|correct|right|model|good) answer be|answer (it|that) for me
        (you tell me|you answer it|you answer that)""",
    "gives_up": """
        [i] [really|honestly|just|simply] (dont|do not) [really|actually] (know|remember|
        + recall) [that|it|this|the answer|this one|that one|anything about (it|that|this)|
        + what to say|the answer to (it|that|this|<q>)] [at all|either|anymore]
        dunno|[i have|ive] [absolutely|really] no (idea|clue)|i havent [got] (a clue|any
        + idea)
        i dont have (a clue|an idea|any idea)|i have not the (slightest|faintest) idea
        i [really] (cant|cannot|could not|couldnt) (answer|say|remember|recall|tell|tell
        + you) [it|that|this|<q>|this one]
        i (forgot|have forgotten|ive forgotten) [it|that|this|the answer]|ive forgotten
        i give up|(im|i am) lost|no answer|(im|i am) (not sure|stuck|blank)|my mind is blank
        i am not sure about that|i never learned (it|that|this)|i havent learned (it|that|
        + this)""",
    "yes": """
        yes yeah yep yup sure correct right definitely absolutely certainly affirmative okay
        ok indeed""",
    "no": "no nope nah not never dont negative",
}
