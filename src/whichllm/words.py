"""What a word is, in rules and in texts alike."""

from __future__ import annotations

WORD = r"\d+(?:[.,]\d+)+[^\W\d_]*|[^\W_]+(?:['’][^\W_]+)*"
"""A regular expression: "1.5" and "1,000" are one word, and so is "team's"."""
