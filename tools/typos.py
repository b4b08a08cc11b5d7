"""Measure how misspelt words are mended: `python tools/typos.py WORDLIST` (one word a line, as in wamerican).

Prints, for several limits, how many generated typos of the words that rules use are mended to the right word, and how
many ordinary words of the list are taken for a misspelling. Those of them that stand in tools/sentences are printed:
they belong to `not_typos` in data/vocabulary.yaml.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from whichllm import load_catalog
from whichllm.base.patterns import words_of
from whichllm.reading import lexicon as lexicons
from whichllm.reading.compiling import compiled
from whichllm.reading.lexicon import Lexicon
from whichllm.reading.scanning import Scanner
from whichllm.reading.settings import settings_of

SENTENCES = Path(__file__).parent / "sentences"


def misspelt(word: str, chance: random.Random) -> Iterator[str]:
    """One typo of each kind: a letter dropped, doubled, swapped with the next, or replaced."""
    place = chance.randrange(1, len(word) - 1)
    yield word[:place] + word[place + 1 :]
    yield word[:place] + word[place] + word[place:]
    yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    yield word[:place] + chance.choice("aeinorst") + word[place + 1 :]


def main(path: Path) -> None:
    catalog = load_catalog()
    reading = compiled(catalog)
    lexicon: Lexicon = Scanner(reading, settings_of(reading)).lexicon
    known = sorted({word for task in catalog.tasks.values() for rule in task.rules for word in words_of(rule.says)})
    chance = random.Random(0)
    typos = [(typo, word) for word in known if len(word) >= 5 for typo in misspelt(word, chance)]
    ordinary = {word for word in path.read_text(encoding="utf-8").split() if word.isascii() and word.islower()}
    written = {
        word for file in SENTENCES.glob("*.txt") for word in re.findall("[a-z]+", file.read_text("utf-8").casefold())
    }
    for letters, long in ((5, 9), (6, 9), (7, 10), (6, 10)):
        lexicons.TYPO_MIN_LETTERS, lexicons.TYPO_LONG = letters, long
        right = sum(word in lexicon.mended(typo) for typo, word in typos if typo not in ordinary)
        wrong = {word for word in ordinary if not lexicon.knows(word) and lexicon.mended(word)}
        print(
            f"from {letters} letters, two slips from {long}: {right / len(typos):.1%} of {len(typos)} typos mended,"
            f" {len(wrong) / len(ordinary):.2%} of {len(ordinary)} ordinary words mistaken"
        )
    print("mistaken in tools/sentences:", ", ".join(sorted(wrong & written)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
