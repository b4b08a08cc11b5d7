"""Dates as numbers."""

from __future__ import annotations


def year(written: str) -> float:
    """A date (YYYY, YYYY-MM or YYYY-MM-DD) as a year with its part gone by; the middle of what is left open."""
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    return parts[0] + (parts[1] - 0.5) / 12
