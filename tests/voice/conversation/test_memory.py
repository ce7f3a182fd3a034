"""What the model is told of a conversation, and what the page can show."""

from __future__ import annotations

import itertools
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from models.base import Message
from voice.conversation.memory import INTERRUPTED_MARK, Memory, Turn, estimate_tokens

SYSTEM = "You are an examiner."


def words(text: str) -> int:
    return len(text.split())


def student(text: str, turn: int = 1) -> Turn:
    return Turn("user", text, turn, clock=0)


def examiner(text: str, turn: int = 1, *, interrupted: bool = False) -> Turn:
    return Turn("assistant", text, turn, clock=0, interrupted=interrupted)


def told(memory: Memory) -> list[tuple[str, str]]:
    return [(message.role, message.content) for message in memory.messages()]


def exchange(memory: Memory, number: int, length: int = 10) -> None:
    memory.add_user(student(f"question{number} " + "word " * (length - 1), number))
    memory.add_assistant(examiner(f"answer{number} " + "word " * (length - 1), number))


def test_the_model_is_told_everything_in_order() -> None:
    memory = Memory(SYSTEM, 1000)
    memory.add_assistant(examiner("Welcome.", 0))
    memory.add_user(student("Hello."))
    memory.add_assistant(examiner("What is a cell?"))
    assert memory.messages() == [
        Message("system", SYSTEM),
        Message("assistant", "Welcome."),
        Message("user", "Hello."),
        Message("assistant", "What is a cell?"),
    ]


def test_over_budget_the_oldest_questions_go_with_their_answers() -> None:
    memory = Memory(SYSTEM, 100, words)
    for number in range(1, 6):
        exchange(memory, number)
    said = told(memory)
    assert said[0] == ("system", SYSTEM)
    assert said[1][0] == "user", "an answer was left without its question"
    assert said[-1][1].startswith("answer5")
    assert sum(words(text) for _, text in said) <= 100
    assert not any("question1" in text or "answer1" in text for _, text in said)


def test_what_is_dropped_stays_dropped_so_that_the_prompt_cache_is_used() -> None:
    memory = Memory(SYSTEM, 100, words)
    first_told: list[str] = []
    for number in range(1, 40):
        exchange(memory, number)
        first_told.append(told(memory)[1][1].split()[0])
    changes = sum(a != b for a, b in itertools.pairwise(first_told))
    assert changes <= 20, f"the prompt's beginning changed {changes} times in 39 turns"


def test_the_page_still_shows_what_the_prompt_has_dropped() -> None:
    memory = Memory(SYSTEM, 50, words)
    for number in range(1, 9):
        exchange(memory, number)
    assert len(memory.turns) == 16
    assert memory.turns[0].text.startswith("question1")
    assert memory.turns[0].to_dict() == {
        "role": "user",
        "text": memory.turns[0].text,
        "turn": 1,
        "interrupted": False,
    }


def test_the_newest_question_is_kept_however_long() -> None:
    memory = Memory(SYSTEM, 100)
    exchange(memory, 1)
    long = "x" * 10_000
    memory.add_user(student(long, 2))
    assert told(memory) == [("system", SYSTEM), ("user", long)]


def test_turns_of_one_side_become_one_message() -> None:
    memory = Memory(SYSTEM, 1000)
    memory.add_user(student("Well, I"))
    memory.add_user(student("think so.", 2))
    memory.add_assistant(examiner("Do you?", 2))
    assert told(memory)[1:] == [("user", "Well, I think so."), ("assistant", "Do you?")]


def test_the_model_sees_that_it_was_interrupted_and_the_page_sees_no_mark() -> None:
    memory = Memory(SYSTEM, 1000)
    memory.add_user(student("Tell me."))
    memory.add_assistant(examiner("It all began", interrupted=True))
    assert told(memory)[-1] == ("assistant", "It all began" + INTERRUPTED_MARK)
    assert memory.turns[-1].text == "It all began"


def test_a_reply_that_nobody_heard_is_not_remembered() -> None:
    memory = Memory(SYSTEM, 1000)
    memory.add_user(student("Tell me."))
    memory.add_assistant(examiner("  ", interrupted=True))
    assert told(memory) == [("system", SYSTEM), ("user", "Tell me.")]


def test_starting_afresh_keeps_only_the_system_prompt() -> None:
    memory = Memory(SYSTEM, 30, words)
    for number in range(5):
        exchange(memory, number)
    memory.clear()
    assert memory.turns == ()
    assert told(memory) == [("system", SYSTEM)]
    memory.add_user(student("Hello again."))
    assert told(memory)[-1] == ("user", "Hello again.")


def test_another_system_prompt_keeps_the_turns() -> None:
    memory = Memory(SYSTEM, 1000)
    memory.add_user(student("Hello."))
    memory.set_system("You are a tutor.")
    assert told(memory) == [("system", "You are a tutor."), ("user", "Hello.")]


def test_a_longer_system_prompt_makes_room_for_itself() -> None:
    memory = Memory(SYSTEM, 100, words)
    for number in range(4):
        exchange(memory, number)
    memory.set_system("word " * 70)
    assert sum(words(text) for _, text in told(memory)) <= 100
    assert told(memory)[-1][1].startswith("answer3")


def test_the_estimate_is_rather_too_high_than_too_low() -> None:
    assert estimate_tokens("The powerhouse of the cell") >= 6
    assert estimate_tokens("细胞的能量工厂") >= 7
    assert 10_000 / 4 < estimate_tokens("x" * 10_000) < 10_000


@given(
    budget=st.integers(10, 200),
    script=st.lists(st.tuples(st.sampled_from(["user", "assistant"]), st.integers(1, 60))),
)
def test_any_conversation_alternates_and_ends_with_what_was_said_last(
    budget: int, script: list[tuple[Literal["user", "assistant"], int]]
) -> None:
    memory = Memory(SYSTEM, budget, words)
    for number, (role, length) in enumerate(script):
        turn = Turn(role, f"{role}{number} " + "word " * length, number, 0)
        (memory.add_user if role == "user" else memory.add_assistant)(turn)
        said = told(memory)
        assert said[0] == ("system", SYSTEM)
        roles = [role for role, _ in said[1:]]
        assert all(a != b for a, b in itertools.pairwise(roles)), roles
        assert f"{role}{number}" in said[-1][1], "the newest turn was dropped"
