"""Speech to text by faster-whisper, encoding each clip at its own length.

faster-whisper pads every clip to 30 s, so that one word costs as much as half a minute. Here
a clip is encoded at its own length; `models.whisper.decode` explains what can go wrong and how
that is detected. A clip for which it does go wrong is decoded once more the way faster-whisper
does by default.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens
from numpy.typing import NDArray

from models.base import (
    INPUT_RATE,
    EngineFailed,
    EngineUnavailable,
    Float32,
    RefusedRequest,
    TranscribeOptions,
    Transcript,
    Word,
)
from models.features import FRAMES_PER_S, clean, log_mel
from models.vad_silero import WINDOW_SAMPLES, SileroVad
from models.whisper.decode import (
    MAX_COMPRESSION,
    MAX_NO_SPEECH,
    MIN_LOGPROB,
    Segment,
    compression,
    repeats,
    segments_within,
    token_limit,
    uncovered_from_s,
    unheard_from_s,
)
from models.whisper.vocabulary import keys_of, merged, misheard, pieces_of

WINDOW_S = 30  # what Whisper was trained on, and its maximum
PADDING_S = 1.5  # silence after the clip; with 0.3 s the decoder misses the end more often
PIECE_S = 28  # longer clips are split at a pause: the window less the padding
_EARLIEST_CUT_S = 15

_SPEECH = 0.5  # Silero's threshold
_LEAST_SPEECH = 2  # 64 ms; a single voiced window is a click
_MARGIN_S = 0.3  # kept on each side of the speech
_MIN_CLIP_S = 0.1

_TEMPERATURES = (0.0, 0.4)
LOOP_COMPRESSION = 6.0  # a sentence repeated three times has 2.7, a loop of one syllable 9 to 29
_MAX_NEW_TOKENS = 220  # 7 a second for the longest piece; the model's own limit is 448
_HOPELESS_LOGPROB = -1.5  # babble; the least likely correct transcript had -1.2

_FILES = ("model.bin", "config.json", "tokenizer.json")
_BROKEN = (RuntimeError, ValueError, IndexError, MemoryError)


@dataclass(frozen=True, slots=True)
class _Decoded:
    """The decoder's output for one piece."""

    segments: tuple[Segment, ...]
    text: str
    avg_logprob: float
    no_speech: float
    suspicious: bool
    unheard_from_s: float | None  # where to decode again from, if need be


