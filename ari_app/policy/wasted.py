"""Which attempts brought nobody to the phone, and what can be done about each kind."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.core.vocabulary import Disposition

_CARRIER = "the carrier or our line: breaker and causes of the trunk, a test call"
_HOUR = "another hour: the hours of the campaign, or its dial order"

# what is not here reached a person
WASTED: Mapping[Disposition, str] = {
    Disposition.VACANT: "the list: its number is nobody's, and stays undialed until it is corrected",
    Disposition.INVALID: "the list: its number cannot be dialed, and stays undialed until it is corrected",
    Disposition.WRONG_NUMBER: "the list: somebody else's number, and stays undialed until it is corrected",
    Disposition.SUSPENDED: "the list: out of service; one try more after three days",
    Disposition.POWER_OFF: _HOUR,
    Disposition.UNREACHABLE: _HOUR,
    Disposition.BUSY: _HOUR,
    Disposition.NO_ANSWER: _HOUR,
    Disposition.VOICEMAIL: _HOUR,
    Disposition.CALL_ASSISTANT: "the caller ID: is it known to patients, or marked?",
    Disposition.FORWARDING: "the list: forwarded elsewhere; ask for another number",
    Disposition.REJECTED: "the caller ID: is it marked as unwanted? show another",
    Disposition.BARRED: "the caller ID: the carrier refuses it; show another",
    Disposition.NETWORK: _CARRIER,
    Disposition.TRUNK_ERROR: _CARRIER,
    Disposition.FAILED: "ourselves: the log of the worker",
    Disposition.INTERRUPTED: "ourselves: the log of the worker",
}


def is_wasted(disposition: str) -> bool:
    """Whether nobody who could be followed up was reached."""
    return Disposition(disposition) in WASTED
