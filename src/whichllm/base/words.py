"""What a word is, in rules and in texts alike, and what stands between two languages, in texts and in options alike."""

from __future__ import annotations

WORD = r"\d+(?:[.,]\d+)+[^\W\d_]*|[^\W_]+(?:['’][^\W_]+)*"
"""A regular expression: "1.5" and "1,000" are one word, and so is "team's"."""

ARROW, BOTH_WAYS = r"\s*(?:-+>|=>|>|→|⇒|-|–)\s*", r"\s*(?:<-+>|<=>|<>|↔|⇔|⇄)\s*"
"""Regular expressions: what stands between two languages, of which one is translated into the other, or each."""
