"""How parts of a task sound in English; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

from voice.exam.model.bank import Aspect

SIGNALS: Mapping[Aspect, str] = {
    "names": r"""
        i'd say|it's|it is|it was|i'm an?|i am an?|there's|called|my favou?rite|i used to
        |i taught myself|i learned to|i want to talk about|i would like to talk about|the thing is
        |mostly|usually|i take|i go by|probably|definitely""",
    "describes": r"""
        there(?:'s| is| are| was| were)|it has|it's got
        |it(?:'s| is| was) (?:quite|very|so|really|a bit|pretty|rather|just)|we've got|i've got
        |we have|looks?|smells?|sounds?|huge|tiny|full of|made of|consists?|always|usually
        |at the moment|right now|as things stand|on the way""",
    "where": r"""
        in the|at the|on the|on my|in my|next to|near|behind|above|below|under|underneath|opposite
        |between|outside|upstairs|downstairs|in front of|at home|shelf|drawer|corner|where""",
    "when": r"""
        every|always|never|usually|often|sometimes|seldom|rarely|hardly|ever|once|twice|daily
        |whenever|when|minutes?|hours?|days?|weeks?|months?|years?|since|for \w+ years|ago
        |next (?:week|month|year|summer|spring|autumn)|mornings?|evenings?|weekends?|mondays?
        |tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|kilomet(?:re|er)s?|miles?|far
        |soon|until|it depends""",
    "reason": r"""
        because|'?cause|since|so that|so \w+ that|that's why|which is why|the reason|due to
        |thanks to|otherwise|which means|means that|in order to|therefore
        |the (?:best|good|nice|main) thing|what i (?:like|love|enjoy|hate)|advantage
        |makes (?:me|you|us|it|them)
        |i (?:just |really |simply )?(?:love|like|enjoy|hate|need|want(?:ed)?)(?: it| to)?|saves?
        |i'm (?:quite |so |very )?(?:happy|fond)|as (?:i|it|you|we|they|there)
        |if (?:i|it|you|we|they|the|there)|without|i (?:guess|suppose)|put it down to|helps?|worked
        |can|cheaper|easier|fun|attracts? me""",
    "example": r"""
        for example|for instance|such as|like when|once|i remember
        |i (?:know|knew) (?:someone|somebody|a|an|people)|take|think of
        |last (?:week|month|year|summer|winter|spring|autumn|night|time)|when i|when my
        |a friend of mine|friends? of mine
        |my (?:own|old|brother|sister|mother|father|mum|dad|uncle|aunt|cousin|friend|neighbour|boss
        |son|daughter|colleague|grand\w+|gran\w*|teacher|\w+ teacher)
        |in my (?:class|school|company|street|block|case|country)|we had|i once|i had|i've been
        |yesterday|whenever|every time|these days i""",
    "opinion": r"""
        i (?:would |'d )?(?:think|believe|say|feel|reckon|find|suppose|prefer|agree|disagree|doubt
        |guess|hope|trust)|i'd (?:rather|say|prefer|love|like)
        |i would (?:rather|say|prefer|love|like|not)|in my (?:opinion|view|eyes|experience)
        |to my mind|for me|personally
        |i'm (?:for|against|convinced|sure|not sure|inclined|glad|in favour|happy)
        |i am (?:for|against|convinced|sure)|it depends|to be honest|honestly|looking back
        |in retrospect|in hindsight|today i|now i|i don't (?:think|agree|believe)|definitely
        |certainly|of course|should|have to|must|most(?:ly)? (?:important|true)
        |the (?:main|most) \w+|first of all|best|better|miss|regret|i like|i love|i hate|true""",
    "compares": r"""
        whereas|while|than|compared|more|less|used to|in the past|back then|in those days
        |at the time|nowadays|these days|today|now|as a (?:child|kid|boy|girl|pupil|teenager)
        |when i was|used to be|different|unlike|in contrast|both|instead|years ago|earlier|formerly
        |generations?|(?:my|our) (?:parents|grandparents|grandmother|grandfather)|then|only|online
        |at school""",
    "other_side": r"""
        but|however|on the other hand|although|though|even if|despite|in spite of|yet|still
        |that said|admittedly|granted|except|unless|not (?:only|always|everyone|everybody|enough)
        |alone|can't|cannot|couldn't|won't do|never|too|danger|drawback|disadvantage|downside
        |problem|risk|limit\w*|depends?|harder|hardest|difficult|trouble|also|as well
        |at the same time|the thing is|so far|afraid|scared""",
    "condition": r"""
        if|when|unless|provided|as long as|only|it depends|depends on|whether|in case|except
        |otherwise|needs?|with (?:my|older|old|friends)|for (?:work|important)""",
    "result": r"""
        so|then|as a result|as a consequence|therefore|that way|because of that|led to|leads? to
        |ended up|in the end|finally|eventually|turned out|makes? (?:me|you|us|it|people|them)
        |it would|would be|could|wouldn't|afterwards|since then|luckily|instead|which means|we'd|i'd
        |they'd|consequences?|until|without|lose|lost|gone|helps? me|feel|no longer
        |more and more""",
    "experience": r"""
        was|were|had|did|didn't|went|came|got|took|gave|saw|said|told|thought|felt|found|made|began
        |started|broke|lost|fell|\w{3,}ed|used to|suddenly|unfortunately|then|one day|ate|bought
        |couldn't|cried|laughed""",
    "habit": r"""
        usually|always|often|sometimes|never|every|most(?:ly)?|normally
        |in the (?:morning|afternoon|evening)|after that|then|later|first|at night|these days
        |nowadays|now|today|still|hardly
        |i (?:get up|go|eat|cook|watch|play|meet|read|like|love|prefer|make|have)
        |we (?:go|have|eat|cook|meet|play|watch|drive)|no longer|on saturdays?|at weekends?
        |tend to""",
    "plan": r"""
        want(?:ed)? to|going to|gonna|plan(?:ned|s)?|i'll|we'll|will|would like to|hope
        |intend(?:ed)?|supposed to|idea was|meant to|next|one day|aim""",
    "imagines": r"""
        would|'d|could|might|may|must|maybe|perhaps|probably|imagine|guess|suppose|if|should|wish
        |seems?|in my head|i think|turn(?:ed)? into|become""",
    "advises": r"""
        should|shouldn't|could|ought|must|have to|has to|need(?:s)? to|let's|better to|best to
        |recommend|advise[ds]?|advice|told me|said|warned|perfect for|would help|might help
        |what helps|why not|we need|there (?:should|ought)|i'd (?:recommend|tell|make)|i would|try
        |if (?:we|you|people)|that's why|so when|if you|anyone who""",
    "defines": r"""
        means?|meaning|is (?:an?|the|when|called|defined|understood)|refers? to|stands? for
        |describes?|by (?:that|this|which) i mean|in other words|define|definition|that is
        |i understand|called|namely|in the sense""",
    "method": r"""
        by \w+ing|first|then|next|after that|finally|step
        |i (?:used|tried|try|watch|watched|practi[sc]ed?|read|listen|learn|learned|bought|began
        |started|took|put|made|worked|collected|measured|compared|analy[sz]ed|interviewed|built
        |tested|asked|talk|speak|write|repeat)|she|he|showed|drew|explained|compared|let me
        |every (?:day|evening|night|morning|week)|with (?:a|an|the)|what helps
        |we (?:used|measured|compared|built|tested|played)|using|step by step|app""",
    "evidence": r"""
        shows?|showed|found|measured|data|results?|because|tested|according to|based on|sources?
        |studies|study|experiments?|interviews?|survey|sample|significant|per ?cent|figures?
        |evidence|checked|cited?|quoted?|reported|observed|compared|replicated|statistics?""",
}

WORDS: Mapping[str, str] = {
    "evasions": r"""
        i (?:really )?(?:don't|do not) (?:really )?(?:know|have an idea)|no idea
        |can't (?:remember|think of)|nothing comes to mind
        |(?:that's|that is|it's|what) an? (?:very |really )?(?:good|big|interesting|difficult|hard
        |tough) question|(?:hard|difficult|not easy) to (?:say|answer|choose)|many things one could
        |what to say|never thought about|everybody is different|i have to think""",
    "asks": r"""
        (?:could|can|would) you|do you mean|what (?:do you|exactly)|you want to know|please repeat
        |repeat the question""",
    "stances": r"""
        i (?:would |'d )?(?:also |still |really |always |usually )?(?:think|believe|say|feel|find
        |prefer|agree|disagree|doubt|like|love|hate|rather)|i'd (?:rather|say|prefer)
        |in my (?:opinion|view)|to my mind|for me|yes|no|not|never|i'm (?:for|against)|it depends
        |of course""",
    "self": r"i|i'\w+|me|my|mine|we|we'\w+|us|our|myself",
    "vague": """
        actually always answer aspect aspects bad believe big certainly countries country
        course definitely different difficult easy er erm everybody everyone exactly example
        find go good great guess hmm important interesting know like lot lots make many
        maybe never nice often okay opinion others people perhaps person probably question
        really reason reasons say small some somebody someone sometimes sorry subject
        suppose thing things think today topic uh um various well world""",
}
