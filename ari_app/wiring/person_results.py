"""The result form of a nurse's own call: read and checked, stored, with scores, alerts and what follows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from ari_app.alerting.adjusting import adjusted
from ari_app.alerting.evaluation import Known, evaluate
from ari_app.config.settings import HospitalSettings
from ari_app.core.dialing_vocabulary import ContactStatus
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import PERSON_DISPOSITIONS, AnswerStatus, Disposition, FollowUpAction, QType
from ari_app.dialer import person_outcome
from ari_app.dialer.asked_time import asked_moment
from ari_app.dialer.settling import note_consequences
from ari_app.dialogue.appointments import write_back_of
from ari_app.dialogue.facts import ActionRequested, AlertRaised, Fact, MessagePromised, ScoreComputed
from ari_app.language.understanding import Value
from ari_app.questionnaire import loading
from ari_app.questionnaire.entered import UNITS, read_answers
from ari_app.questionnaire.questionnaire import Questionnaire
from ari_app.questionnaire.scoring import band_of, scores, total_of
from ari_app.store import person_results, redials, results
from ari_app.store.audit import AuditEntry, record
from ari_app.store.calling_policy import read_policy
from ari_app.store.fact_rows import write_fact
from ari_app.store.outbox import DEFAULT_ENDPOINTS, add_questionnaire_submitted
from ari_app.store.past_answers import answers_before
from ari_app.store.person_results import EnteredAnswer, TalkOfAgent
from ari_app.store.pool import Store
from ari_app.store.redials import EndedOfCampaign
from ari_app.store.step import Step
from ari_app.store.stored_result import StoredResult
from ari_app.store.unit_of_work import UnitOfWork
from ari_app.wiring import care_plans, instruments
from ari_app.wiring.campaigns import known_organization_of

LONGEST_NOTE = 4_000
_WRITE_BACKS = (FollowUpAction.RESCHEDULE_WRITEBACK.value, FollowUpAction.CANCEL_WRITEBACK.value)
_SUBMITTED = (Disposition.COMPLETED, Disposition.PARTIAL)


@dataclass(frozen=True, slots=True)
class PersonForm:
    """What the nurse fills in. `answers` are by item as she wrote them; `call_back` is local, YYYY-MM-DDTHH:MM.

    `attempt` None is her last answered call.
    """

    disposition: Disposition
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    note: str | None = field(default=None, repr=False)
    call_back: str | None = None
    attempt: UUID | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of the form: the follow-up's state, the next call (UTC), and the alerts that the answers raised."""

    attempt_id: UUID
    status: ContactStatus
    next_at: datetime | None
    alerts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormItems:
    """The questionnaire of a nurse's call, for whom, to fill in."""

    attempt_id: UUID
    patient_name: str = field(repr=False)
    questionnaire: Questionnaire


async def items_of(
    store: Store, hospital: HospitalSettings, agent: str, attempt: UUID | None = None
) -> FormItems:
    """What the form of the agent's last answered call asks. Raises WrongInput and Conflict."""
    async with store.unit_of_work() as uow:
        organization = await known_organization_of(uow, hospital)
        talk = await person_results.talk_of(uow, organization, agent, attempt)
    return FormItems(talk.call.attempt_id, talk.patient_name, _questionnaire(talk))


async def take(
    store: Store, hospital: HospitalSettings, agent: str, form: PersonForm, at: datetime
) -> Recorded:
    """Store the form, all of it or nothing; the same call again corrects it.

    Raises WrongInput for a word or an answer that cannot be, Conflict while the call is being settled.
    """
    _check(form)
    async with store.unit_of_work() as uow:
        organization = await known_organization_of(uow, hospital)
        talk = await person_results.talk_of(uow, organization, agent, form.attempt)
        rules = (await read_policy(uow, organization, care_plans.calendar())).rules
        one = await _ended(uow, talk.call.attempt_id)
        if form.call_back is not None and (asked_moment(form.call_back, one.zone) or at) <= at:
            raise WrongInput("the time to call back is no time to come", mend="write it as 2026-03-11T15:00")
        told, redial = person_outcome.decide(one, form.disposition, form.call_back, rules)
        form_id = await person_results.put(uow, talk, form.disposition, form.note, redial, at)
        await note_consequences(uow, told, redial, at)
        alerts = await _put_answers(uow, talk, agent, form.answers, at)
        if form.disposition in _SUBMITTED:
            told_anew = form_id if form.answers else None
            await add_questionnaire_submitted(uow, talk.call, at, DEFAULT_ENDPOINTS, told_anew)
        subject = str(talk.call.attempt_id)
        details = {"disposition": form.disposition.value, "items": sorted(form.answers)}
        await record(
            uow, AuditEntry(organization, agent, "recorded_result", "attempts", subject, at, details)
        )
    return Recorded(talk.call.attempt_id, redial.status, redial.next_at, alerts)


