"""Ended follow-ups out of the store as records for other systems, one at a time."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from ari_app.config.settings import HospitalSettings
from ari_app.integrations.fhir_response import response
from ari_app.integrations.follow_up_record import record
from ari_app.questionnaire import loading
from ari_app.questionnaire.questionnaire import Questionnaire
from ari_app.store.audit import AuditEntry
from ari_app.store.audit import record as audit
from ari_app.store.patients import ensure_organization
from ari_app.store.pool import Store
from ari_app.store.results import read_call
from ari_app.store.transcripts import definition_of, ended_calls

Json = dict[str, object]


async def records(
    store: Store, hospital: HospitalSettings, since: datetime, until: datetime, actor: str, *, as_fhir: bool
) -> AsyncIterator[Json]:
    """Every call that began in the period and has ended, the oldest first; the audit keeps who took them."""
    async with store.unit_of_work() as uow:
        organization = await ensure_organization(
            uow, hospital.organization, hospital.name, hospital.time_zone
        )
        period = {"since": since.isoformat(), "until": until.isoformat()}
        await audit(
            uow,
            AuditEntry(
                organization, actor, "exported", "organizations", str(organization), until, details=period
            ),
        )
    async with store.reading() as uow:
        calls = await ended_calls(uow, hospital.organization, since, until, None)
    known: dict[UUID, Questionnaire] = {}
    for call in calls:
        async with store.reading() as uow:
            version = call.questionnaire_version_id
            if version not in known:
                definition = dict(await definition_of(uow, version))
                known[version] = loading.load(json.dumps(definition, ensure_ascii=False))
            result = await read_call(uow, call.call_id)
        yield response(result, known[version]) if as_fhir else record(result, known[version])
