"""What was pasted behind a request without a mark: "Fix the grammar: The committee have met ..."."""

from __future__ import annotations

from whichllm.reading.scanning import Scan, Scanner, word_mask
from whichllm.reading.settings import Settings
from whichllm.reading.tasks import TaskReader

# The kind of data that can be pasted.
_PASTED = "text"
# A request that something is pasted behind is short, and what is pasted is longer than a list of details.
_MOST_WORDS = 25
_LEAST_PASTED = 8
# How plainly it tells rather than asks: whole sentences need to do so less. Of 410 texts pasted behind a request on the
# same line 359 are then read by the request alone, 142 otherwise; of the 8,200 sentences in tools/sentences that go on
# behind a colon with what is wanted 92 are cut, 22 of them for the worse.
_TOLD = 3.5
_TOLD_IN_SENTENCES = 1.0
_UNDERSTOOD = 0.65


class PasteReader:
    """Tells what was pasted from what is asked. Immutable."""

    def __init__(self, settings: Settings, scanner: Scanner, tasks: TaskReader) -> None:
        self._scanner = scanner
        self._tasks = tasks
        self._connectors = frozenset(settings.connectors)

    def without(self, scan: Scan) -> Scan:
        """A text without what was pasted behind its first colon or line.

        That is what tells rather than asks, behind a few words that are understood by themselves as a task for text.
        """
        text = scan.text
        count = text.heading()
        pasted = len(text.words) - count
        if not 0 < count <= _MOST_WORDS or pasted < _LEAST_PASTED or text.words[count] in self._connectors:
            return scan
        # Who asks ("We make language games: ...") asks for nothing yet.
        if not word_mask(text.places[0], text.places[count - 1]) & ~scan.introduction:
            return scan
        behind = self._scanner.scan_text(text.part(count, count + pasted - 1))
        written = text.raw[text.starts[count] :].rstrip()
        in_sentences = written[0].isupper() and written[-1] in ".!?"
        if self._tasks.telling(behind) < (_TOLD_IN_SENTENCES if in_sentences else _TOLD):
            return scan
        request = self._scanner.scan_text(text.part(0, count - 1)._replace(pasted=text.pasted + pasted))
        matches = self._tasks.matches(request, self._tasks.weigh(request))
        if not matches or matches[0].confidence < _UNDERSTOOD or not self._tasks.takes(matches[0].task, _PASTED):
            return scan
        return request
