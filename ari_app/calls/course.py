"""How far a call has come on the line, and with what disposition it ends."""

from __future__ import annotations

from dataclasses import dataclass

from ari_app.calls.journal import Ending
from ari_app.calls.signals import ChannelGone, MachineAnswered
from ari_app.core.vocabulary import Disposition
from ari_app.policy.early_line import UNHEARD, EarlyLine
from ari_app.policy.line_outcome import AS_USUAL, CauseMapping, DecidedBy, LineSignals, outcome_of


@dataclass(slots=True)
class Course:
    """What has happened on the line so far.

    `announced`: what the carrier said in words before the answer; `is_hopeless`: it said that nobody will answer;
    `machine`: what answered is one; `gave_up`: it rang out, or was hopeless, and we stopped it; `is_gone`: the
    patient's channel has ended; `media_is_lost`: our audio path broke; `found_nurse`: a call was taken up in which a
    nurse already talks with the patient; `is_lost`: the call belongs to another worker now; `called_in`: the patient
    called, so a call that nobody picked up says nothing about his telephone.
    """

    answered: bool = False
    rang: bool = False
    announced: Disposition | None = None
    is_hopeless: bool = False
    machine: MachineAnswered | None = None
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

    def not_answered(
        self, signal: ChannelGone, early: EarlyLine = UNHEARD, mapping: CauseMapping = AS_USUAL
    ) -> Ending:
        """The channel went before anybody picked up: the line tells why, by what was heard `early` and its codes.

        One that went while nobody could tell us says nothing about the patient's telephone, unless its carrier did.
        """
        if (signal.cause is None and not self.is_hopeless) or self.called_in:
            return Ending(Disposition.INTERRUPTED, signal.cause, signal.tech_cause)
        signals = LineSignals(
            signal.cause,
            signal.tech_cause,
            saw_ringing=self.rang or early.ringback is not None,
            our_timeout=self.gave_up and not self.is_hopeless,
            phrase=self.announced,
            tone=early.tone,
        )
        found = outcome_of(signals, mapping)
        return Ending(found.disposition, signal.cause, signal.tech_cause, signal.cause_text, found.decided_by)

    def hung_up(self, signal: ChannelGone, before: Disposition | None, after: Disposition | None) -> Ending:
        """The channel of an answered call went; `before` and `after`: the outcome without and with the hang-up.

        Without a cause the channel went while nobody could tell us; without audio it was we who hung up: then the
        hang-up says nothing about the patient.
        """
        says_nothing = signal.cause is None or self.media_is_lost
        disposition = self.concluded(before if says_nothing else after) or Disposition.INTERRUPTED
        is_machine = self.machine is not None and self.machine.kind is disposition
        decided_by = DecidedBy.PHRASE if is_machine else None
        return Ending(disposition, signal.cause, signal.tech_cause, signal.cause_text, decided_by)
