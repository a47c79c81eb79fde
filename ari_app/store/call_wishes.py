"""What somebody said in a call and what holds at once for every campaign: no calls, a death, a wrong number."""

from __future__ import annotations

from ari_app.core.dialing_vocabulary import NumberList, WorkKind
from ari_app.core.vocabulary import FollowUpAction
from ari_app.dialogue.facts import ActionRequested
from ari_app.store import deaths, number_lists
from ari_app.store.claims import add_work
from ari_app.store.step import Step

_LISTS = {
    FollowUpAction.DNC_ADDED: NumberList.DO_NOT_CALL,
    FollowUpAction.COMPLAINT_TICKET: NumberList.COMPLAINT,
    FollowUpAction.NUMBER_MARKED_INVALID: NumberList.INVALID,
}
_WORK = {
    FollowUpAction.COMPLAINT_TICKET: WorkKind.HANDLE_COMPLAINT,
    FollowUpAction.ALL_TASKS_CANCELLED: WorkKind.NOTE_DEATH,
}


async def follow_wish(step: Step, fact: ActionRequested) -> None:
    """Put the number on its list and cancel what is open, in the transaction that stores the fact."""
    call = step.call
    kind = _LISTS.get(fact.action)
    if kind is not None:
        await number_lists.add_of_attempt(
            step.uow,
            call.organization_id,
            kind,
            call.attempt_id,
            call.patient_id,
            "asked_in_call",
            "call",
            fact.at,
            keep_own=fact.action is FollowUpAction.COMPLAINT_TICKET,
        )
    if fact.action is FollowUpAction.ALL_TASKS_CANCELLED:
        await deaths.note(step.uow, call.organization_id, call.patient_id, fact.at)
    work = _WORK.get(fact.action)
    if work is not None:
        await add_work(
            step.uow,
            call.organization_id,
            work,
            call.patient_id,
            fact.at,
            contact_id=await number_lists.contact_of(step.uow, call.attempt_id),
            attempt_id=call.attempt_id,
            reason=fact.action.value,
        )
