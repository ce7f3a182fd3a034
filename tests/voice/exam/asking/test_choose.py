"""Which question comes next."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voice.exam.asking.hall import bank, small_bank
from voice.exam.asking.choose import CLOSING_S, Chooser, Done
from voice.exam.banks.file import parse_bank
from voice.exam.model.bank import Bank
from voice.exam.model.plan import MANNERS, Choices, ExamSettings, Manner, Plan, make_plan


def plan(manner: Manner, of: Bank, **choices: object) -> Plan:
    return make_plan(MANNERS[manner], manner, of, Choices(**choices))  # type: ignore[arg-type]


def chosen(chooser: Chooser, share: float | None, most: int = 99, left_s: float = 1e6) -> list[str]:
    done: list[Done] = []
    while len(done) < most and (placed := chooser.next(done, left_s, left_s)):
        done.append(Done(placed.item.id, share))
        left_s -= chooser.cost_s(placed.item)
    return [one.item_id for one in done]


@pytest.mark.parametrize("name", ["cell-biology", "azure-fundamentals"])
def test_items_are_spread_over_topics_and_subtopics(name: str) -> None:
    of = bank(name)
    ids = chosen(Chooser(of, plan("exam", of, most_items=99), 5), 0.5)
    assert sorted(ids) == sorted(placed.item.id for placed in of.walk())
    topics = [of.find(name).topic.title for name in ids]
    first = topics[: len(of.topics)]
    assert len(set(first)) == len(of.topics), "a topic came twice before another came once"
    for title in set(topics):
        subtopics = [of.find(i).subtopic.title for i in ids if of.find(i).topic.title == title]
        count = len(set(subtopics))
        assert len(set(subtopics[:count])) == count


def test_only_chosen_topics_are_asked() -> None:
    of = bank("cell-biology")
    title = of.topics[1].title
    ids = chosen(Chooser(of, plan("exam", of, topics=(title,)), 5), 0.5)
    assert {of.find(name).topic.title for name in ids} == {title}


def test_the_seed_decides_between_equals() -> None:
    of = bank("cell-biology")
    runs = {tuple(chosen(Chooser(of, plan("exam", of), seed), 0.5)) for seed in range(5)}
    assert len(runs) > 3
    assert chosen(Chooser(of, plan("exam", of), 1), 0.5) == chosen(
        Chooser(of, plan("exam", of), 1), 0.5
    )


@pytest.mark.parametrize(
    ("shares", "target"),
    [
        ((), 3),
        ((1.0,), 4),
        ((1.0, 1.0, 1.0), 5),
        ((0.0,), 2),
        ((0.5, 0.6), 3),
        ((None, None), 3),
        ((0.0, 0.0, 0.0, 0.0, 1.0), 2),
    ],
)
def test_difficulty_follows_the_answers(shares: tuple[float | None, ...], target: int) -> None:
    of = small_bank()
    done = [Done(f"x{n}", share) for n, share in enumerate(shares)]
    assert Chooser(of, plan("exam", of, difficulty=3), 1).target(done) == target


def test_nothing_is_asked_that_does_not_fit_into_the_time() -> None:
    of = bank("cell-biology")
    chooser = Chooser(of, plan("exam", of), 1)
    assert chooser.next([], 5.0, 5.0) is not None, "an exam has at least one question"
    ids = chosen(chooser, 0.5, left_s=600)
    spent = sum(chooser.cost_s(of.find(name).item) for name in ids)
    assert 400 < spent <= 600 - CLOSING_S
    done = [Done(ids[0], 0.5)]
    assert chooser.next(done, 20.0, 20.0) is None


def test_an_exam_has_no_more_questions_than_were_wished() -> None:
    of = bank("cell-biology")
    assert len(chosen(Chooser(of, plan("exam", of, most_items=3), 1), 0.5)) == 3


def test_long_turns_are_taken_where_the_bank_has_some() -> None:
    speaking = bank("english-speaking")
    for name in chosen(Chooser(speaking, plan("long-turn", speaking), 1), 0.5):
        assert speaking.find(name).item.prepare_seconds
    cells = bank("cell-biology")
    chooser = Chooser(cells, plan("long-turn", cells), 1)
    assert chooser.prepare_s(next(cells.walk()).item) == 60


def test_questions_that_need_material_are_left_out_without_it() -> None:
    defence = bank("thesis-defence")
    without = Chooser(defence, plan("exam", defence), 1, quotes=0).pool
    assert not [one for one in without if "{quote}" in one.item.question]
    assert len(Chooser(defence, plan("exam", defence), 1, quotes=2).pool) > len(without)


def test_parts_that_do_not_say_how_many_share_the_time() -> None:
    values = "\n".join(
        f"  - title: T{t}\n    subtopics:\n      - title: S\n        items:\n"
        + "\n".join(
            f"          - {{id: t{t}-{i}, question: Q{t} {i}?, seconds: 30, "
            "key_points: [{text: one}]}"
            for i in range(6)
        )
        for t in range(3)
    )
    loaded = parse_bank(f"title: Parts\norder: parts\nminutes: 10\ntopics:\n{values}\n", "x.yaml")
    assert loaded.bank is not None, loaded.problems
    chooser = Chooser(loaded.bank, plan("exam", loaded.bank), 1)
    done: list[Done] = []
    left_s, section_left_s, title = 600.0, 0.0, ""
    while placed := chooser.next(done, left_s, section_left_s):
        if placed.topic.title != title:
            title, section_left_s = placed.topic.title, chooser.section_s(placed.topic, left_s)
        done.append(Done(placed.item.id, 0.5))
        left_s -= chooser.cost_s(placed.item)
        section_left_s -= chooser.cost_s(placed.item)
    counts = Counter(one.item_id[:2] for one in done)
    assert set(counts) == {"t0", "t1", "t2"}
    assert max(counts.values()) - min(counts.values()) <= 2


def test_a_tutor_comes_back_with_another_item_first_and_then_with_the_same() -> None:
    of = small_bank()
    chooser = Chooser(of, plan("tutor", of), 1)
    weak = Done("alpha-0-0", 0.0, weak=True)
    others = [Done("beta-0-0", 1.0), Done("beta-1-0", 1.0)]
    back = chooser.next([weak, *others], 1e6, 1e6)
    assert back is not None
    assert back.item.id == "alpha-0-1", "the other item of the subtopic"
    all_else = [Done(p.item.id, 1.0) for p in of.walk() if not p.item.id.startswith("alpha-0")]
    again = chooser.next([Done("alpha-0-1", 1.0), weak, *all_else], 1e6, 1e6)
    assert again is not None
    assert again.item.id == "alpha-0-0", "the same item once more"
    ended = [Done("alpha-0-1", 1.0), weak, *all_else, Done("alpha-0-0", 0.0, weak=True)]
    assert chooser.next([*ended, *ended[2:4]], 1e6, 1e6) is None, "and not a third time"


def test_how_many_there_will_be_is_foreseen() -> None:
    of = bank("cell-biology")
    chooser = Chooser(of, plan("exam", of), 1)
    foreseen = chooser.foresee([], 1200)
    assert abs(foreseen - len(chosen(chooser, 0.5, left_s=1200))) <= 3
    assert chooser.foresee([Done(p.item.id, 1.0) for p in of.walk()], 1200) == len(list(of.walk()))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.sampled_from(["cell-biology", "english-speaking", "thesis-defence"]),
    st.sampled_from(sorted(MANNERS)),
    st.integers(0, 1000),
    st.lists(st.floats(0, 1), min_size=1, max_size=8),
    st.floats(60, 3000),
)
def test_choosing_never_repeats_and_never_overruns(
    name: str, manner: Manner, seed: int, shares: list[float], left_s: float
) -> None:
    of = bank(name)
    chooser = Chooser(of, plan(manner, of), seed, quotes=1)
    done: list[Done] = []
    while placed := chooser.next(done, left_s, left_s / 2):
        assert placed.item.id not in {one.item_id for one in done}
        cost_s = chooser.cost_s(placed.item)
        assert not done or cost_s <= left_s
        done.append(Done(placed.item.id, shares[len(done) % len(shares)]))
        left_s -= cost_s
    assert done


def test_settings_may_leave_answers_unlimited() -> None:
    of = small_bank()
    free: ExamSettings = replace(MANNERS["exam"], answer_factor=0.0)
    chooser = Chooser(of, make_plan(free, "free", of, Choices()), 1)
    assert chooser.cost_s(next(of.walk()).item) > 30
