"""Consents of a patient for other systems: taken from a page of theirs, handed out with their traces."""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_address

from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import ConsentKind
from ari_app.integrations.follow_up_record import audio_reference
from ari_app.store import consents
from ari_app.store.audit import AuditEntry, record
from ari_app.store.consents import Address, WebConsent
from ari_app.store.pool import Store
from ari_app.wiring.campaigns import known_organization_of

LONGEST_AGENT, LONGEST_VERSION = 512, 40
EARLIEST_YEAR = 2000


def web_consent(
    patient_id: str,
    kind: ConsentKind,
    text_version: str,
    ip: str,
    user_agent: str,
    given_at: datetime,
    *,
    granted: bool,
    now: datetime,
) -> WebConsent:
    """A consent that a page reports, checked. Raises WrongInput."""
    if not 0 < len(text_version.strip()) <= LONGEST_VERSION or not text_version.isprintable():
        raise WrongInput(f"the version of the text has 1 to {LONGEST_VERSION} printable characters")
    if not 0 < len(user_agent) <= LONGEST_AGENT or not user_agent.isprintable():
        raise WrongInput(f"the user agent has 1 to {LONGEST_AGENT} printable characters")
    if given_at > now:
        raise WrongInput("the consent is of a time to come")
    if given_at.year < EARLIEST_YEAR:
        raise WrongInput(f"the consent is of a time before {EARLIEST_YEAR}")
    return WebConsent(patient_id, kind, granted, text_version, _address(ip), user_agent, given_at)


async def take(
    store: Store, hospital: HospitalSettings, consent: WebConsent, actor: str, at: datetime
) -> None:
    """Store it; the audit keeps who brought it. Raises WrongInput for an unknown patient."""
    async with store.unit_of_work() as uow:
        organization = await known_organization_of(uow, hospital)
        row_id = await consents.put_web_consent(uow, organization, consent)
        details: dict[str, object] = {"kind": consent.kind.value, "granted": consent.granted}
        subject = str(row_id)
        await record(
            uow, AuditEntry(organization, actor, "recorded_consent", "consents", subject, at, details)
        )


async def listed(
    store: Store, hospital: HospitalSettings, patient_id: str, actor: str, at: datetime
) -> list[dict[str, object]]:
    """The patient's consents, the oldest first; the audit keeps who read them. Raises WrongInput for an unknown one."""
    async with store.unit_of_work() as uow:
        organization = await known_organization_of(uow, hospital)
        await consents.must_know(uow, organization, patient_id)
        found = await consents.of_patient(uow, organization, patient_id)
        await record(uow, AuditEntry(organization, actor, "read_consents", "patients", patient_id, at))
    return [
        {
            "kind": each.kind.value,
            "granted": each.granted and each.taken_back_at is None,
            "version": each.text_version,
            "time": each.given_at.isoformat(),
            "source": each.source.value,
            "callId": None if each.call_id is None else str(each.call_id),
            "audioRef": audio_reference(each.audio, each.span),
            "ip": None if each.ip is None else str(each.ip),
            "userAgent": each.user_agent,
        }
        for each in found
    ]


def _address(text: str) -> Address:
    try:
        # the database keeps no zone of an interface (fe80::1%eth0), which says nothing outside its machine
        return ip_address(text if "%" not in text else "")
    except ValueError:
        raise WrongInput(f"{text!r} is no IP address", mend="such as 203.0.113.7 or 2001:db8::7") from None
