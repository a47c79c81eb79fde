"""In which order contacts of one rank are dialed: who waits longest, or who most likely answers at this hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ari_app.core.dialing_vocabulary import DialOrder
from ari_app.policy.answer_score import answer_score
from ari_app.store import claims
from ari_app.store.campaigns import RunningCampaign
from ari_app.store.candidates import DueContact
from ari_app.store.unit_of_work import UnitOfWork

HISTORY = timedelta(days=365)


def looked_at(campaign: RunningCampaign, room: int, most: int) -> int:
    """How many of those that wait longest are looked at: a choice by likelihood needs more than there is room for."""
    return most if campaign.dial_order is DialOrder.LIKELY_TO_ANSWER and room else room


async def in_order(
    uow: UnitOfWork, campaign: RunningCampaign, contacts: Sequence[DueContact], at: datetime
) -> list[DueContact]:
    """The contacts in the campaign's order; a higher rank always goes first."""
    if campaign.dial_order is not DialOrder.LIKELY_TO_ANSWER:
        return list(contacts)
    tries = await claims.read_history(uow, {one.patient_id for one in contacts}, at - HISTORY)

    def place(one: DueContact) -> tuple[int, float]:
        return -one.rank, -answer_score(tries.get(one.patient_id, ()), at, campaign.zone)

    return sorted(contacts, key=place)
