"""Refuses the network to the process that imports it. Python does so at its start where this folder is on its path."""

import socket
import sys
from typing import Any

_EVENTS = frozenset(
    f"socket.{name}"
    for name in ("bind", "connect", "getaddrinfo", "gethostbyaddr", "gethostbyname", "sendmsg", "sendto")
)


def _refuse(event: str, given: tuple[Any, ...]) -> None:
    if event not in _EVENTS:
        return
    family = getattr(given[0], "family", None)
    if family is None or family in (socket.AF_INET, socket.AF_INET6):
        raise RuntimeError(f"whichllm works offline: {event} is refused")


sys.addaudithook(_refuse)
