"""How commands are said in English; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "fillers": "um uh er erm eh ehm hmm hm mm mhm ah oh uhm phew hmmm mmm",
    "courtesy": """
        sorry|okay|ok|alright|all right|please|thanks|thank you|thank you very much|excuse me|
        + well|so|hello|hi|good morning|good afternoon|good day|very good|im sorry|i am sorry|no
        + problem|good question|thats a good question|that is a good question|oops|great thanks|
        + yes please|no thanks""",
    "leads": """
        can you|could you|would you|will you|can we|could we|we can|we could|may we|can i|could
        + i|may i|please|just|i want to|i would like to|id like to|i want you to|i would like
        + you to|id like you to|lets|let us|shall we|do you mind|would you mind|kindly|okay|ok|
        + well|so|and|sorry|excuse me|then|now|i think|ill|i will|im going to|actually|but|
        + perhaps|maybe|id rather|wait|hello|hey|examiner|sir|madam|all right|alright|right|is
        + it possible to|i need you to|i need to|i would rather|id prefer to|i would prefer to|i
        + would love to|id love to|i want|i guess|i believe|i suppose|i am afraid|im afraid|yes|
        + yeah|are you able to|i just want to|oh|i would like|would it be possible to|would it
        + be ok to|is it ok if we|is it ok to|is it okay to|do you think you could|do you think
        + i could|what if we|how about we|why dont we|i could use|i could do with|i would need|i
        + was going to|i am going to|so can you|if you could""",
    "tails": """
        please|for me|thank you|thanks|sir|madam|now|then|if you can|if possible|okay|ok|sorry|
        + as well|instead|here|right now|i think|i guess|i am afraid|im afraid|i suppose|to be
        + honest|honestly|tbh|if thats ok|if that is ok|if thats okay|if you dont mind|if you do
        + not mind|if i may|would be nice|would be great|would be good|mate|thank you very much|
        + for a change|actually|today""",
    "asking": "sorry|excuse me|pardon|what|come again|huh",
    "q": "[the|that|this|your] [last|same|current|whole|entire] question",
    "it": "it|that|this|<q>|what you [just] said|what you [just] asked",
    "again": "again|once more|once again|one more time|another time|a second time",
    "a bit": "[a bit|a little|a little bit|much|somewhat|even]",
    "while": "for (a|one) [little] (moment|second|minute|bit|while)",
    "repeat": """
        repeat [yourself|<it>] [<again>]|repeating (<it>) [<again>]
        (read|say|ask|state) [me] (<it>) [to me] (<again>)|read (<q>) [out] [to me]
        (say|ask) [me] again|<again>|(hear|have|get) (<q>) [<again>]
        what (was|is) (<q>) [<again>]|whats (<q>) [<again>]|what was that [again]
        what did you [just] (say|ask) [me]|what are you asking [me]
        pardon [me]|i beg your pardon|come again
        i (didnt|did not|couldnt|could not) [quite|really] (hear|catch|get|understand|follow)
        + (<q>|that|it|you|what you said|what you asked)
        i (missed|forgot|have forgotten) (<q>|that question|what you said|what you asked)
        tell me (<q>) [<again>]|(rephrase|reword) [<it>]|put (<it>) (differently|another way|in
        + other words)|(ask|say) (<it>) (differently|another way|in other words)
        what was it [you (said|asked)] [again]|say what|sorry what|how was <q> [again]|the
        + question <again>
        (read|say|ask|tell) <it> to me [<again>]|(hear|have) <it> <again>
        i (did not|could not|cannot|do not) [quite|really|properly] (hear|catch) [you|<it>|a
        + word|anything|all of it|the (last|first) (part|bit|half|word)] [properly|clearly|
        + well|at all]
        i (did not|could not) [quite|really|fully] (understand|get|follow) [you|<it>|a word|what
        + you were asking]
        i (missed|lost) (that|it|you|the (last|first|second) (part|bit|half))|i have lost the
        + question
        (go|run|take me) (over|through) <it> <again>|(speak|talk) (louder|up|a bit louder|a
        + little louder)
        (louder|a bit louder|a little louder) please|what (were you asking|did you want to know)
        what was i asked|what was the question about|i (forgot|have forgotten) what (you asked|
        + the question was)
        do you mind repeating [<it>]|i was (distracted|not listening|not paying attention)|read
        + out <q> [<again>]|i do not remember <q>""",
    "slowly": """
        more slowly|more slow|(slower|slowly) please|please (slower|slowly)|(a bit|a little)
        + slower
        (speak|talk|go|read|say (<it>)|repeat [<it>]|ask (<it>)|read (<it>)) [<again>] <a bit>
        + (slower|slowly|more slowly|more slow)
        (repeat|say|ask|read) [<it>] (<again>) [but] <a bit> (slower|slowly|more slowly|more
        + slow)|slow down <a bit>|not so fast
        (you are|youre|you) [speaking|talking|speak|talk|going] [far|much] too (fast|quickly)
        [that was|thats|that is] too (fast|quick) for me
        (that was|that is|it was|this is|you are|you were|you went|it went) <too> (fast|quick|
        + quickly|rapid) [for me]
        you (speak|talk|read|are speaking|are talking|are reading) (very|really|so|quite|rather|
        + pretty|<too>) (fast|quickly)
        (say|repeat|read|ask|tell me) <it> [<again>] [but|and] [a bit|a little|more|very|really]
        + (slowly|slower|slow)
        (speak|talk|go|read|repeat|ask) [<again>] [but|and] [a bit|a little|more|much] (slowly|
        + slower|slow)
        <again> [but|and] [a bit|a little|more|much] (slowly|slower|slow)|but [a bit|a little|
        + more|much] (slowly|slower)
        slow (it|that) down [a bit|a little]|i (cannot|could not) keep up|take it (slower|
        + slowly)
        do not (speak|talk|go) so (fast|quickly)|less (fast|quickly) please""",
    "think": """
        let me [just] (think|see|consider) [about|over|through] [it|that|this] [<while>] [first]
        (think|consider) [about] [it|that|this] (<while>)|think about (it|that)
        give me [just] (a|one|another|some|a few|a bit|a little) [more|short] (moment|second|
        + minute|sec|seconds|minutes|time|bit) [to think] [about (it|that|this)]
        (can|could|may) i (have|get|take|think for) (a|one|another|some|a little) [more|short]
        + (moment|second|minute|sec|time) [to think] [about (it|that|this)]
        [just] (a|one) moment|just (a|one) (second|minute|sec)|(a|one) (second|minute) please
        (hold on|hang on|wait) [just] [(a|one) (moment|second|minute|sec)]
        i [still] need [a|some|a little|a bit] [more] (moment|second|minute|time) [to think]
        + [about (it|that|this)]
        i (need|have) to think [about] [it|that|this] [<while>]|(im|i am) [still] thinking
        i (need|want) to think [about (it|that|this)] [first]|good question let me think
        bear with me [<while>|a (second|moment|minute|sec)]|(give me|one|a|just a|just one)
        + (sec|tick)
        (hold on|hang on|wait) [for] [just] (a|one) [little] (sec|second|minute|moment|bit)|wait
        + up
        let me (remember|recall|gather my thoughts|collect my thoughts|work it out|figure (it|
        + this|that) out|have a think)
        (give me|i need|i could use|i would need) <time> [to think] [about <it>]|i am trying to
        + remember
        (i am|still|i am still) thinking [about <it>] [<while>]|i need (a|one|another|a few|two|
        + some) [more] (second|seconds|moment|moments|minute|minutes|sec) [to think] [about
        + <it>]|i am not (done|finished|ready) [yet]
        it is on the tip of my tongue|i lost my (train of thought|thread)|give me (two|a few)
        + (seconds|minutes)""",
    "hint": """
        [give me|offer me|have|get|i need|id like|i would like|do you have|is there|i want] (a|
        + another|one more|some|any|the next|the first) [small|little|tiny] (hint|clue|tip)
        hint|clue|give me [some|a little|a bit of] help|help me [out] [<with it>]
        i need [some|a little|a bit of|your] help|help me [a bit|a little]
        give me (hints|a hint) [about (it|that|this)]
        i (need|could use|would need|want) (some|a little|a bit of|any|your) help [<with it>]|
        + (any|some|a little) help [<with it>]
        (please|(can|could|will|would) you [please|maybe]) help [out] [<with it>]|help please
        help me (along|a bit|get started)|assist me|i am stuck and need help
        (any|any more|are there any|do you have any|have you got any|give me some|some) (hints|
        + clues)
        (any|any other|do you have any|have you got any|give me some) (tips|tip|hint|clue)|
        + (hint|clue) (for|on) (this|it) [one]
        (give me|have|get|i need) a [small|little|gentle] (tip|push|nudge|pointer)|a (little|
        + small) (hint|clue|tip|nudge)
        (a|another|one more|a little|a small) (hint|clue|tip|nudge) would (help [me] [a lot]|be
        + <good>)|some help would be <good>
        (point|push) me in the right direction|where (do|should|shall) i (start|begin)|give me
        + something to go on
        give me (a lead|a starting point|the first letter)""",
    "hint alone": "help [out] [<with it>]",
    "skip": """
        skip [it|this|that|<q>|this one|that one|to the next question|to the next one]
        [(go|move|go on|move on|skip|jump|on) [to]] [the] next (question|one)|next
        pass|i pass|move on|leave (it|this|that|this one|that one|<q>) [out|for now|for later]
        [ask me|give me|have|get] (another|a different|a new) question|ask me something else
        i (skip|pass) (it|this|that|<q>|this one)|lets go on to the next one
        come back to <one> [again] (later|at the end|afterwards|another time)|come back later to
        + <one>
        (do|answer|take|try) <one> (later|another time|at the end|afterwards)|(leave|forget)
        + <one>
        leave <one> (at that|there|be|aside)|(skip|pass) [on|over] <one> [for now]
        [and] (go|move|jump) [straight|on|ahead|over|right] to (the next|the next one|the next
        + question|something else|another question|another one|a different one|the following
        + question)|[and] [on] to the next [one|question]
        moving on|next (one|question) it is|(try|do|take|get|have|ask me) (another|a different)
        + one|lets move along
        not answer <one>|(i do not want|i would rather not|i prefer not) to answer <one>|rather
        + not answer <one>
        what is next|what is the next question|(give|ask) me (the next|another|a different|a
        + new) (one|question)
        skip and (go|move) on|i have to pass on <one>|pass for now""",
    "back": """
        (go|come|move|get) back [(to|and answer|and change) <last>]|back to <last>
        [the] previous question|(return|go) to <last>|one question back|go one [question] back
        (change|correct|improve|add something to|add to) my (last|previous) answer
        answer <last> again|go back [by] one [question]|try <last> again
        (go|get|come|jump) back [to] (the (one|question|answer) before [that|this|this one]|the
        + one from before)
        the (one|question) before [that|this|this one]|the (last|previous) one again|take me
        + back [to <last>]
        (redo|repeat|retry|revisit|reopen) (my last answer|the (last|previous) (question|one))|
        + revise my (last|previous) answer""",
    "last": "([the|my] (last|previous|earlier) (question|one|answer)|the (question|one) before)",
    "pause": """
        pause|pause [the] (exam|test|it|this|here|session)
        (take|have|make|i need|get) a [short|quick|little] (break|pause)
        a [short] break|put the exam on hold|hold the exam
        (pause|stop|interrupt) [it|the exam] (for (a|one|two|five|a few|a couple of) (minutes|
        + minute|second|moment|sec|bit)|<while>)
        pause (it|the exam) (now|here|briefly)|(have|take|need|want) a [short|little|quick|
        + small] (rest|breather|break|pause)
        a (short|quick|little) (break|pause)|take five|be right back|brb|(i will|ill) be right
        + back
        i need (the toilet|the bathroom|to go to the (toilet|bathroom))""",
    "resume": """
        (go on|continue|resume|carry on|proceed|keep going) [with] [the|this] [exam|test|it]
        (im|i am|we are|were) (ready|back) [again|now] [to (go on|continue|begin|start|speak|
        + talk)]
        ready|unpause|end the (pause|break)|(start|begin) [again|talking|speaking]
        i (want|would like) to (start|begin)|go ahead
        ask away|fire away|ready when you are|(lets|let us) (go|start|begin)|i am (good to go|
        + all set)
        you can (go on|continue|start|ask)""",
    "time_left": """
        how much [more] time (is|do i have|do we have|have i|have i got|have we got|is there|i
        + have) [still] [left|remaining]
        how much time [is] (left|remains|remaining)|how much longer [do i have|do we have|is it]
        how long (do i|do we|have i|have we) [still] (have|got) [left]
        how many minutes (are|do i have|do we have|are there|have i got) [still] (left|
        + remaining)
        how many minutes left|what is the (time left|remaining time)|whats the (time left)
        [the] (time left|remaining time|time remaining)|time check|is there [still|any] time
        + left
        tell me how much time (i have|is) left|do i [still] have [any|some] time [left]
        (tell|show) me the time [left]|check the time
        how (much|long) (time|longer) [do i|do we|have i|have we] [still] (have|got|left|to go)
        + [left|to go]
        how (long|many minutes) (do i have|have i got|have i|do we have|is) [still] [left] [for
        + this|to answer]
        how much of (the|my) time is left|how long (to go|until the end|till the end|will it
        + take|does it still take)
        how (am i|are we) [doing] (for|on|with) time|time left please|how much time [is there]|
        + what is the time|what time is it
        (am i|are we) running (out of|short of|short on) time|how many minutes to go|(is there|
        + have i|do i have) enough time left""",
    "done": """
        (im|i am) [all|now] (done|finished|through) [now|here] [with (it|that|this|this one|
        + this question|the question|my answer)]
        [all] done|finished|[and] (thats|that is|thatd be|that would be|that was) (it|all) [from
        + me|for now]
        (thats|that is|that was) (all|everything|all that|what) <i know> [about (it|that|this)]
        (thats|that is|that was) my [final] answer|end of [my] answer|(ive|i have) (finished|
        + ended) [my answer]
        [i have|ive got] nothing (else|more|further) to (say|add)|nothing (else|more)|all <i
        + know>
        [and|so|well] (that is|that was|that would be|that will be) <rather> (it|all|everything|
        + all of it|the whole thing) [<i know>|from my side|from my end] [about|on|for|from]
        + [that|this|it|me|now]
        [and] (that is|that was|that would be) (everything|all|the most|as much as|as far as) <i
        + know> [about|on|to|for] [that|this|it|the topic] [now|at the moment|right now]
        i have nothing (more|else|further|left) (to say|to add|to contribute|to say or add)
        + [<about it>]|no more from me
        i do not have (anything|much|any) (else|more|further) [to (say|add)] [<about it>]|there
        + is nothing (more|else) [to (say|add)]
        i (cannot|could not) (think of|remember|say|add|tell you) (anything|any) (else|more) [to
        + (say|add)] [<about it>]
        i do not know (any more|anything else|anything more|more than that)
        nothing (more|else) (comes to mind|i can think of|from me|to say|to add) [<about it>]
        i have (said|told you|mentioned) everything [<i know>] [<about it>]|i am (done|finished)
        + (talking|speaking|answering)
        this is (all|everything) <i know>|this is my (final|full|whole|complete) answer|that is
        + the end of (it|my answer)
        that (concludes|completes) my answer|i will leave it (at that|there)|i have answered <q>""",
    "i know": """
        i (know|have|can say|had to say|have to say|wanted to say|want to say|remember|can
        + remember|can think of|can tell you)
        i (am able to|would like to|could|would) (say|tell you|add|recall|remember|think of)|i
        + have [got]
        i (still|really) (know|remember)|i know about it|comes to mind|there is to say""",
    "stop": """
        stop|stop (it|here|this|now|everything|the recording)|quit|abort|cancel
        (im|i am) done with (the|this) (exam|test)
        i (dont|do not) want to (continue|go on) [anymore|any more]|i want to quit
        (stop|end|finish|quit|leave) [it|this|that] [right] (now|here|for today)
        (stop|end|finish|quit|leave|terminate|cancel|exit|abort) (the|this|my) [whole] (exam|
        + test|session|interview|examination|quiz|conversation) [now|here|early|for today]
        (i want to|i would like to|id like to|can i|can we|could we|may i|i need to|let us|lets|
        + i have to) (finish|exit|leave|end)
        i do not want to (do (this|it)|go on|carry on|continue|keep going|answer any more
        + questions) [anymore|any more|any longer]
        i no longer want to (do (this|it)|go on|carry on|continue)|i do not want (any more|more)
        + questions
        call it a day|(enough|that is enough|that will do|i am done|i am finished|done) for
        + today|i have had enough
        [please] no more questions|i want out|stop this please|wrap (it|this) up""",
    "answer": """
        (tell|give|show|read) me [just] [the|a] [right|correct|full|model|complete] (answer|
        + solution) [to (it|that|this|<q>)]
        (what is|whats|what was|say|reveal) the [right|correct|full|model] (answer|solution) [to
        + (it|that|this|<q>)]
        [the] answer please|please the answer|[just|please] tell me|tell me what the answer is
        tell me what (i should|to) say|what should i (say|answer)
        what would (a|the) (full|correct|right|model|good) answer be|answer (it|that) for me
        (you tell me|you answer it|you answer that)
        tell me what (it|that) (is|was|would be)|what is it then|so what is it|(know|hear|see|
        + get|have) the [right|correct|actual|full] (answer|solution)|i want (to (know|hear|
        + see)|you to (tell|give) me) the [right|correct] (answer|solution)
        what (would be|is|was) the [right|correct|model|actual] (answer|solution) [then|here|
        + now]
        what should the answer be|what would the [right|correct] answer be|just tell me [what it
        + is]""",
    "gives_up": """
        [i] [really|honestly|just|simply] (dont|do not) [really|actually] (know|remember|
        + recall) [that|it|this|the answer|this one|that one|anything about (it|that|this)|what
        + to say|the answer to (it|that|this|<q>)] [at all|either|anymore]
        dunno|[i have|ive] [absolutely|really] no (idea|clue)|i havent [got] (a clue|any idea)
        i dont have (a clue|an idea|any idea)
        i [really] (cant|cannot|could not|couldnt) (answer|say|remember|recall|tell|tell you)
        + [it|that|this|<q>|this one]
        i (forgot|have forgotten|ive forgotten) [it|that|this|the answer]|ive forgotten
        i give up|(im|i am) lost|no answer|(im|i am) (not sure|stuck|blank)
        i havent learned (it|that|this)
        (beats|escapes) me|search me|you got me [there]|you have me there|[i am] (stumped|
        + clueless|stuck|unsure)|i am (at a loss|blank)
        [i] [really|honestly|just|completely|totally|already|simply] (forgot|have forgotten)
        + [<that>|everything|all of it|what (that|it|this) (is|was|means)|the (term|word|name)]
        (it|that|the answer) [just|completely] (slipped my mind|escapes me|has slipped my mind|
        + escaped me)
        my (mind|head) (went|is|has gone|is completely|just went) (blank|empty)|i am drawing a
        + blank [here]|i blanked
        [i (have|really have|honestly have|have really)] [absolutely|honestly] (no|not a|not the
        + (slightest|faintest|foggiest|least)) (clue|idea) [at all|whatsoever|about <that>|what
        + (that|it|this) (is|means)|what to say|either|there|here]
        [i am] [really|honestly] not [so|quite|really|entirely|too|completely|totally|that|very|
        + at all] sure [<about that>|anymore|at all|here|what (it|that) (is|was|means)]|i am not
        + [quite|really|entirely] certain [<about that>]
        i [really|honestly|just] (cannot|could not|do not) [really] (think of|come up with|
        + recall|remember) (anything|something|the (word|name|term)|<that>|what (it|that|this)
        + (is|was)|any of (it|that|this)) [right now|at the moment|at all|now]
        i [really|honestly|just] (would not|do not|did not) [really|actually|even] know [<that>|
        + how to (answer|explain|say) <that>|what (that|it|this) (is|was|means|could be)|what to
        + (say|answer|tell you)|where to (start|begin)|(anything|much|a lot|enough) about
        + (<that>|this topic|the topic)|any of (it|that|this)] [at all|anymore|yet]
        i know nothing about (<that>|this topic)|nothing comes to mind|i got nothing|(who|god|
        + heaven) knows|i wish i knew|idk
        (we|i) [really] (have not|did not|never|have never) [really|actually|ever] (cover|
        + covered|learn|learned|learnt|understood|study|studied|revise|revised|got to|get to)
        + [about] (<that>|that (part|topic|chapter)|this (part|topic|chapter)) [yet|in class]
        [i have] never heard of (<that>) [before]|i have no answer [to|for] [<that>]|i do not
        + have an answer [to|for] [<that>]
        i [really] should know <that>|i (used to know|knew) (that|it|this) [once|yesterday]|i am
        + not able to answer [<that>]
        i (cannot|could not) (answer|explain|say|tell you) [<that>] [now|right now|at the
        + moment]|i am out of ideas
        that is [a bit|way|far|just] ((too hard|too difficult) for me|beyond me|over my head)""",
    "time": """
        [just] (some|a little|a bit of|a little bit of|a bit more|a little more|some more|more|a
        + moment of) time""",
    "too": "[all] [a bit|a little|a little bit|way|far|much|really|just|rather] too",
    "good": "[really|very] (nice|great|good|helpful|useful|lovely|appreciated|welcome)",
    "with it": "(with|on) (this|that|it|this one|that one|this question|the question)|here",
    "one": "(it|that|this|this one|that one|<q>)",
    "rather": "[all|about|pretty much|basically|more or less|really|probably|just]",
    "about it": "(about|on|to) (it|that|this|this one|the topic|the subject|<q>)",
    "checking": """
        right|correct|(that is|this is|it is) (right|correct|ok|okay)|like (that|this)|all
        + (right|correct)
        close enough|yes or no|good enough|so far so good|ok so far|right so far""",
    "clarify": """
        what [exactly|precisely|actually] (do|did) you mean [exactly] [<by it>]|what do you mean
        + (by|with) * [*] [*]
        what (does|did) (that|this|it|<q>) mean [exactly]|what does * mean|what is meant [by]
        + [that|this|it|<q>|* [*]]
        what is (that|this|it) supposed to mean|how do you mean [that|this]|in what (sense|way)|
        + meaning what
        what [exactly] (are|were) you (asking for|looking for|after|getting at|asking about)
        + [exactly]
        what [exactly] (do|did) you want [from me|me to (say|do|explain|talk about|tell you)|to
        + (hear|know)] [exactly]
        what (am i supposed|am i meant|am i expected) to (do|say|explain|talk about|answer)
        + [here|now|exactly]
        what should i (talk about|do|explain) [here|now|exactly]|what is <q> about|what is this
        + about
        (explain|clarify) [me|to me|for me] [<it>|what you mean|what that means|what you want|
        + the task] [to me|for me] <more>
        elaborate [on] [<it>]|give me an example of what you mean|define * for me
        be [a bit|a little] more (specific|precise|concrete|clear)|be [a bit|a little] clearer
        i [still|really|just] (do not|cannot) [quite|really|fully|even|exactly] (understand|get|
        + follow|see) [<it>|you|the task|the point|what you (mean|want|said|are asking|are
        + after|are getting at|are asking for|are asking me|are looking for)] [at all]|i do not
        + understand what (is meant|i am supposed to do|is being asked|you want me to do)
        i am not sure (what you (mean|want|are asking|are asking for|are after)|i understand
        + [<it>]|if i understand [<it>])
        i do not know what (you (mean|want|are asking|are asking for|want from me|want to hear)|
        + that means|<q> means)
        i am (confused|puzzled) by (that|this|<q>)|<q> is (unclear|not clear|confusing) [to me]|
        + that is (unclear|not clear) to me
        (which|what) (one|kind|part|sort) do you mean|do you mean * [*] [*] [*] [*]""",
    "by it": "(by|with) (that|this|it|<q>|the question)",
    "more": """
        [<again>|a bit|a little|a bit more|a little more|further|more|differently|better|in
        + (more detail|other words)]""",
    "verify alone": """
        (is|was) (that|this|it|what i said|my answer) [also|about|at least] (right|correct|ok|
        + okay|true|wrong|enough|fine|good|accurate|complete|it|good enough|what you (wanted|
        + meant|were looking for)|the (right|correct) answer|a good answer) [so far|now|or
        + (wrong|not)|then]
        (am|was) i [at least] (right|correct|wrong|close|on the right (track|path|way)|getting
        + (close|closer|warm|warmer|there)|going in the right direction|doing (okay|ok|well|
        + fine)|missing (something|anything)) [so far|here|with (this|that)]
        (did|have) i (get|got|say|said|answer|answered) (that|it|this|<q>|everything) (right|
        + correctly|wrong|well|correct)
        did i (forget|miss|leave out) (anything|something)|have i (forgotten|missed) (anything|
        + something)
        does (that|this|it) (make sense|count|answer <q>|sound (right|correct|okay)) [so far]|
        + are you happy with (that|my answer)
        how (am i|did i) (doing|do) [so far]|how was (that|my answer)|what do you think [about|
        + of] [that|my answer]
        do you agree [with (me|that)]|(tell me|say) (if|whether) (that|this|it|i|my answer) (is|
        + was|am) (right|correct|wrong)
        (right|correct) or wrong|check my answer|confirm (that|this) for me""",
    "that": "(it|that|this|this one|that one|the answer|<q>)",
    "about that": "(about|of) (it|that|this|this one|the answer|<q>)",
    "hedges": """
        maybe|perhaps|probably|possibly|but|although|though|however|i think|i guess|i suppose|i
        + believe|i assume|i would say|i d say|i would guess|i d guess|i imagine|it might|it
        + could be|it may be|could it be|is it maybe|my guess|i only know|i just know|all i know""",
    "openers": "yes yeah no nope nah okay",
    "loose": """
        im=i_am ive=i_have id=i_would ill=i_will thats=that_is whats=what_is its=it_is
        theres=there_is dont=do_not didnt=did_not cant=cannot couldnt=could_not
        wouldnt=would_not havent=have_not hasnt=has_not isnt=is_not wasnt=was_not youre=you_are
        lets=let_us thatll=that_will thatd=that_would gimme=give_me lemme=let_me gonna=going_to
        wanna=want_to gotta=have_to secs=seconds mins=minutes u=you pls= please= kindly= just=
        actually= really= honestly= simply= maybe= perhaps= possibly= quickly= basically=
        totally= completely= absolutely= literally= well= so= only= sadly= unfortunately=
        examiner= sir= madam= kinda=""",
    "yes": """
        yes yeah yep yup sure correct right definitely absolutely certainly affirmative okay ok
        indeed""",
    "no": "no nope nah not never dont negative",
}
