"""A death that was entered by mistake, taken back by a supervisor."""

from __future__ import annotations

import re
from datetime import datetime

from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import WrongInput
from ari_app.store import deaths
from ari_app.store.deaths import Correction
from ari_app.store.pool import Store
from ari_app.wiring.campaigns import known_organization_of

_REASON = re.compile(r"[a-z][a-z0-9_]{2,63}")


async def take_back(
    store: Store, hospital: HospitalSettings, patient: str, correction: Correction, at: datetime
) -> tuple[str, ...]:
    """The follow-ups that are a person's work now. Raises Conflict and WrongInput, for a reason that is no word too."""
    if not _REASON.fullmatch(correction.reason):
        raise WrongInput("the reason is one word of small letters", mend="such as entered_by_mistake")
    async with store.unit_of_work() as uow:
        organization = await known_organization_of(uow, hospital)
        return await deaths.take_back(uow, organization, patient, correction, at)
