"""What a line signal means when nobody spoke: hang-up causes to dispositions."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.core.vocabulary import Disposition

# Q.850 cause numbers, as Asterisk derives them from the SIP answer
_BY_CAUSE: Mapping[int, Disposition] = {
    1: Disposition.VACANT,
    3: Disposition.NETWORK,
    17: Disposition.BUSY,
    18: Disposition.UNREACHABLE,
    20: Disposition.UNREACHABLE,
    21: Disposition.REJECTED,
    22: Disposition.VACANT,
    27: Disposition.NETWORK,
    28: Disposition.INVALID,
    31: Disposition.UNREACHABLE,
    34: Disposition.NETWORK,
    38: Disposition.NETWORK,
    41: Disposition.NETWORK,
    42: Disposition.NETWORK,
    54: Disposition.BARRED,
    58: Disposition.TRUNK_ERROR,
    102: Disposition.NETWORK,
}

# SIP answers that say more than the cause they are folded into
_BY_TECH_CAUSE: Mapping[int, Disposition] = {
    401: Disposition.TRUNK_ERROR,
    403: Disposition.BARRED,
    404: Disposition.VACANT,
    407: Disposition.TRUNK_ERROR,
    410: Disposition.VACANT,
    484: Disposition.INVALID,
    486: Disposition.BUSY,
    488: Disposition.TRUNK_ERROR,
    600: Disposition.BUSY,
    603: Disposition.REJECTED,
    604: Disposition.VACANT,
    606: Disposition.TRUNK_ERROR,
    607: Disposition.REJECTED,
}

_NO_ANSWER_CAUSE = 19
_TIMEOUT_TECH_CAUSE = 408


def line_outcome(
    cause: int | None, tech_cause: int | None, *, saw_ringing: bool, our_timeout: bool
) -> Disposition:
    """The disposition of a call that ended before it was answered.

    `cause` is the Q.850 number, `tech_cause` the last SIP status (older PBXs give none). A real no-answer and a
    dead carrier end with the same cause: only a ring or progress before tells them apart, and a cancel after
    our own ring limit looks like an answer from the line.
    """
    if our_timeout:
        return Disposition.NO_ANSWER if saw_ringing else Disposition.UNREACHABLE
    if tech_cause is not None and tech_cause in _BY_TECH_CAUSE:
        return _BY_TECH_CAUSE[tech_cause]
    if tech_cause == _TIMEOUT_TECH_CAUSE and not saw_ringing:
        return Disposition.TRUNK_ERROR
    if cause == _NO_ANSWER_CAUSE or tech_cause == _TIMEOUT_TECH_CAUSE:
        return Disposition.NO_ANSWER if saw_ringing else Disposition.UNREACHABLE
    if cause is None or cause not in _BY_CAUSE:
        return Disposition.NO_ANSWER if saw_ringing else Disposition.NETWORK
    return _BY_CAUSE[cause]
