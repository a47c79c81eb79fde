"""Single keys into whole entries, without a clock: the caller brings the times."""

from __future__ import annotations

from dataclasses import dataclass

from ari_app.media.port import KeyIn

INTER_DIGIT_SECONDS = 3.0
# Keys that follow the last expected one this quickly belong to the same entry: it is too long, and must not be
# taken for a short answer here and another one at the next question.
SETTLE_SECONDS = 0.7
_END_KEY = "#"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was keyed, without the closing `#`, and when its first and last key were pressed."""

    digits: str
    first_at: float
    last_at: float


@dataclass(slots=True)
class Keypad:
    """Collects an entry; `#` ends it at once, a pause of `inter_digit_seconds` otherwise.

    With `max_digits` there, a pause of SETTLE_SECONDS is enough. An entry that goes on is given whole, longer than
    `max_digits`, so that whoever reads it sees that it fits no answer.
    """

    max_digits: int
    inter_digit_seconds: float = INTER_DIGIT_SECONDS
    _digits: str = ""
    _first_at: float = 0.0
    _last_at: float = 0.0

    @property
    def due(self) -> float | None:
        """When `expire` should be asked: the entry ends then unless another key comes."""
        if not self._digits:
            return None
        is_full = len(self._digits) >= self.max_digits
        return self._last_at + (SETTLE_SECONDS if is_full else self.inter_digit_seconds)

    def press(self, key: KeyIn) -> Entry | None:
        """Take one key; gives the entry that it ends. A `#` alone ends an empty entry."""
        if not self._digits:
            self._first_at = key.at
        self._last_at = key.at
        if key.digit == _END_KEY:
            return self._ended()
        self._digits += key.digit
        return None

    def expire(self, now: float) -> Entry | None:
        """The entry that a pause has ended by `now`, if any."""
        return self._ended() if self.due is not None and now >= self.due else None

    def flush(self) -> Entry | None:
        """The entry as far as it was keyed, if any: nothing more will come."""
        return self._ended() if self._digits else None

    def _ended(self) -> Entry:
        entry = Entry(self._digits, self._first_at, self._last_at)
        self._digits = ""
        return entry