def _check(form: PersonForm) -> None:
    if form.disposition not in PERSON_DISPOSITIONS:
        raise WrongInput(
            f"{form.disposition.value} is nothing that a nurse says of a call",
            mend="one of " + ", ".join(each.value for each in PERSON_DISPOSITIONS),
        )
    if form.call_back is not None and form.disposition is not Disposition.CALLBACK_SCHEDULED:
        raise WrongInput("a time to call back belongs to callback_scheduled")
    if form.note is not None and len(form.note) > LONGEST_NOTE:
        raise WrongInput(f"the note is longer than {LONGEST_NOTE} characters")


def _questionnaire(talk: TalkOfAgent) -> Questionnaire:
    return loading.load(json.dumps(dict(talk.definition), ensure_ascii=False))


async def _ended(uow: UnitOfWork, attempt_id: UUID) -> EndedOfCampaign:
    """The call with its past. Raises WrongInput for one that belongs to no campaign, or to one that is broken."""
    ended = await redials.read(uow, [attempt_id])
    for error in ended.broken.values():
        raise error
    if not ended.found:
        raise WrongInput("the call belongs to no campaign")
    return ended.found[0]


async def _put_answers(
    uow: UnitOfWork, talk: TalkOfAgent, agent: str, entered: Mapping[str, str], at: datetime
) -> tuple[str, ...]:
    """Store them with what follows of them; the codes of the alerts that hold."""
    if not entered:
        return ()
    questionnaire = _questionnaire(talk)
    for link_id, value in read_answers(questionnaire, entered).items():
        unit = UNITS.get(questionnaire.item(link_id).qtype)
        answer = EnteredAnswer(link_id, _value(value), unit, entered[link_id])
        await person_results.put_answer(uow, talk, answer, agent, at)
    stored = await results.read_call(uow, talk.call.call_id)
    values = {each.link_id: each.value for each in stored.answers if each.status != AnswerStatus.FOR_REVIEW}
    facts = [
        *_scores(questionnaire, values, at),
        *await _alerts(uow, talk, questionnaire, values, at),
        *_write_backs(questionnaire, entered, stored, at),
    ]
    step = Step(uow, talk.call, 0, DEFAULT_ENDPOINTS)
    for position, fact in enumerate(facts):
        await write_fact(step, fact, position)
    return tuple(fact.code.value for fact in facts if isinstance(fact, AlertRaised))


def _scores(questionnaire: Questionnaire, values: Mapping[str, object], at: datetime) -> list[Fact]:
    totals = ((score, total_of(questionnaire, score, values)) for score in questionnaire.scores)
    return [
        ScoreComputed(at=at, code=score.code, value=total, band=band_of(score, total))
        for score, total in totals
        if total is not None
    ]


def _write_backs(
    questionnaire: Questionnaire, entered: Mapping[str, str], stored: StoredResult, at: datetime
) -> list[Fact]:
    """What a moved or cancelled appointment asks for, as after a call of the robot; not what its system knows last."""
    wishes = [
        write_back_of(_value(each.value))
        for each in stored.answers
        if each.link_id in entered and questionnaire.item(each.link_id).qtype is QType.RESCHEDULE
    ]
    told = [(each.action, each.detail) for each in stored.actions if each.action in _WRITE_BACKS]
    return [
        ActionRequested(at, action, detail)
        for action, detail in filter(None, wishes)
        if (action.value, detail) not in told[-1:]
    ]


async def _alerts(
    uow: UnitOfWork,
    talk: TalkOfAgent,
    questionnaire: Questionnaire,
    values: Mapping[str, object],
    at: datetime,
) -> list[Fact]:
    past = await answers_before(uow, talk.call.patient_id, talk.call.attempt_id)
    known = Known(values={**values, **scores(questionnaire, values)}, history=past.numbers)
    rules = adjusted(instruments.rules(), talk.thresholds)
    findings = evaluate(rules, known)
    promised = dict.fromkeys(each.rule.message for each in findings if each.rule.message is not None)
    raised = [
        AlertRaised(
            at=at,
            code=finding.rule.alert,
            priority=finding.priority,
            sla_minutes=rules.sla_minutes(finding.priority),
            due_at=at + timedelta(minutes=rules.sla_minutes(finding.priority)),
            link_id=finding.link_id,
            reason=finding.reason,
        )
        for finding in findings
        if finding.rule.alert is not None
    ]
    return [*raised, *(MessagePromised(at, template) for template in promised)]


def _value(value: object) -> Value:
    assert isinstance(value, str | int | float | dict | list)
    return value
