"""Every conversation finds the slot again that has read it."""

from __future__ import annotations

from models.base import Message
from models.llm.llama_slots import Slots

SYSTEM = Message("system", "You examine.")
GREETING = Message("assistant", "Good morning.")


def says(text: str) -> Message:
    return Message("user", text)


def ask(slots: Slots, *messages: Message) -> int:
    slot = slots.take(messages)
    slots.free(slot)
    return slot.number


def test_conversations_with_the_same_beginning_keep_apart() -> None:
    slots = Slots(3)
    talks = [[SYSTEM, GREETING, says(f"I am {name}.")] for name in ("Anna", "Boris", "Cleo")]
    first = [ask(slots, *talk) for talk in talks]
    assert sorted(first) == [0, 1, 2]
    for _ in range(3):
        for talk in talks:
            talk += [Message("assistant", "Go on."), says("So.")]
        assert [ask(slots, *talk) for talk in talks] == first


def test_each_session_that_warms_up_gets_a_slot_of_its_own() -> None:
    slots = Slots(3)
    warmed = [slots.take([SYSTEM], fresh=True) for _ in range(3)]
    assert len({slot.number for slot in warmed}) == 3
    for slot in warmed:
        slots.free(slot)
    assert ask(slots, SYSTEM, says("Anna here.")) != ask(slots, SYSTEM, says("Boris here."))


def test_what_is_recognised_of_an_utterance_may_change() -> None:
    slots = Slots(2)
    place = ask(slots, SYSTEM, says("I think energy"))
    assert ask(slots, SYSTEM, says("I think energy is kept.")) == place
    later = (SYSTEM, says("I think energy is kept."), GREETING)
    assert ask(slots, *later, says("Wait")) == place
    assert ask(slots, *later, says("Waiting, no: work.")) == place


def test_the_slot_not_used_for_longest_gives_way() -> None:
    slots = Slots(2)
    ask(slots, SYSTEM, says("Anna here."))
    place = ask(slots, SYSTEM, says("Boris here."))
    ask(slots, SYSTEM, says("Anna here."), GREETING, says("Yes."))
    assert ask(slots, SYSTEM, says("Cleo here.")) == place


def test_a_busy_slot_gives_way_last() -> None:
    slots = Slots(2)
    busy = slots.take([SYSTEM, says("Anna here.")])
    others = [ask(slots, SYSTEM, says(f"{name} here.")) for name in ("Boris", "Cleo", "Dan")]
    assert busy.number not in others
