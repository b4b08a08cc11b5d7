"""Several numbers in one, each in a lane of bits of its own, so that one addition adds them all."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_BITS = 32
_FORMAT = "i"
# Numbers are whole numbers of this much while they are added up.
_STEP = 0.01


class Lanes:
    """A lane for each of some names. Immutable.

    What is packed may be added up, to less than 20 million in each lane.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._struct = struct.Struct(f"<{len(names)}{_FORMAT}")
        self._zero = sum(1 << (_BITS * (lane + 1) - 1) for lane in range(len(names)))
        self._shifts = {name: _BITS * lane for lane, name in enumerate(names)}

    def packed(self, numbers: Mapping[str, float]) -> int:
        """Numbers by their names as one, those that are missing as 0."""
        return sum([round(number / _STEP) << self._shifts[name] for name, number in numbers.items()])

    def unpacked(self, total: int, share: float = 1.0) -> list[float]:
        """What was packed and added up, times `share`, in the order of the names."""
        # Each lane is read as if it were unsigned and half full, since the numbers in it may be below 0.
        raw = (total + self._zero ^ self._zero).to_bytes(self._struct.size, "little")
        share *= _STEP
        return [count * share for count in self._struct.unpack(raw)]