class FasterWhisper:
    """A Whisper model in CTranslate2's format.

    Parameters
    ----------
    folder : Path
        Holds model.bin, config.json, tokenizer.json and a vocabulary.
    name : str
        Its display name.
    device : str
        "cpu", "cuda", or "auto": a graphics card if CTranslate2 finds one that works.
    compute_type : str
        CTranslate2's compute type; "auto" is int8 on a CPU, float16 on a card.
    threads : int
        CPU threads.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        device: str = "auto",
        compute_type: str = "auto",
        threads: int = 2,
    ) -> None:
        self.name = name
        self._vad = SileroVad()
        self._model = _load(folder, device, compute_type, threads)
        self._bands: int = self._model.model.n_mels

    def transcribe(self, audio: Float32, options: TranscribeOptions) -> Transcript:
        """Recognise `audio` (float32, mono, 16 kHz, any length); "" if there is no speech.

        One call at a time; the worker in front of it sees to that.
        """
        audio = clean(audio)
        language = options.language
        if options.task == "translate" and not self._model.model.is_multilingual:
            raise RefusedRequest(
                f"The speech recogniser {self.name} knows English only and cannot translate",
                "Choose another one with --stt-model",
            )
        heard: list[Transcript] = []
        try:
            for start, end in _pieces(self._vad.scores(audio), len(audio)):
                for one in self._to_the_end(audio[start:end], replace(options, language=language)):
                    if one.text:
                        language = one.language
                        heard.append(one.shifted(start / INPUT_RATE))
        except _BROKEN as error:
            raise EngineFailed(f"Speech recognition broke ({error})") from error
        return _joined(heard, language or "en", options.task)

    def _to_the_end(self, audio: Float32, options: TranscribeOptions) -> Iterator[Transcript]:
        """Recognise at most PIECE_S seconds, decoding again from where speech got no text."""
        start = 0
        rest_s: float | None = 0.0
        while rest_s is not None:
            start += round(rest_s * INPUT_RATE)
            speech = self._vad.scores(audio[start:]) >= _SPEECH
            if np.count_nonzero(speech) < _LEAST_SPEECH:
                return
            one, rest_s = self._piece(audio[start:], speech, options)
            if one.text:  # the remainder may be too short to detect the language
                options = replace(options, language=one.language)
            yield one.shifted(start / INPUT_RATE)

    def _piece(
        self, audio: Float32, speech: NDArray[np.bool_], options: TranscribeOptions
    ) -> tuple[Transcript, float | None]:
        """Recognise at most PIECE_S seconds; also returns where to decode again from, if need be.

        `speech` holds whether there is speech in each window of WINDOW_SAMPLES.
        """
        clip_s = len(audio) / INPUT_RATE
        features = log_mel(audio, self._bands)
        encoded = self._encode(features, PADDING_S)
        language = self._language(encoded, options.language)
        tokenizer = self._tokenizer(language, options.task)
        decoded = self._decode(encoded, tokenizer, clip_s)
        nothing = Transcript("", tokenizer.language_code)
        if decoded.no_speech > MAX_NO_SPEECH and decoded.avg_logprob < MIN_LOGPROB:
            return nothing, None
        if decoded.avg_logprob < _HOPELESS_LOGPROB:
            return nothing, None  # a second pass would only invent words
        if decoded.suspicious and options.partial:
            return nothing, None  # better than a loop
        if decoded.suspicious:
            return self._whole_window(audio, tokenizer.language_code, options), None
        if options.vocabulary and not options.partial:
            decoded = self._with_terms(decoded, encoded, tokenizer, options.vocabulary, clip_s)
        decoded = _up_to_a_gap(decoded, speech, tokenizer)
        words: tuple[Word, ...] = ()
        if options.words and decoded.text:
            words = self._words(encoded, tokenizer, decoded.segments, features.shape[1])
        transcript = Transcript(
            text=decoded.text,
            language=tokenizer.language_code,
            words=words,
            avg_logprob=decoded.avg_logprob,
            no_speech_probability=decoded.no_speech,
        )
        return transcript, decoded.unheard_from_s

    def _encode(self, features: Float32, padding_s: float) -> ctranslate2.StorageView:
        frames = features.shape[1] + round(padding_s * FRAMES_PER_S)
        frames = min(frames + frames % 2, WINDOW_S * FRAMES_PER_S)  # the encoder halves them
        padded = np.zeros((features.shape[0], frames), np.float32)
        padded[:, : features.shape[1]] = features[:, :frames]
        return self._model.encode(padded)

    def _language(self, encoded: ctranslate2.StorageView, wanted: str | None) -> str:
        if not self._model.model.is_multilingual:
            return "en"
        if wanted:
            return wanted
        [languages] = self._model.model.detect_language(encoded)
        token: str = languages[0][0]  # the likeliest, as in "<|en|>"
        return token[2:-2]

    def _tokenizer(self, language: str, task: str = "transcribe") -> Tokenizer:
        multilingual = self._model.model.is_multilingual
        return Tokenizer(self._model.hf_tokenizer, multilingual, task, language)

    def _decode(
        self,
        encoded: ctranslate2.StorageView,
        tokenizer: Tokenizer,
        clip_s: float,
        terms: Sequence[str] = (),
    ) -> _Decoded:
        hotwords = ", ".join(terms) or None
        prompt = self._model.get_prompt(tokenizer, [], hotwords=hotwords)
        limit = token_limit(clip_s)
        [result] = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=1,
            max_length=min(len(prompt) + limit, self._model.max_length),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
            max_initial_timestamp_index=50,  # speech must start in the first second
        )
        tokens = result.sequences_ids[0]
        segments = segments_within(tokens, tokenizer.timestamp_begin, tokenizer.eot, clip_s)
        kept = [token for segment in segments for token in segment.tokens]
        text = _text(segments, tokenizer)
        avg_logprob = result.scores[0] * len(tokens) / (len(tokens) + 1)
        return _Decoded(
            segments=segments,
            text=text,
            avg_logprob=avg_logprob,
            no_speech=result.no_speech_prob,
            suspicious=len(tokens) >= limit
            or repeats(kept)
            or compression(text) > MAX_COMPRESSION
            or avg_logprob < MIN_LOGPROB,
            unheard_from_s=unheard_from_s(tokens, tokenizer.timestamp_begin, clip_s),
        )

    def _with_terms(
        self,
        plain: _Decoded,
        encoded: ctranslate2.StorageView,
        tokenizer: Tokenizer,
        vocabulary: Sequence[str],
        clip_s: float,
    ) -> _Decoded:
        """Correct misheard terms; see `models.whisper.vocabulary`."""
        pieces = pieces_of([one.tokens for one in plain.segments], tokenizer)
        terms = [keys_of(term, tokenizer) for term in vocabulary]
        if not misheard(terms, pieces):
            return plain
        if (told := self._decode(encoded, tokenizer, clip_s, vocabulary)).suspicious:
            return plain
        again = pieces_of([one.tokens for one in told.segments], tokenizer)
        tokens = merged(pieces, again, terms)
        segments = tuple(
            replace(one, tokens=tokens.get(number, ())) for number, one in enumerate(plain.segments)
        )
        return replace(plain, segments=segments, text=_text(segments, tokenizer))

    def _whole_window(
        self, audio: Float32, language: str, options: TranscribeOptions
    ) -> Transcript:
        """Recognise the piece as faster-whisper does by default: padded to 30 s, with beam search.

        Of its five retries at rising temperatures, each with five candidates, we keep one with one
        candidate: on babble all of them took 20 s, blocking everybody else, to invent a sentence.
        The vocabulary is not passed, as a long one causes loops and may appear in the text.
        """
        found, _ = self._model.transcribe(
            audio,
            language=language,
            task=options.task,
            word_timestamps=options.words,
            condition_on_previous_text=False,
            temperature=_TEMPERATURES,
            best_of=1,
            max_new_tokens=_MAX_NEW_TOKENS,
        )
        segments = [
            segment
            for segment in found
            if segment.avg_logprob > _HOPELESS_LOGPROB
            and segment.compression_ratio <= LOOP_COMPRESSION
        ]
        text = "".join(segment.text for segment in segments).strip()
        if not text:
            return Transcript("", language)
        words = tuple(
            Word(word.word.strip(), float(word.start), float(word.end), float(word.probability))
            for segment in segments
            for word in segment.words or ()
        )
        return Transcript(
            text=text,
            language=language,
            words=words,
            avg_logprob=min(segment.avg_logprob for segment in segments),
            no_speech_probability=max(segment.no_speech_prob for segment in segments),
        )

    def _words(
        self,
        encoded: ctranslate2.StorageView,
        tokenizer: Tokenizer,
        segments: Sequence[Segment],
        frames: int,
    ) -> tuple[Word, ...]:
        """Align text with sound by cross-attention, with faster-whisper's own corrections."""
        rows: list[dict[str, Any]] = [
            {"seek": 0, "start": one.start_s, "end": one.end_s, "tokens": list(one.tokens)}
            for one in segments
        ]
        self._model.add_word_timestamps(
            [rows],
            tokenizer,
            encoded,
            frames,
            prepend_punctuations="\"'“¿([{-",
            append_punctuations="\"'.。,，!！?？:：”)]}、",
            last_speech_timestamp=0.0,
        )
        return tuple(
            Word(
                text=word["word"].strip(),
                start_s=float(word["start"]),
                end_s=float(word["end"]),
                probability=float(word["probability"]),
            )
            for row in rows
            for word in row["words"]
        )


