"""A date and time as it is spoken: 三月十七号上午九点."""

from __future__ import annotations

from datetime import datetime

from ari_app.dialogue.spoken_value import spoken_whole

_PARTS = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


def moment_in_words(moment: datetime) -> str:
    """Month, day, part of the day and time, in Chinese words; the year goes without saying."""
    part = next(name for end, name in _PARTS if moment.hour < end)
    hour = moment.hour if moment.hour <= 12 else moment.hour - 12
    minutes = ""
    if moment.minute == 30:
        minutes = "半"
    elif moment.minute:
        minutes = ("零" if moment.minute < 10 else "") + f"{spoken_whole(moment.minute)}分"
    clock = "两" if hour == 2 else spoken_whole(hour)
    return f"{spoken_whole(moment.month)}月{spoken_whole(moment.day)}号{part}{clock}点{minutes}"
