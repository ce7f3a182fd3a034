"""Moodle's XML."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from voice.exam.banks.file import LoadedBank
from voice.exam.exchange.importing import import_bank

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

QUIZ = (
    HEAD
    + """<quiz>
<question type="category"><category><text>$course$/top/Bio/Cells</text></category></question>
<question type="essay">
  <name><text>E1</text></name>
  <questiontext format="html"><text><![CDATA[<p>What is <b>osmosis</b>?</p>]]></text></questiontext>
  <generalfeedback><text>Look it up.</text></generalfeedback>
  <defaultgrade>3.0</defaultgrade>
  <graderinfo format="html"><text>&lt;ul&gt;&lt;li&gt;Water moves&lt;/li&gt;&lt;li&gt;through a
    membrane&lt;/li&gt;&lt;/ul&gt;</text></graderinfo>
  <hint format="html"><text>Think of salt</text></hint>
</question>
<question type="multichoice">
  <questiontext format="html"><text>Which of these is red?</text></questiontext>
  <answer fraction="100"><text><![CDATA[<p>Blood</p>]]></text></answer>
  <answer fraction="0"><text>Grass</text></answer>
</question>
<question type="truefalse">
  <questiontext><text>Water is wet.</text></questiontext>
  <answer fraction="0"><text>false</text></answer>
  <answer fraction="100"><text>true</text>
    <feedback><text>It wets other things.</text></feedback></answer>
</question>
<question type="cloze"><name><text>Gaps</text></name></question>
<question type="numerical">
  <questiontext><text>How strong is gravity?</text></questiontext>
  <answer fraction="100"><text>9.81</text><tolerance>0.1</tolerance></answer>
</question>
<question type="matching">
  <questiontext><text>Who says what?</text></questiontext>
  <subquestion><text>cat</text><answer><text>meow</text></answer></subquestion>
  <subquestion><text></text><answer><text>moo</text></answer></subquestion>
</question>
<question type="shortanswer"><name><text>No answer</text></name>
  <questiontext><text>Who?</text></questiontext></question>
</quiz>"""
)


def load(text: str) -> LoadedBank:
    return import_bank(text.encode(), "quiz.xml")


def test_questions_of_every_kind() -> None:
    loaded = load(QUIZ)
    assert loaded.bank
    found = {one.item.question: one.item for one in loaded.bank.walk()}
    assert {question: [p.text for p in one.key_points] for question, one in found.items()} == {
        "What is osmosis?": ["Water moves", "through a membrane"],
        "Which of these is red? Choose from: Blood; Grass.": ["Blood"],
        "True or false, and why? Water is wet.": ["This is true.", "It wets other things."],
        "How strong is gravity?": ["9.81 ± 0.1"],
        "Who says what? Match these: cat.": ["cat: meow"],
    }
    essay = found["What is osmosis?"]
    assert essay.marks == 3
    assert essay.hints == ("Think of salt",)
    first = next(loaded.bank.walk())
    assert (first.topic.title, first.subtopic.title) == ("Bio", "Cells")


def test_what_cannot_be_asked_is_named_with_its_line() -> None:
    problems = load(QUIZ).problems
    assert [(one.where, QUIZ.splitlines()[one.line - 1].strip()[:24]) for one in problems] == [
        ("Gaps", '<question type="cloze"><'),
        ("No answer", '<question type="shortans'),
    ]
    assert "of the type cloze" in str(problems[0])


def test_what_stands_before_the_damage_is_kept() -> None:
    loaded = load(QUIZ[: QUIZ.index("<defaultgrade>")])
    assert loaded.bank is None
    loaded = load(QUIZ[: QUIZ.index('<question type="truefalse">') + 40])
    assert loaded.bank
    assert len(list(loaded.bank.walk())) == 2
    assert "the XML breaks off" in str(loaded.problems[-1])


def test_entities_are_refused() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    for inside in (f'<!ENTITY a0 "lol">{laughs}', '<!ENTITY a9 SYSTEM "file:///etc/passwd">'):
        began = time.process_time()
        loaded = load(f"{HEAD}<!DOCTYPE quiz [{inside}]><quiz>&a9;</quiz>")
        assert loaded.bank is None
        assert "document type" in str(loaded.problems[0])
        assert time.process_time() - began < 1


def test_other_xml_is_refused() -> None:
    assert "not Moodle's" in str(load("<svg/>").problems[0])
    assert "line 1" in str(load("<svg/>").problems[0])


def test_endless_nesting_is_refused() -> None:
    assert "nested too deeply" in str(load("<quiz>" + "<a>" * 100_000).problems[0])


def test_another_encoding_is_read() -> None:
    text = QUIZ.replace("UTF-8", "ISO-8859-1").replace("Blood", "Müsli")
    loaded = import_bank(text.encode("latin-1"), "quiz.xml")
    assert loaded.bank
    assert any("Müsli" in one.item.question for one in loaded.bank.walk())


@given(st.text("<>/quiz&;!\n tex", max_size=60))
def test_any_xml_is_loaded_or_named(text: str) -> None:
    for whole in (text, f"<quiz>{text}</quiz>"):
        loaded = load(whole)
        assert loaded.bank or loaded.problems