def _pieces(scores: Float32, samples: int) -> Iterator[tuple[int, int]]:
    """Split a clip into pieces that fit the window and begin and end with speech.

    Parameters
    ----------
    scores : float32 [windows]
        Probability of speech in each window of WINDOW_SAMPLES.
    samples : int
        Length of the clip.

    Yields
    ------
    start, end : int
        In samples.
    """
    margin = round(_MARGIN_S * INPUT_RATE / WINDOW_SAMPLES)
    (speech,) = np.nonzero(scores >= _SPEECH)
    longest = PIECE_S * INPUT_RATE // WINDOW_SAMPLES
    earliest = _EARLIEST_CUT_S * INPUT_RATE // WINDOW_SAMPLES
    while len(speech):
        start = max(0, int(speech[0]) - margin)
        end = min(int(speech[-1]) + 1 + margin, len(scores))
        if end - start > longest:
            # The middle of the quietest 0.3 s is the best pause there is.
            calm = np.convolve(scores[start : start + longest], np.ones(margin), "same")
            end = start + earliest + int(np.argmin(calm[earliest:-margin]))
        end_sample = min(end * WINDOW_SAMPLES, samples)
        if end_sample - start * WINDOW_SAMPLES >= _MIN_CLIP_S * INPUT_RATE:
            yield start * WINDOW_SAMPLES, end_sample
        speech = speech[speech >= end]


