"""Drafting questions from notes in the background, one set of notes at a time.

A conversation comes first: while somebody speaks or is answered, the model drafts nothing. All of
this runs on the event loop; call its methods there.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from models.base import Delta, GenerateOptions, LanguageModel, Message, ModelStatus, VivaError
from voice.exam.drafting.drafts import Drafts, draft_items
from voice.exam.drafting.reader_process import read
from voice.exam.model.bank import LanguageCode

ABANDONED_S = 100.0
"""A job that nobody polls for this long is given up; hidden pages may poll once a minute."""

KEEP_S = 15 * 60.0
"""How long finished drafts are kept."""

MOST_JOBS = 6
"""Most jobs at once, finished ones included; the oldest finished one is dropped first."""

MOST_EACH = 2
"""Most unfinished jobs of one visitor."""

LOOK_EVERY_S = 0.2
"""How often the model checks whether a conversation needs the machine."""

log = logging.getLogger(__name__)

T = TypeVar("T")


class UnknownDrafts(VivaError):
    """No job has this id."""


class TooManyDrafts(VivaError):
    """Others are drafting already."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be drafted from."""

    content: bytes
    name: str  # of the file; "" for pasted text
    language: LanguageCode
    wanted: int  # questions
    model: str = ""  # "": the configured one
    owner: str = ""  # who asks for it


@dataclass(slots=True, eq=False)
class Job:
    """One set of notes on its way."""

    id: str
    wish: Wish
    state: Literal["queued", "reading", "drafting", "done", "failed"] = "queued"
    done: int = 0  # passages
    of: int = 0
    notes: str = ""
    made: Drafts | None = None
    model: str = ""  # who drafted
    error: VivaError | None = None
    task: asyncio.Task[None] | None = field(default=None, repr=False)
    expiry: asyncio.TimerHandle | None = field(default=None, repr=False)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "failed")


class Drafting:
    """Begins jobs, and forgets them.

    Parameters
    ----------
    model : callable
        Loads the language model of a name.
    busy : callable
        Whether a conversation needs the machine at this moment.
    abandoned_s, keep_s : float
        See `ABANDONED_S` and `KEEP_S`.
    """

    def __init__(
        self,
        model: Callable[[str], Awaitable[LanguageModel]],
        busy: Callable[[], bool],
        abandoned_s: float = ABANDONED_S,
        keep_s: float = KEEP_S,
    ) -> None:
        self.busy = busy
        self._model = model
        self._abandoned_s = abandoned_s
        self._keep_s = keep_s
        self._jobs: dict[str, Job] = {}
        self._turn = asyncio.Lock()

    def start(self, wish: Wish) -> Job:
        """Begin to draft.

        Raises
        ------
        TooManyDrafts
            There are too many jobs, and none of them is over.
        """
        own = [job for job in self._jobs.values() if job.wish.owner == wish.owner and not job.over]
        if len(own) >= MOST_EACH:
            raise TooManyDrafts("You are drafting from other notes already", "Wait, or cancel that")
        while len(self._jobs) >= MOST_JOBS:
            old = next((job for job in self._jobs.values() if job.over), None)
            if old is None:
                raise TooManyDrafts("Others are drafting questions already", "Try again later")
            self._forget(old)
        job = Job(secrets.token_urlsafe(18), wish)
        self._jobs[job.id] = job
        job.task = asyncio.get_running_loop().create_task(self._run(job))
        self._wait_for_reader(job)
        return job

    def find(self, job_id: str) -> Job:
        """The job of this id, which thereby stays alive.

        Raises
        ------
        UnknownDrafts
            It never was, was given up, or is too old.
        """
        job = self._jobs.get(job_id)
        if job is None:
            raise UnknownDrafts("These drafts are no longer kept", "Draft from the notes again")
        self._wait_for_reader(job)
        return job

    def cancel(self, job_id: str) -> None:
        """Stop a job and forget it; an unknown id is ignored."""
        if job := self._jobs.get(job_id):
            self._forget(job)

    def _wait_for_reader(self, job: Job) -> None:
        if job.expiry:
            job.expiry.cancel()
        wait_s = self._keep_s if job.over else self._abandoned_s
        job.expiry = asyncio.get_running_loop().call_later(wait_s, self._forget, job)

    def _forget(self, job: Job) -> None:
        self._jobs.pop(job.id, None)
        if job.expiry:
            job.expiry.cancel()
        if job.task:
            job.task.cancel()

    async def _run(self, job: Job) -> None:
        try:
            async with self._turn:
                await self._work(job)
            job.state = "done"
        except VivaError as error:
            job.error, job.state = error, "failed"
        except Exception:
            log.exception("drafting broke down")
            job.error = VivaError("Drafting broke down", "Look at the messages in Viva's terminal")
            job.state = "failed"
        if job.id in self._jobs:
            self._wait_for_reader(job)

    async def _work(self, job: Job) -> None:
        def progress(done: int, of: int) -> None:
            job.done, job.of = done, of

        wish = job.wish
        job.state = "reading"
        job.notes = await read(wish.content, wish.name)
        job.state = "drafting"
        llm = await self._model(wish.model)
        job.model = llm.status.model
        yielding = Yielding(llm, self.busy)
        job.made = await draft_items(job.notes, yielding, wish.language, wish.wanted, progress)


class Yielding:
    """A language model that stops whenever a conversation needs the machine, and begins again.

    Its answer comes in one piece, when it is whole.
    """

    def __init__(self, llm: LanguageModel, busy: Callable[[], bool]) -> None:
        self._llm = llm
        self._busy = busy

    @property
    def status(self) -> ModelStatus:
        return self._llm.status

    async def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta]:
        """The whole answer, once it could be written undisturbed."""
        yield Delta(text=await self._undisturbed(lambda: self._collect(messages, options)))

    async def choose(
        self, messages: Sequence[Message], choices: Sequence[str]
    ) -> tuple[float, ...]:
        """How likely each of `choices` is, once the model could be asked undisturbed."""
        return await self._undisturbed(lambda: self._llm.choose(messages, choices))

    async def _undisturbed(self, begin: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The result of the work, restarted whenever a conversation interrupts it."""
        while True:
            if self._busy():
                await asyncio.sleep(LOOK_EVERY_S)
                continue
            work = asyncio.create_task(begin())
            try:
                if await self._left_alone(work):
                    return work.result()
            finally:
                work.cancel()
                await asyncio.wait({work})

    async def _left_alone(self, work: asyncio.Task[T]) -> bool:
        """Whether the work finished before a conversation needed the machine."""
        while not work.done():
            await asyncio.wait({work}, timeout=LOOK_EVERY_S)
            if self._busy() and not work.done():
                return False
        return True

    async def _collect(self, messages: Sequence[Message], options: GenerateOptions) -> str:
        return "".join([delta.text async for delta in self._llm.stream(messages, options)])

    async def warm(self, messages: Sequence[Message]) -> None:
        """Does nothing: drafting needs no warm-up."""

    async def models(self) -> tuple[str, ...]:
        return await self._llm.models()

    async def aclose(self) -> None:
        """Does nothing: whoever loaded the model closes it."""
