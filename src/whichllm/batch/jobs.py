"""The lines of a file, answered by several processes: the same bytes in the same order, in less time.

Each process answers one chunk of lines at a time. Of chunks that are being answered, or wait for their turn to be
written, there are never more than a few for each process, so that memory does not grow with the file.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Literal

from whichllm.base.errors import WhichllmError
from whichllm.batch.lines import Answered, Answerer, Chunk, Readable, answer_chunk, answer_lines, chunks
from whichllm.catalog import Catalog
from whichllm.reading.understanding import read

StartMethod = Literal["fork", "spawn", "forkserver"]
Loader = Callable[[], Catalog]
"""What gives each process the catalog: `load_catalog`, its arguments bound by `functools.partial`."""

_CHUNKS_A_JOB = 4
_UNTIL_ENDED = 1.0


def cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def answer_with_jobs(
    jobs: int, file: Readable, load: Loader, answer: Answerer, start: StartMethod | None = None
) -> Generator[Answered, None, None]:
    """What `batch.answer_lines` gives, by so many processes; 0 stands for one a core, 1 for this very process.

    `load` and `answer` are sent to the processes: pickle must be able to. `start` is the way to start a process (see
    `multiprocessing`), by default that of the system. Who does not read to the end closes the iterator, which ends the
    processes.

    Raises WhichllmError if a process cannot be started, ends before its time, or finds another catalog than this one.
    """
    jobs = jobs or cores()
    catalog = load()
    if jobs == 1:
        yield from answer_lines(file, catalog, answer)
        return
    if (start or multiprocessing.get_start_method()) == "fork":
        # Any description will do: what reads them is built once, and the processes share it.
        read("", catalog)
    crew = _Crew([_Worker(start, load, catalog.version, answer) for _ in range(jobs)])
    try:
        yield from crew.answers(file)
    except BaseException:
        crew.stop()
        raise
    finally:
        crew.leave()


class _Worker:
    """A process that answers chunks, seen from the one that asks."""

    def __init__(self, start: StartMethod | None, load: Loader, version: str, answer: Answerer) -> None:
        context = multiprocessing.get_context(start)
        self._line, theirs = context.Pipe()
        arguments = (self._line, theirs, load, version, answer)
        self.process = context.Process(target=_serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
        try:
            with _interrupts_held_back():
                self.process.start()
        except OSError as error:
            hint = "run the command again with fewer --jobs"
            raise WhichllmError(f"no further process can be started: {error.strerror}", hint) from None
        theirs.close()

    def ask(self, chunk: Chunk) -> list[Answered]:
        """The answers to a chunk."""
        try:
            self._line.send(chunk)
            answers: list[Answered] | WhichllmError = self._line.recv()
        except (EOFError, OSError):
            self.process.join(_UNTIL_ENDED)
            raise WhichllmError(
                f"a process that answers lines has ended before its time{_reason(self.process.exitcode)}",
                "run the command again with fewer --jobs, in case memory was short",
            ) from None
        if isinstance(answers, WhichllmError):
            raise answers
        return answers

    def hang_up(self) -> None:
        """Tell the process that there is nothing more to do."""
        self._line.close()


class _Crew:
    """Several workers, the chunks that they are at, and a thread that reads what comes next.

    It needs a thread of its own: whoever waits for the next line of a slow stream cannot write answers.
    """

    def __init__(self, workers: list[_Worker]) -> None:
        self._workers = workers
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(len(workers))
        self._room = threading.Semaphore(_CHUNKS_A_JOB * len(workers))
        self._asked: SimpleQueue[Future[list[Answered]] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._stopped = False

    def answers(self, file: Readable) -> Iterator[Answered]:
        """The answers to all lines, in order."""
        # A daemon, since nothing can wake it from waiting for a line.
        threading.Thread(target=self._read, args=(file,), daemon=True).start()
        while (asked := self._asked.get()) is not None:
            yield from asked.result()
            self._room.release()

    def stop(self) -> None:
        """End the workers, whatever they are at."""
        for worker in self._workers:
            worker.process.kill()

    def leave(self) -> None:
        """Let the workers end by themselves, and wait for them."""
        with self._lock:
            self._stopped = True
        self._room.release()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.hang_up()
        for worker in self._workers:
            worker.process.join()

    def _read(self, file: Readable) -> None:
        try:
            for chunk in chunks(file):
                self._room.acquire()
                with self._lock:
                    if self._stopped:
                        return
                    self._asked.put(self._threads.submit(self._ask, chunk))
        except Exception as error:
            failed: Future[list[Answered]] = Future()
            failed.set_exception(error)
            self._asked.put(failed)
        self._asked.put(None)

    def _ask(self, chunk: Chunk) -> list[Answered]:
        worker = self._idle.get()
        try:
            return worker.ask(chunk)
        finally:
            self._idle.put(worker)


def _serve(theirs: Connection, ours: Connection, load: Loader, version: str, answer: Answerer) -> None:
    """What a worker does until the one that asks hangs up or is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A copy of the other end, without which nobody would be told that it has been closed.
    theirs.close()
    found = _loaded(load, version)
    # Nobody is left to be told of an error on the line.
    with contextlib.suppress(EOFError, OSError):
        while True:
            chunk = ours.recv()
            ours.send(list(answer_chunk(chunk, found, answer)) if isinstance(found, Catalog) else found)


def _loaded(load: Loader, version: str) -> Catalog | WhichllmError:
    try:
        catalog = load()
    except WhichllmError as error:
        return WhichllmError(error.message, error.hint)
    if catalog.version != version:
        return WhichllmError("the catalog has changed while it was read", "run the command again")
    return catalog


@contextlib.contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """No interrupt until the end of the block, nor ever in a process that is started in it.

    Such a process can ignore them only once it runs; until then, Python would tell of each with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _reason(code: int | None) -> str:
    if code is None:
        return ""
    return f" (signal {-code})" if code < 0 else f" (exit code {code})"
