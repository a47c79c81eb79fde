"""Grey release at the claim: how many follow-ups of a campaign may still be begun today, and whose."""

from __future__ import annotations

from datetime import UTC, datetime, time

from ari_app.core.dialing_vocabulary import Suppression
from ari_app.policy.release import Release, ReleaseStage
from ari_app.store import candidates
from ari_app.store.campaigns import RunningCampaign
from ari_app.store.candidates import DueContact
from ari_app.store.unit_of_work import UnitOfWork


class ReleaseGate:
    """Counts what one claim begins. What was begun is always gone on with; what is urgent is not held back."""

    def __init__(self, release: Release, begun_today: int) -> None:
        self._release, self._begun = release, begun_today

    @classmethod
    async def open(cls, uow: UnitOfWork, campaign: RunningCampaign, at: datetime) -> ReleaseGate:
        """The gate of a campaign on the local day of `at`."""
        if campaign.release.stage is not ReleaseStage.TRIAL:
            return cls(campaign.release, 0)
        today = at.astimezone(campaign.zone).date()
        midnight = datetime.combine(today, time(), campaign.zone).astimezone(UTC)
        return cls(campaign.release, await candidates.begun_since(uow, campaign.id, midnight))

    @property
    def is_full(self) -> bool:
        """Whether nothing more may be begun today."""
        return self._release.left_today(self._begun) == 0

    @property
    def waits(self) -> Suppression | None:
        """The reason for a campaign of which nothing is dialed."""
        return Suppression.RELEASE_LIMIT if self.is_full else None

    def is_elsewhere(self, contact: DueContact) -> bool:
        """Whether its department is not released yet, which only a person changes."""
        is_first = not contact.was_dialed
        admitted = self._release.admits(contact.department, 0, is_first_attempt=is_first)
        return not admitted and not contact.candidate.urgent

    def admits(self, contact: DueContact) -> bool:
        """Whether the contact may be dialed today."""
        is_first = not contact.was_dialed
        return contact.candidate.urgent or self._release.admits(
            contact.department, self._begun, is_first_attempt=is_first
        )

    def took(self, contact: DueContact) -> None:
        """The contact is dialed."""
        self._begun += not contact.was_dialed