def _up_to_a_gap(decoded: _Decoded, speech: NDArray[np.bool_], tokenizer: Tokenizer) -> _Decoded:
    """The part decoded before speech that got no text; the rest has to be decoded again."""
    gap_s = uncovered_from_s(decoded.segments, speech, WINDOW_SAMPLES / INPUT_RATE)
    if gap_s is None:
        return decoded
    kept = tuple(one for one in decoded.segments if one.end_s <= gap_s)
    return replace(decoded, segments=kept, text=_text(kept, tokenizer), unheard_from_s=gap_s)


def _text(segments: Sequence[Segment], tokenizer: Tokenizer) -> str:
    return str(tokenizer.decode([token for one in segments for token in one.tokens])).strip()


def _joined(pieces: Sequence[Transcript], language: str, task: str) -> Transcript:
    if not pieces:
        return Transcript("", language)
    glue = "" if task == "transcribe" and language in ("zh", "ja", "th", "yue") else " "
    return Transcript(
        text=glue.join(piece.text for piece in pieces),
        language=language,
        words=tuple(word for piece in pieces for word in piece.words),
        avg_logprob=min(piece.avg_logprob for piece in pieces),
        no_speech_probability=max(piece.no_speech_probability for piece in pieces),
    )


def _load(folder: Path, device: str, compute_type: str, threads: int) -> WhisperModel:
    missing = [name for name in _FILES if not (folder / name).is_file()]
    if missing:  # if missing, faster-whisper would download them from the hub
        raise EngineUnavailable(
            f"The speech recogniser {folder} lacks {' and '.join(missing)}", "Fetch it again"
        )
    cards = ctranslate2.get_cuda_device_count()
    if device == "cuda" and not cards:
        raise EngineUnavailable(
            "Speech recognition was asked to use a graphics card, but CTranslate2 finds none",
            "Choose the device cpu or auto, or install CUDA and cuDNN",
        )
    if device == "auto" and cards:
        try:
            return _open(folder, "cuda", compute_type, threads)
        except EngineUnavailable:
            # That a card's libraries are missing shows only when it is used.
            return _open(folder, "cpu", compute_type, threads)
    return _open(folder, "cpu" if device == "auto" else device, compute_type, threads)


def _open(folder: Path, device: str, compute_type: str, threads: int) -> WhisperModel:
    if compute_type == "auto":
        compute_type = "float16" if device == "cuda" else "int8"
    try:
        model = WhisperModel(
            str(folder), device=device, compute_type=compute_type, cpu_threads=threads
        )
        # The first call allocates and, on a card, loads libraries: better now than in a turn.
        model.encode(np.zeros((model.model.n_mels, FRAMES_PER_S), np.float32))
    except Exception as error:
        # Broad, as tokenizers raises bare Exceptions for a damaged file.
        raise EngineUnavailable(
            f"The speech recogniser {folder} cannot be loaded on {device} "
            f"as {compute_type} ({error})",
            "Fetch it again, or choose another model, device or compute type",
        ) from error
    return model
