"""When a paper came out, as its number on arXiv tells."""

from __future__ import annotations

import re

_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf)/(?P<year>\d{2})(?P<month>0[1-9]|1[0-2])\.\d{4,5}")


def published(address: object) -> str:
    """The month, YYYY-MM; "" for another address: proceedings follow a model by months."""
    found = _ARXIV.search(str(address or ""))
    return f"20{found['year']}-{found['month']}" if found else ""
