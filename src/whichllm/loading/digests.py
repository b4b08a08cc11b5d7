"""The digest by which it is told whether files, and what was made from them, are still the same."""

from __future__ import annotations

try:
    # `hashlib` loads OpenSSL before it gives this very function, which takes longer than to read a text.
    from _blake2 import blake2b
except ImportError:  # a Python that was built without it
    from hashlib import blake2b

__all__ = ["blake2b"]
