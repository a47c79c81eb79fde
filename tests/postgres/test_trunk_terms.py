"""Trunks as an administrator sets them, and what reaches the call."""

from __future__ import annotations

import pytest

from ari_app.cli.dialing import trunk_terms
from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.policy.line_outcome import AS_USUAL
from ari_app.store.pool import Store
from ari_app.wiring import dialing_terms
from tests.support.dialed_campaigns import claim_at, running_campaign, worker

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
DIAL = "PJSIP/{number}@trunk"


async def put(store: Store, causes: list[str] | None) -> None:
    terms = trunk_terms("main", DIAL, 4, None, 5, causes, enabled=True)
    await dialing_terms.put_trunk(store, HOSPITAL, terms)


@pytest.mark.req("M04-014")
async def test_what_the_codes_of_a_trunk_mean_reaches_the_call(store: Store) -> None:
    await running_campaign(store, patients=3)
    await put(store, None)
    (first,) = await claim_at(store, await worker(store), at_most=1)
    assert first.cause_mapping == AS_USUAL
    await put(store, ["sip:480=power_off", "q850:20=suspended"])
    (second,) = await claim_at(store, await worker(store), at_most=1)
    assert second.cause_mapping.by_sip == {480: Disposition.POWER_OFF}
    assert second.cause_mapping.by_q850 == {20: Disposition.SUSPENDED}
    await put(store, None)
    (third,) = await claim_at(store, await worker(store), at_most=1)
    assert third.cause_mapping == second.cause_mapping


@pytest.mark.parametrize("cause", ["480=power_off", "sip:480=asleep", "sip:x=busy", "sip:480"])
def test_a_cause_that_is_none_is_refused(cause: str) -> None:
    with pytest.raises(WrongInput):
        trunk_terms("main", DIAL, 4, None, 5, [cause], enabled=True)
