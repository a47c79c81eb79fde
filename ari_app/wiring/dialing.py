"""Joins the dialer to a node: its rules from the settings, and the attempts that it gives to the worker."""

from __future__ import annotations

import platform
from datetime import timedelta
from uuid import UUID

from ari_app.dialer.claim_rules import ClaimRules
from ari_app.dialer.dialer import Dialer, DialerSettings
from ari_app.dialer.port import PlaceCall, TryLine
from ari_app.wiring import care_plans
from ari_app.wiring.node import Node
from ari_app.wiring.placing import lease_time


def dialer_of(node: Node, organization_id: UUID, place: PlaceCall, try_line: TryLine) -> Dialer:
    """The dialer of this node's worker."""
    has_agents = node.settings.call.agent is not None
    settings = DialerSettings(
        organization_id=organization_id,
        worker=node.settings.worker.id,
        host=platform.node(),
        capacity=node.settings.worker.concurrency,
        rules=ClaimRules(
            lease=lease_time(node), people_on_duty=lambda: has_agents, calendar=care_plans.calendar()
        ),
        ring=timedelta(seconds=node.settings.call.ring_seconds),
        comeback=timedelta(seconds=node.settings.worker.comeback_seconds),
    )
    return Dialer(node.store, node.clock, settings, place, try_line)
