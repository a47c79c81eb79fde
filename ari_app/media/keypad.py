"""Single keys into whole entries, without a clock: the caller brings the times."""

from __future__ import annotations

from dataclasses import dataclass

from ari_app.media.port import KeyIn

INTER_DIGIT_SECONDS = 3.0
_END_KEY = "#"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was keyed, without the closing `#`, and when its first and last key were pressed."""

    digits: str
    first_at: float
    last_at: float


@dataclass(slots=True)
class Keypad:
    """Collects up to `max_digits`; `#`, the last digit or a pause of `inter_digit_seconds` ends an entry."""

    max_digits: int
    inter_digit_seconds: float = INTER_DIGIT_SECONDS
    _digits: str = ""
    _first_at: float = 0.0
    _last_at: float = 0.0

    @property
    def due(self) -> float | None:
        """When `expire` should be asked: the entry ends then unless another key comes."""
        return self._last_at + self.inter_digit_seconds if self._digits else None

    def press(self, key: KeyIn) -> Entry | None:
        """Take one key; gives the entry that it ends. A `#` alone ends an empty entry."""
        if not self._digits:
            self._first_at = key.at
        self._last_at = key.at
        if key.digit == _END_KEY:
            return self._ended()
        self._digits += key.digit
        return self._ended() if len(self._digits) >= self.max_digits else None

    def expire(self, now: float) -> Entry | None:
        """The entry that a pause has ended by `now`, if any."""
        return self._ended() if self.due is not None and now >= self.due else None

    def clear(self) -> None:
        """Forget what was keyed, as when another question opens."""
        self._digits = ""

    def _ended(self) -> Entry:
        entry = Entry(self._digits, self._first_at, self._last_at)
        self._digits = ""
        return entry
