"""Answers read back: thinking left out, calls written as text recognised, whatever the pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import Delta, EngineFailed, GenerateOptions, Message, Tool, ToolCall
from models.llm.wire import ChunkReader, TextFilter, openai_request, parsed_arguments

TOOL = Tool("look_up", "Look a word up", {"type": "object", "properties": {}})


def filtered(pieces: list[str], tools: tuple[Tool, ...] = ()) -> tuple[str, list[ToolCall]]:
    reader = TextFilter(tools)
    text = "".join(reader.feed(piece) for piece in pieces)
    rest, calls = reader.flush()
    return text + rest, list(calls)


@given(st.text(), st.lists(st.integers(1, 5), min_size=1))
def test_text_passes_however_it_is_cut(text: str, sizes: list[int]) -> None:
    plain = "x" + text
    pieces: list[str] = []
    at = 0
    while at < len(plain):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(plain[at : at + size])
        at += size
    assert filtered(pieces)[0] == plain
    assert filtered(pieces, (TOOL,))[0] == plain


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("<think>Hm, a greeting.</think>\n\nHello.", "Hello."),
        ("\n <think></think>Hello.", "Hello."),
        ("<think>never done", ""),
        ("<thin ice is thin", "<thin ice is thin"),
        ("<think", "<think"),
        ("I <think> so", "I <think> so"),
        ("  Hello. ", "Hello. "),
        ("", ""),
    ],
)
def test_thinking_is_left_out(answer: str, shown: str) -> None:
    assert filtered([answer])[0] == shown
    assert filtered(list(answer))[0] == shown


@pytest.mark.parametrize(
    "answer",
    [
        '{"name": "look_up", "arguments": {"word": "mole"}}',
        '<tool_call>\n{"name": "look_up", "arguments": {"word": "mole"}}\n</tool_call>',
        '```json\n{"name": "look_up", "parameters": {"word": "mole"}}\n```',
        '[{"name": "look_up", "arguments": {"word": "mole"}}]',
        '{"name": "look_up", "arguments": {"word": "mole"}}\n' * 3,
    ],
)
def test_a_call_written_as_text_is_a_call(answer: str) -> None:
    text, calls = filtered(list(answer), (TOOL,))
    assert text == ""
    assert [(call.name, call.arguments) for call in calls] == [("look_up", {"word": "mole"})]
    assert filtered(list(answer)) == (answer, []), "without tools on offer it is just text"


@pytest.mark.parametrize(
    "answer", ['{"name": "delete_all", "arguments": {}}', "{oops", '{"mark": 3}', "[1, 2]"]
)
def test_other_json_stays_text(answer: str) -> None:
    assert filtered(list(answer), (TOOL,)) == (answer, [])


def test_arguments_must_be_an_object() -> None:
    assert parsed_arguments("f", '{"a": 1}') == {"a": 1}
    assert parsed_arguments("f", "") == {}
    for wrong in ("[1]", "{", None, 3):
        with pytest.raises(EngineFailed, match="'f'"):
            parsed_arguments("f", wrong)


def test_chunks_with_holes_are_read() -> None:
    reader = ChunkReader()
    chunks: list[dict[str, object]] = [
        {},
        {"choices": None},
        {"choices": [{"delta": None}]},
        {"choices": [{"delta": {"content": None, "tool_calls": None}, "finish_reason": None}]},
        {"choices": [{"delta": {"content": "Hi"}}], "usage": None},
    ]
    assert [delta for chunk in chunks for delta in reader.feed(chunk)] == [Delta(text="Hi")]
    assert not reader.complete
    list(reader.feed({"choices": [{"delta": {}, "finish_reason": "stop"}]}))
    assert reader.complete
    assert list(reader.finish()) == []


def test_only_the_first_tokens_alternatives_are_told() -> None:
    reader = ChunkReader()
    told = [{"token": "A", "logprob": 0.0}, {"token": "B", "logprob": -9999.0}]
    chunks: list[dict[str, object]] = [
        {"choices": [{"logprobs": None}]},
        {"choices": [{"logprobs": {"content": []}}]},
        {"choices": [{"logprobs": {"content": [{"token": "A", "top_logprobs": told}]}}]},
        {"choices": [{"logprobs": {"content": [{"token": "!", "top_logprobs": told[:1]}]}}]},
    ]
    deltas = [delta for chunk in chunks for delta in reader.feed(chunk)]
    assert deltas == [Delta(alternatives=(("A", 1.0), ("B", 0.0)))]


def test_unnumbered_whole_calls_are_kept_apart() -> None:
    reader = ChunkReader((TOOL,))
    call = {"id": "", "function": {"name": "look_up", "arguments": "{}"}}
    list(reader.feed({"choices": [{"delta": {"tool_calls": [call, call]}}]}))
    calls = [delta.tool_call for delta in reader.finish()]
    assert len({call.id for call in calls if call is not None}) == 2


def test_a_request_says_only_what_was_asked() -> None:
    request = openai_request([Message("user", "Hi \ud800")], GenerateOptions())
    assert request["messages"] == [{"role": "user", "content": "Hi ?"}]
    assert not {"seed", "stop", "tools", "response_format", "logprobs"} & set(request)
