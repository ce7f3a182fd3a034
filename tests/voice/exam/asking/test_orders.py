"""Single moments of an exam: commands, pauses, lost connections, time, and any order of things."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voice.exam.asking.hall import Hall, bank, examiner, mark, mode_of, small_bank
from tests.voice.exam.asking.test_examiner import check
from tests.voice.exam.judging import judged
from voice.core.events import ExamStanding
from voice.exam.asking.commands import Command
from voice.exam.asking.examiner import GRACE_S, Examiner
from voice.exam.model.bank import Item
from voice.exam.model.plan import MANNERS, Choices, Manner, make_plan
from voice.exam.model.record import Answer, Correction, Mark, PointMark
from voice.exam.model.steps import (
    Converse,
    EndTurn,
    Finish,
    Hold,
    MarkItem,
    Said,
    Say,
    SetPatience,
    Step,
)
from voice.exam.reports.correcting import correct


def kinds(steps: Sequence[Step]) -> list[str]:
    return [step.kind if isinstance(step, Say) else type(step).__name__ for step in steps]


def say(one: Examiner, text: str, now_s: float) -> list[Step]:
    return one.heard(Said(text, now_s - 1, now_s), now_s)


def said(steps: Sequence[Step]) -> list[Say]:
    return [step for step in steps if isinstance(step, Say)]


def begun(manner: Manner = "exam", minutes: float = 10) -> Examiner:
    one = examiner(manner, small_bank(), minutes=minutes)
    one.begin(0.0)
    return one


def question(one: Examiner, now_s: float = 30.0) -> str:
    return one.view(now_s).question


def full(one: Examiner) -> str:
    assert one.course.current is not None
    return one.course.current.item.model_answer


# --- the beginning, and answers --------------------------------------------------------------


def test_it_opens_with_fixed_words_and_the_first_question() -> None:
    steps = examiner("exam", small_bank()).begin(5.0)
    assert kinds(steps) == ["opening", "opening", "SetPatience", "question"]
    assert isinstance(steps[2], SetPatience)
    assert not steps[2].may_interrupt, "an exam's questions are heard to the end"


def test_beginning_twice_changes_nothing() -> None:
    one = begun()
    assert one.begin(1.0) == []
    assert len(one.record.attempts) == 1


def test_a_full_answer_is_marked_and_followed_at_once_by_the_next_question() -> None:
    one = begun()
    steps = say(one, full(one), 30)
    assert kinds(steps) == ["MarkItem", "acknowledgement", "question"]
    assert steps[0] == MarkItem(0)


def test_what_is_missing_is_asked_about_once_and_the_most_valuable_first() -> None:
    one = begun()
    name = one.record.attempts[0].item.id
    steps = say(one, "Something else.", 30)
    assert kinds(steps) == ["acknowledgement", "follow_up"]
    assert question(one) == f"And the first thing about {name}?"
    assert kinds(say(one, "Nothing new.", 40)) == ["MarkItem", "acknowledgement", "question"]
    first, second = one.record.attempts[0].answers
    assert (first.asked, second.asked) == ("question", "follow_up")
    assert second.prompt == f"And the first thing about {name}?"


def test_a_mark_that_is_there_decides_on_follow_ups_when_the_student_goes_back() -> None:
    one = begun()
    say(one, "Something else.", 30)
    say(one, "Nothing new.", 40)
    item = one.record.attempts[0].item
    points = (PointMark(0, 2.0, "made"), PointMark(1, 1.0, "made"))
    assert one.marked(0, Mark(points, item.marks), 45) == [], "a mark asks nothing"
    assert one.course.mark_of(one.course.sittings[0]).complete


def test_marks_lead_to_harder_or_easier_questions() -> None:
    def levels(good: bool) -> list[int]:
        one = examiner("exam", bank("cell-biology"), minutes=60)
        one.begin(0.0)
        now_s = 30.0
        for _ in range(12):
            say(one, full(one) if good else "I don't know.", now_s)
            now_s += 30
        return [attempt.item.difficulty for attempt in one.record.attempts]

    assert sum(levels(good=True)) > sum(levels(good=False)) + 6


def test_an_answer_that_could_not_be_marked_is_kept() -> None:
    one = begun()
    say(one, full(one), 30)
    one.mark_failed(0, "the model broke")
    assert one.record.attempts[0].failed == "the model broke"
    assert one.record.attempts[0].answers


def test_courtesy_and_hesitation_are_waited_out() -> None:
    one = begun()
    assert say(one, "Um.", 30) == say(one, "Thank you.", 32) == say(one, "   ", 33) == []
    assert one.record.attempts[0].answers == []


def test_the_student_is_thanked_once_at_the_end() -> None:
    one = examiner("exam", small_bank(), most_items=1)
    one.begin(0.0)
    assert kinds(say(one, full(one), 30)) == ["MarkItem", "closing", "Finish"]


# --- commands --------------------------------------------------------------------------------


@pytest.mark.parametrize("pressed", [True, False])
@pytest.mark.parametrize(
    ("command", "spoken", "expected"),
    [
        (Command.REPEAT, "Repeat the question, please.", ["repeat"]),
        (Command.SLOWLY, "More slowly, please.", ["repeat"]),
        (Command.THINK, "Let me think.", ["SetPatience", "LetThink", "command"]),
        (Command.HINT, "A hint, please.", ["hint"]),
        (Command.SKIP, "Skip.", ["command", "question"]),
        (Command.BACK, "Go back.", ["command"]),
        (Command.PAUSE, "Pause the exam.", ["command"]),
        (Command.RESUME, "I'm ready.", ["repeat"]),
        (Command.CLARIFY, "What do you mean?", ["repeat"]),
        (Command.VERIFY, "Is that correct?", ["command"]),
        (Command.TIME_LEFT, "How much time is left?", ["command"]),
        (Command.DONE, "I'm done.", ["command"]),
        (Command.STOP, "Stop the exam.", ["command"]),
        (Command.ANSWER, "Tell me the answer.", ["Converse", "question"]),
    ],
)
def test_commands_are_obeyed_by_voice_and_by_button(
    command: Command, spoken: str, expected: list[str], pressed: bool
) -> None:
    one = begun("practice")
    steps = one.pressed(command, 30) if pressed else say(one, spoken, 30)
    assert kinds(steps) == expected
    assert not any(attempt.answers for attempt in one.record.attempts)


def test_slowly_is_slow_and_both_are_counted() -> None:
    one = begun()
    first = say(one, "Repeat the question.", 30)
    second = say(one, "More slowly, please.", 34)
    assert [step.slowly for step in (*first, *second) if isinstance(step, Say)] == [False, True]
    assert one.record.attempts[0].repeats == 2


def test_who_asks_what_is_meant_hears_it_slowly_and_then_may_have_a_hint() -> None:
    one = begun("practice")
    asked = question(one)
    assert [(s.text, s.slowly) for s in said(say(one, "What do you mean?", 30))] == [(asked, True)]
    (offer,) = said(say(one, "What do you mean by that?", 40))
    assert "hint" in offer.text
    assert one.record.attempts[0].hints_given == 0, "nobody asked for it"
    say(one, "Give me a hint.", 45)
    say(one, "Another hint, please.", 50)
    assert one.view(50).hints_left == 0
    assert [s.text for s in said(say(one, "What do you mean?", 60))] == [asked]
    assert one.record.attempts[0].answers == []


def test_in_an_exam_no_hint_is_offered() -> None:
    one = begun("exam")
    for now_s in (30, 40, 50):
        assert kinds(say(one, "What do you mean?", now_s)) == ["repeat"]


def test_asking_what_is_meant_spends_no_follow_up() -> None:
    one = begun("exam")
    say(one, "Something.", 30)
    follow_up = question(one)
    (again,) = said(say(one, "What do you mean by that?", 40))
    assert (again.text, again.slowly) == (follow_up, True)
    assert len(one.record.attempts[0].answers) == 1
    say(one, full(one), 50)
    assert one.record.attempts[0].answers[1].prompt == follow_up


@pytest.mark.parametrize(
    ("manner", "told"), [("exam", "cannot tell you that"), ("practice", "after your answer")]
)
def test_whether_it_is_correct_is_not_told_yet(manner: Manner, told: str) -> None:
    one = begun(manner)
    say(one, "Something.", 30)
    asked = question(one)
    (reply,) = said(say(one, "Is that correct?", 40))
    assert told in reply.text
    assert "anything you want to add?" in reply.text
    assert question(one) == asked
    assert len(one.record.attempts[0].answers) == 1


@pytest.mark.parametrize("no", ["No.", "No, thank you.", "Nope."])
def test_who_has_nothing_to_add_is_asked_the_next_question(no: str) -> None:
    one = begun("exam")
    say(one, "Something.", 30)
    say(one, "Is that correct?", 40)
    assert kinds(say(one, no, 45)) == ["MarkItem", "acknowledgement", "question"]
    assert [a.text for a in one.record.attempts[0].answers] == ["Something."]


def test_who_has_something_to_add_adds_it() -> None:
    one = begun("exam")
    say(one, "Something.", 30)
    say(one, "Is that correct?", 40)
    say(one, "No, it is the other thing.", 45)
    assert len(one.record.attempts[0].answers) == 2
    say(one, "No.", 50)
    assert [a.text for a in one.record.attempts[1].answers] == ["No."], "that was asked before"


def test_hints_come_in_steps_and_end_and_go_with_the_answer() -> None:
    one = begun("practice")
    name = one.record.attempts[0].item.id
    texts = [say(one, "A hint, please.", 30 + n)[0] for n in range(3)]
    assert [step.text for step in texts if isinstance(step, Say)] == [
        f"Hint one on {name}.",
        f"Hint two on {name}.",
        "I have no further hint for this question.",
    ]
    say(one, full(one), 60)
    assert one.record.attempts[0].hints_given == 2
    assert one.record.attempts[0].answers[0].hints == 2


def test_there_are_no_hints_in_an_exam() -> None:
    one = begun("exam")
    assert say(one, "A hint, please.", 30) == [
        Say("There are no hints in this exam.", "command", one.record.attempts[0].item.id)
    ]
    assert one.view(30).hints_left == 0


def test_not_knowing_in_practice_brings_a_hint_and_then_the_answer() -> None:
    one = begun("practice")
    assert kinds(say(one, "I don't know.", 30)) == ["hint"]
    assert kinds(say(one, "I don't know.", 40)) == ["hint"]
    steps = say(one, "I don't know.", 50)
    assert kinds(steps) == ["Converse", "question"]
    assert one.record.attempts[0].answers == [], "not knowing is no answer"


def test_done_needs_an_answer_and_spares_follow_ups() -> None:
    one = begun()
    assert kinds(say(one, "I'm done.", 30)) == ["command"]
    say(one, "Something.", 35)
    steps = say(one, "That's all I know.", 40)
    assert kinds(steps) == ["MarkItem", "acknowledgement", "question"]


def test_done_pressed_while_speaking_only_ends_the_turn() -> None:
    one = begun()
    assert one.pressed(Command.DONE, 30, speaking=True) == [EndTurn()]
    assert len(one.record.attempts) == 1


def test_a_skipped_question_can_be_gone_back_to_and_then_counts() -> None:
    one = begun()
    first = question(one)
    say(one, "Skip.", 30)
    assert one.record.attempts[0].skipped
    second = question(one)
    assert one.view(31).can_go_back
    steps = say(one, "Go back.", 40)
    assert kinds(steps) == ["command", "question"]
    assert question(one) == first
    back = say(one, full(one), 60)
    assert kinds(back) == ["MarkItem", "acknowledgement", "command", "question"]
    assert question(one) == second, "the exam goes on where it was"
    assert not one.record.attempts[0].skipped
    assert len(one.record.attempts) == 2


def test_more_said_after_going_back_is_marked_again() -> None:
    one = begun()
    assert MarkItem(0) in say(one, full(one), 30)
    one.marked(0, mark(one.record.attempts[0].item, one.record.attempts[0].answers), 34)
    say(one, "Go back to the previous question.", 40)
    steps = say(one, "And one more thing.", 50)
    assert MarkItem(0) in steps
    assert one.record.attempts[0].mark is None, "the old mark is of less than was said"


def test_going_back_further_and_further_returns_to_where_it_began() -> None:
    one = begun()
    for now_s in (30, 60):
        say(one, full(one), now_s)
    third = question(one)
    say(one, "Go back.", 70)
    say(one, "Go back.", 80)
    assert one.view(80).number == 1
    assert kinds(say(one, "Go back.", 85)) == ["command"], "there is nothing before the first"
    steps = say(one, "One more thing to add.", 90)
    assert MarkItem(0) in steps
    assert question(one) == third


def test_what_was_said_after_going_back_is_marked_though_the_student_goes_back_again() -> None:
    one = begun()
    say(one, "Skip.", 30)
    say(one, "Skip.", 40)
    say(one, "Go back.", 50)
    assert kinds(say(one, "Something.", 60))[-1] == "follow_up"
    steps = say(one, "Go back.", 70)
    assert one.view(70).number == 1
    assert MarkItem(1) in steps


def test_answers_that_were_told_cannot_be_given_again() -> None:
    one = begun("practice")
    say(one, full(one), 30)
    assert kinds(say(one, "Go back.", 40)) == ["command"]
    assert not one.view(40).can_go_back


def test_stop_asks_first() -> None:
    one = begun()
    assert kinds(say(one, "Stop the exam.", 30)) == ["command"]
    assert kinds(say(one, "No, go on.", 33)) == ["command", "repeat"]
    say(one, "Stop.", 40)
    steps = say(one, "Yes.", 43)
    assert kinds(steps) == ["closing", "Finish"]
    assert one.record.ended == "stopped"


def test_stop_is_forgotten_when_an_answer_comes_or_nothing() -> None:
    one = begun()
    say(one, "Stop.", 30)
    say(one, "The first thing is a membrane.", 34)
    assert len(one.record.attempts[0].answers) == 1
    say(one, "Stop.", 40)
    one.tick(61)
    assert one.record.ended == ""
    assert kinds(say(one, "Yes.", 62))[-1] != "Finish", "yes was an answer by then"


def test_pressing_stop_twice_stops_and_what_was_said_is_marked() -> None:
    one = begun()
    say(one, "Something.", 30)
    one.pressed(Command.STOP, 40)
    steps = one.pressed(Command.STOP, 41)
    assert kinds(steps) == ["MarkItem", "closing", "Finish"]


def test_who_was_asked_already_is_not_asked_again() -> None:
    one = begun()
    say(one, "Something.", 30)
    assert kinds(one.pressed(Command.STOP, 40, sure=True)) == ["MarkItem", "closing", "Finish"]
    assert one.record.ended == "stopped"
    assert one.pressed(Command.STOP, 41, sure=True) == []


# --- doubt -----------------------------------------------------------------------------------


def looking(verdicts: list[str], manner: Manner = "exam") -> Examiner:
    """An examiner who thinks of the answers what the letters say, one set after the other."""

    def look(item: Item, answers: Sequence[Answer]) -> Mark:
        return judged(item, verdicts[min(len(answers), len(verdicts)) - 1])

    mode = mode_of(manner)
    assert mode.exam is not None
    plan = make_plan(mode.exam, mode.name, small_bank(), Choices(minutes=10))
    one = Examiner(small_bank(), plan, 1, look=look)
    one.begin(0.0)
    return one


def test_what_is_in_doubt_is_asked_about_before_what_is_missing() -> None:
    one = looking(["nM"])
    assert "second thing" in said(say(one, "Something.", 30))[-1].text


def test_an_answer_to_a_follow_up_says_which_point_it_is_about() -> None:
    one = looking(["nM", "nm"])
    say(one, "Something.", 30)
    say(one, "No, both.", 40)
    first, second = one.record.attempts[0].answers
    assert (first.point, second.point) == (None, 1)
    assert (second.asked, second.text) == ("follow_up", "No, both.")
    assert "second thing" in second.prompt


def test_feedback_is_of_all_that_was_said() -> None:
    one = looking(["nM", "mm"], "practice")
    say(one, "Something.", 30)
    told = next(s for s in say(one, "No, both.", 40) if isinstance(s, Converse))
    assert told.fallback == "That was complete."


def test_doubt_that_stays_is_told_as_doubt_and_counts_half() -> None:
    one = looking(["mN", "mN"], "practice")
    say(one, "Something.", 30)
    told = next(s for s in say(one, "No, both.", 40) if isinstance(s, Converse))
    assert "I am not sure whether you said this: secrettwo" in told.fallback
    assert one.course.sittings[0].share == pytest.approx(2.5 / 3)


def test_a_mark_takes_the_place_of_the_look() -> None:
    one = looking(["mm"])
    say(one, "Something.", 30)
    sitting = one.course.sittings[0]
    assert one.course.mark_of(sitting).complete
    one.marked(0, judged(sitting.item, "nr"), 35)
    assert not one.course.mark_of(sitting).complete
    assert one.record.total == 0


# --- pauses and lost connections -------------------------------------------------------------


def test_a_pause_stops_every_clock() -> None:
    one = begun(minutes=5)
    before = one.view(20)
    say(one, "Pause the exam.", 20)
    assert one.view(900).phase == "paused"
    assert one.tick(1000) == []
    steps = say(one, "Go on.", 1020)
    assert kinds(steps) == ["command", "repeat"]
    after = one.view(1020)
    assert after.left_s == before.left_s
    assert after.answer_left_s == before.answer_left_s
    assert one.record.duration_s == 20


def test_in_a_pause_skipping_is_going_on() -> None:
    one = begun()
    one.pause(20)
    assert kinds(say(one, "Skip.", 30)) == ["command", "repeat"]
    assert not one.record.attempts[0].skipped
    one.pause(40)
    assert kinds(one.pressed(Command.SKIP, 50)) == ["command", "repeat"]


def test_what_is_said_in_a_pause_is_no_answer() -> None:
    one = begun()
    one.pause(20)
    assert kinds(say(one, "Mum, I am in an exam.", 30)) == ["command"]
    assert say(one, "Yes, in an exam.", 35) == [], "it is said once how to go on"
    assert one.record.attempts[0].answers == []
    assert kinds(one.resume(60)) == ["command", "repeat"]


def test_a_pause_while_preparing_keeps_the_time_to_prepare() -> None:
    one = examiner("long-turn", small_bank(), minutes=10)
    steps = one.begin(0.0)
    assert kinds(steps)[-3:] == ["question", "prepare", "Hold"]
    left_s = one.view(40).answer_left_s
    assert left_s is not None
    one.pause(40)
    again = one.resume(500)
    assert again[-1] == Hold(left_s)
    assert one.view(500).answer_left_s == left_s


def test_a_lost_connection_stops_the_clock_and_asks_again() -> None:
    one = begun()
    left_s = one.view(25).left_s
    one.connection_lost(25)
    assert one.view(400).phase == "paused"
    assert one.tick(500) == []
    steps = one.connection_restored(600)
    assert kinds(steps) == ["command", "repeat"]
    assert one.view(600).left_s == left_s
    assert one.connection_restored(601) == []


def test_what_was_being_said_when_the_connection_went_is_kept() -> None:
    one = begun()
    one.connection_lost(25)
    say(one, full(one), 25)
    assert len(one.record.attempts[0].answers) == 1
    steps = one.connection_restored(600)
    assert isinstance(steps[-1], Say)
    assert steps[-1].text == question(one, 600)
    assert one.record.duration_s == 25


def test_a_pause_outlasts_a_lost_connection() -> None:
    one = begun()
    one.pause(20)
    one.connection_lost(30)
    assert kinds(one.connection_restored(40)) == ["command"]
    assert one.view(50).phase == "paused"


# --- time ------------------------------------------------------------------------------------


def test_who_prepares_is_left_alone_until_the_time_is_over() -> None:
    one = examiner("long-turn", small_bank(), minutes=10)
    one.begin(0.0)
    assert one.view(30).phase == "preparing"
    assert say(one, "First, the nucleus.", 31) == []
    assert kinds(say(one, "I will first say what it is and then why.", 35)) == ["prepare", "Hold"]
    assert say(one, "I will first say what it is and then why.", 38) == [], "it is told once"
    assert one.record.attempts[0].answers == []
    steps: list[Step] = []
    for now_s in range(39, 120):
        steps += one.tick(now_s)
    assert kinds(steps)[0] == "prepare"
    assert one.view(90).phase in ("asking", "answering")


def test_who_is_ready_may_begin_early() -> None:
    one = examiner("long-turn", small_bank(), minutes=10)
    one.begin(0.0)
    assert "prepare" in kinds(say(one, "I'm ready.", 30))
    assert one.view(40).phase == "answering"


def test_a_long_turn_is_followed_by_questions() -> None:
    one = examiner("long-turn", small_bank(), minutes=10)
    one.begin(0.0)
    say(one, "I'm ready.", 30)
    assert kinds(say(one, "Something.", 60))[-1] == "follow_up"
    assert kinds(say(one, "Something.", 70))[-1] == "follow_up"
    assert "MarkItem" in kinds(say(one, "Something.", 80))


def test_the_students_time_begins_when_the_question_has_been_spoken() -> None:
    one = begun()
    asked = one.course.posed
    assert asked is not None
    one.spoken(asked, asked.text, 20, 24)
    assert one.view(24).answer_left_s == 60
    assert one.view(34).answer_left_s == 50
    say(one, "Something.", 35)
    assert one.record.attempts[0].answers[0].asked_s == 24


def test_a_question_that_was_not_spoken_is_asked_again() -> None:
    one = begun("practice")
    steps = say(one, full(one), 30)
    (told,) = (step for step in steps if isinstance(step, Converse))
    one.spoken(told, "That was", 31, 32, cut=True)
    one.unspoken([steps[-1]])
    again = say(one, "But I said that just now.", 33)
    assert kinds(again) == ["question"]
    assert one.record.attempts[1].answers == [], "it was no answer to a question never heard"
    one.unspoken([again[-1]])
    assert kinds(say(one, "How much time is left?", 36)) == ["command", "question"]


def test_an_answer_may_not_outlast_its_time() -> None:
    one = begun()
    asked = one.course.posed
    assert asked is not None
    one.spoken(asked, asked.text, 8, 10)
    assert one.tick(69, speaking=True) == []
    assert one.tick(70, speaking=True) == [EndTurn()]
    assert one.view(70).phase == "closing"
    assert one.tick(71, speaking=True) == [], "it is said once"
    steps = one.heard(Said("a very long answer", 20, 71), 71)
    assert kinds(steps) == ["notice", "MarkItem", "question"]
    assert one.record.attempts[0].answers[0].text == "a very long answer"


def test_words_that_never_come_do_not_hold_up_the_exam() -> None:
    one = begun()
    now_s = 0.0
    while EndTurn() not in one.tick(now_s, speaking=True):
        now_s += 1
    assert one.tick(now_s + GRACE_S - 1) == []
    assert "question" in kinds(one.tick(now_s + GRACE_S))


def test_silence_is_met_with_patience_and_then_with_the_next_question() -> None:
    one = begun()
    seen = [kind for now_s in range(1, 100) for kind in kinds(one.tick(float(now_s)))]
    assert seen[:2] == ["notice", "notice"]
    assert "question" in seen
    assert one.record.attempts[0].mark is not None
    assert one.record.attempts[0].mark.total == 0


def test_who_thinks_is_not_disturbed() -> None:
    one = begun("practice")
    say(one, "Let me think.", 20)
    assert [step for now_s in range(21, 79) for step in one.tick(float(now_s))] == []


def test_the_student_is_told_when_little_time_is_left() -> None:
    one = examiner("exam", bank("cell-biology"), minutes=6)
    one.begin(0.0)
    now_s, said = 30.0, []
    while not one.record.ended:
        said += [s.text for s in say(one, full(one), now_s) if isinstance(s, Say)]
        now_s += 30
    assert sum("left" in text and "You have" in text for text in said) == 1


def test_when_time_is_up_the_exam_ends() -> None:
    one = begun(minutes=2)
    steps: list[Step] = []
    for now_s in range(1, 130):
        steps += one.tick(float(now_s))
    assert Finish("time") in steps or Finish("finished") in steps
    assert one.record.duration_s <= 121


# --- the tutor -------------------------------------------------------------------------------


def test_a_tutor_teaches_then_wants_it_in_own_words_and_comes_back() -> None:
    one = begun("tutor", minutes=30)
    first = one.record.attempts[0]
    assert kinds(say(one, "Something.", 30))[0] == "Converse"
    say(one, "Something.", 40)
    taught = say(one, "Something.", 50)
    assert kinds(taught) == ["MarkItem", "Converse", "follow_up"]
    answers = len(first.answers)
    assert kinds(say(one, "Something.", 60))[0] == "feedback"
    assert len(first.answers) == answers, "what was told before earns no marks"
    assert one.course.sittings[0].weak
    now_s = 70.0
    while len(one.record.attempts) < 8 and now_s < 1000:
        say(one, full(one), now_s)
        now_s += 20
    later = [attempt.subtopic for attempt in one.record.attempts[1:]]
    assert first.subtopic in later[1:4], "it did not come back to what was not understood"


def test_a_tutor_is_content_when_it_was_understood() -> None:
    one = begun("tutor", minutes=30)
    item = one.record.attempts[0].item
    for now_s in (30, 40, 50):
        say(one, "Something.", now_s)
    steps = say(one, item.model_answer, 60)
    assert isinstance(steps[0], Say)
    assert steps[0].text == "Good, you have got it."
    assert not one.course.sittings[0].weak


def test_a_tutor_does_not_call_half_of_it_understood() -> None:
    one = begun("tutor", minutes=30)
    item = one.record.attempts[0].item
    for now_s in (30, 40, 50):
        say(one, "Something.", now_s)
    steps = say(one, item.key_points[0].text, 60)
    assert kinds(steps)[0] == "acknowledgement"
    assert not one.course.sittings[0].weak


def test_a_tutor_comes_back_to_what_the_student_still_does_not_know() -> None:
    one = begun("tutor", minutes=30)
    for now_s in (30, 40, 50):
        say(one, "Something.", now_s)
    steps = say(one, "I don't know.", 60)
    assert said(steps)[0].text == "We will come back to that."
    assert one.course.sittings[0].weak


def test_a_tutor_gives_an_example_where_there_is_no_one_answer() -> None:
    one = examiner("tutor", bank("english-speaking"), minutes=30)
    one.begin(0.0)
    item = one.record.attempts[0].item
    steps: list[Step] = []
    for now_s in (30, 40, 50):
        steps = steps or [
            s for s in say(one, "Something.", now_s) if "Here is" in getattr(s, "text", "")
        ]
    (shown,) = said(steps)
    assert shown.text == f"Here is an example of a full answer: {item.model_answer}"


# --- the view --------------------------------------------------------------------------------


def test_the_view_says_where_the_exam_stands() -> None:
    one = examiner("practice", small_bank(), minutes=10)
    assert one.view(0) == ExamStanding(phase="asking", left_s=600)
    one.begin(0.0)
    view = one.view(30)
    assert (view.number, view.phase, view.hints_left) == (1, "answering", 2)
    assert view.of >= 4
    assert view.section in ("Alpha", "Beta")
    assert view.left_s == view.section_left_s == 570
    assert view.can_skip
    assert not view.can_go_back


def test_a_part_has_its_own_time() -> None:
    one = examiner("exam", bank("english-speaking"))
    one.begin(0.0)
    view = one.view(10)
    assert view.of == 9
    assert 60 < view.section_left_s < view.left_s


def test_the_recogniser_is_told_what_to_expect() -> None:
    one = examiner("exam", bank("cell-biology"))
    one.begin(0.0)
    assert one.course.current is not None
    assert set(one.course.current.item.vocabulary) <= set(one.vocabulary)


# --- any order of things ---------------------------------------------------------------------

TEXTS = (
    "Skip.|Go back.|What do you mean?|Is that correct?|No, both.|"
    "Yes.|No.|I don't know.|secretonealpha-0-0 secrettwoalpha-0-0|Um.||Stop.|Pause.|"
    "Go on.|I'm done.|It is a thing.|Tell me the answer.|Let me think.|A hint, please.|I'm ready."
).split("|")
EVENTS = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(TEXTS)),
    st.tuples(st.just("press"), st.sampled_from(list(Command))),
    st.tuples(st.just("tick"), st.booleans()),
    st.tuples(st.just("lose"), st.booleans()),
    st.tuples(st.just("unspoken"), st.booleans()),
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.sampled_from(sorted(MANNERS)),
    st.lists(st.tuples(EVENTS, st.floats(0.1, 45.0)), max_size=60),
)
def test_nothing_breaks_an_exam(
    manner: Manner, script: list[tuple[tuple[str, object], float]]
) -> None:
    one = examiner(manner, small_bank(), minutes=6)
    hall = Hall(one, lambda view, hall: None)
    hall.steps += one.begin(0.0)
    now_s = 0.0
    last: list[Step] = list(hall.steps)
    for (kind, what), wait_s in script:
        now_s += wait_s
        steps: list[Step] = []
        if kind == "say":
            said = Said(str(what), now_s - min(wait_s, 1.0), now_s)
            steps = one.heard(said, now_s)
        elif kind == "press" and isinstance(what, Command):
            steps = one.pressed(what, now_s)
        elif kind == "tick":
            steps = one.tick(now_s, speaking=bool(what))
        elif kind == "lose":
            one.connection_lost(now_s)
            now_s += 100
            steps = one.connection_restored(now_s)
        elif last:
            one.unspoken(last)
        hall.steps += steps
        last = steps or last
        one.view(now_s)
    while not one.record.ended:
        now_s += 1
        hall.steps += one.resume(now_s) if one.view(now_s).phase == "paused" else one.tick(now_s)
    hall.now_s = now_s
    assert one.record.duration_s <= 360 + 45 + GRACE_S, "the clock was not kept"
    finishes = [step for step in hall.steps if isinstance(step, Finish)]
    assert len(finishes) == 1
    asked = [s.item_id for s in hall.steps if isinstance(s, Say) and s.kind == "question"]
    assert list(dict.fromkeys(asked)) == list(
        dict.fromkeys(attempt.item.id for attempt in one.record.attempts)
    )
    for number, attempt in enumerate(one.record.attempts):
        assert (MarkItem(number) in hall.steps) == bool(attempt.answers)
    if not one.plan.reveals:
        assert not any(isinstance(step, Converse) for step in hall.steps)
        assert not any("secret" in step.text for step in hall.steps if isinstance(step, Say))


def test_the_hall_and_these_tests_agree() -> None:
    def student(view: ExamStanding, hall: Hall) -> None:
        return None

    check(Hall(begun_later(), student).run())


def begun_later() -> Examiner:
    return examiner("exam", small_bank(), minutes=3)


# --- facts for the report --------------------------------------------------------------------


def test_a_correction_outlasts_going_back_to_the_question() -> None:
    one = begun()
    say(one, full(one), 30)
    first = one.record.attempts[0]
    one.marked(0, mark(first.item, first.answers), 31)
    held = Correction("not_made", "teacher", "That was my hint.")
    correct(one.record, 0, 0, held)
    say(one, "Go back.", 40)
    say(one, "And there is something more to be said about this.", 60)
    one.marked(0, mark(first.item, first.answers), 62)
    assert len(first.answers) == 2
    assert first.mark is not None
    assert first.mark.points[0].correction == held
    assert first.mark.points[1].correction is None


def test_that_the_time_for_an_answer_was_over_is_a_fact_of_the_record() -> None:
    one = examiner("long-turn", small_bank(), minutes=30)
    one.begin(0.0)
    say(one, "I am ready.", 30)
    for now_s in range(31, 600):
        if one.tick(now_s) and one.record.attempts[0].timed_out:
            break
    assert one.record.attempts[0].timed_out
    assert not one.record.attempts[-1].timed_out, "the next question has its own time"


def test_the_question_that_is_open_when_the_exam_is_over_ran_out_of_time() -> None:
    one = begun(minutes=2)
    say(one, full(one), 20)
    one.tick(121)
    assert one.record.ended == "time"
    assert [attempt.timed_out for attempt in one.record.attempts] == [False, True]


def test_who_stops_has_not_run_out_of_time() -> None:
    one = begun()
    one.pressed(Command.STOP, 20, sure=True)
    assert not one.record.attempts[0].timed_out


# --- going on while preparing ----------------------------------------------------------------


def preparing(language: str = "en") -> Examiner:
    of = small_bank().model_copy(update={"language": language})
    one = examiner("long-turn", of, minutes=10)
    one.begin(0.0)
    assert one.view(30).phase == "preparing"
    return one


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Next."),
        ("en", "Okay, let's move on."),
        ("en", "I'm ready."),
        ("de", "Weiter, bitte."),
        ("de", "Machen wir weiter."),
        ("fr", "On passe à la suite."),
        ("es", "Avancemos."),
        ("it", "Andiamo avanti."),
        ("pt", "Adiante."),
        ("zh", "下一个。"),
    ],
)
def test_who_wants_to_go_on_while_preparing_begins_to_speak(language: str, text: str) -> None:
    one = preparing(language)
    steps = say(one, text, 31)
    assert kinds(steps)[-1] == "prepare"
    assert one.view(40).phase == "answering"
    assert len(one.record.attempts) == 1
    assert not one.record.attempts[0].skipped


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Skip this question, please."),
        ("en", "Next question."),
        ("de", "Nächste Frage, bitte."),
        ("de", "Ich passe."),
        ("fr", "Je passe."),
        ("es", "Siguiente pregunta."),
        ("it", "Prossima domanda."),
        ("pt", "Próxima pergunta."),
        ("zh", "跳过这个问题。"),
    ],
)
def test_who_names_the_question_skips_it_while_preparing(language: str, text: str) -> None:
    one = preparing(language)
    say(one, text, 31)
    assert one.record.attempts[0].skipped


def test_the_button_to_skip_skips_while_preparing_as_well() -> None:
    one = preparing()
    one.pressed(Command.SKIP, 31)
    assert one.record.attempts[0].skipped


def test_while_answering_next_goes_to_the_next_question() -> None:
    one = begun()
    say(one, "Next.", 31)
    assert one.record.attempts[0].skipped
