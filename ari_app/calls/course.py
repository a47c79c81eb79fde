"""How far a call has come on the line, and with what disposition it ends."""

from __future__ import annotations

from dataclasses import dataclass

from ari_app.calls.journal import Ending
from ari_app.calls.signals import ChannelGone
from ari_app.core.vocabulary import Disposition
from ari_app.policy.line_outcome import line_outcome


@dataclass(slots=True)
class Course:
    """What has happened on the line so far.

    `gave_up`: it rang out and we stopped it; `is_gone`: the patient's channel has ended; `media_is_lost`: our audio
    path broke; `found_nurse`: a call was taken up in which a nurse already talks with the patient; `is_lost`: the
    call belongs to another worker now; `called_in`: the patient called, so a call that nobody picked up says
    nothing about his telephone.
    """

    answered: bool = False
    rang: bool = False
    gave_up: bool = False
    is_gone: bool = False
    media_is_lost: bool = False
    found_nurse: bool = False
    is_lost: bool = False
    called_in: bool = False

    def concluded(self, outcome: Disposition | None) -> Disposition | None:
        """How the conversation with this `outcome` ended, or that it was interrupted; None: nobody picked up."""
        return (outcome or Disposition.INTERRUPTED) if self.answered else None

    def broken_off(self, outcome: Disposition | None) -> Ending:
        """A fault of ours ended it, or a caller was gone before we picked up."""
        return Ending(self.concluded(outcome) or Disposition.FAILED, None, None)

    def not_answered(self, signal: ChannelGone) -> Ending:
        """The channel went before anybody picked up: the line tells why.

        One that went while nobody could tell us says nothing about the patient's telephone.
        """
        if signal.cause is None or self.called_in:
            return Ending(Disposition.INTERRUPTED, signal.cause, signal.tech_cause)
        disposition = line_outcome(
            signal.cause, signal.tech_cause, saw_ringing=self.rang, our_timeout=self.gave_up
        )
        return Ending(disposition, signal.cause, signal.tech_cause)

    def hung_up(self, signal: ChannelGone, before: Disposition | None, after: Disposition | None) -> Ending:
        """The channel of an answered call went; `before` and `after`: the outcome without and with the hang-up.

        Without a cause the channel went while nobody could tell us; without audio it was we who hung up: then the
        hang-up says nothing about the patient.
        """
        says_nothing = signal.cause is None or self.media_is_lost
        disposition = self.concluded(before if says_nothing else after)
        return Ending(disposition or Disposition.INTERRUPTED, signal.cause, signal.tech_cause)
