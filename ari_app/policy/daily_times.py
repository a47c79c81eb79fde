"""Times of the day at which something is done every day, by the clock of one place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from ari_app.core.errors import WrongInput

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class DailyTimes:
    """Local times, the earliest first, each once; at least one."""

    times: tuple[time, ...]

    @staticmethod
    def parse(texts: Iterable[str]) -> DailyTimes:
        """Read times such as 07:30. Raises WrongInput."""
        found = set()
        for text in texts:
            parts = _TIME.fullmatch(text.strip())
            if parts is None:
                raise WrongInput(f"{text!r} is no time of the day such as 07:30")
            found.add(time(int(parts[1]), int(parts[2])))
        if not found:
            raise WrongInput("there is no time of the day", mend="give one such as 07:30")
        return DailyTimes(tuple(sorted(found)))

    def __str__(self) -> str:
        return ",".join(f"{each:%H:%M}" for each in self.times)

    def next_after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The first of them after the moment, in UTC."""
        today = moment.astimezone(zone).date()
        upcoming = (
            datetime.combine(today + timedelta(days=days), each, zone).astimezone(UTC)
            for days in range(3)
            for each in self.times
        )
        return next(each for each in upcoming if each > moment)
