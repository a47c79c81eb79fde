"""The redial table as data: one row per disposition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from ari_app.core.dialing_vocabulary import ContactStatus, NumberList, PatientMessage, Suppression, WorkKind
from ari_app.core.vocabulary import Disposition

_MINUTES_20, _HOURS_2, _HOURS_4 = timedelta(minutes=20), timedelta(hours=2), timedelta(hours=4)
_DAY, _DAYS_3 = timedelta(hours=24), timedelta(hours=72)
_BACKOFF = tuple(timedelta(minutes=5 * 2**n) for n in range(5))


@dataclass(frozen=True, slots=True)
class Row:
    """What follows one disposition.

    `most` is how often a follow-up is tried again after it (None: as the plan says). `delays` are the waits after
    its first, second … time; past them the plan's ladder decides. `end` is the follow-up's status when no try
    follows, `why` the reason, `work` what a person then does. `message_from`: from its n-th time on.
    """

    counts: bool = True
    most: int | None = None
    delays: tuple[timedelta, ...] = ()
    end: ContactStatus = ContactStatus.EXHAUSTED
    why: Suppression = Suppression.ATTEMPTS_USED_UP
    work: WorkKind | None = WorkKind.MISSED_FOLLOW_UP
    message: PatientMessage = PatientMessage.NONE
    message_from: int = 1
    list_number: NumberList | None = None
    tries_second: bool = False
    same_caller_id: bool = False
    resumes: bool = False
    cancel_all: bool = False
    trunk_alarm: bool = False


_DONE = Row(most=0, end=ContactStatus.COMPLETED, work=None)
_DEAD_NUMBER = Row(
    most=0,
    why=Suppression.NO_VALID_NUMBER,
    work=WorkKind.FIX_NUMBER,
    list_number=NumberList.INVALID,
    tries_second=True,
)
_OUR_FAULT = Row(counts=False, most=5, delays=_BACKOFF, work=WorkKind.CHECK_LINE, trunk_alarm=True)
_NOBODY = Row(message=PatientMessage.MISSED_CALL)

TABLE: Mapping[Disposition, Row] = {
    Disposition.COMPLETED: _DONE,
    Disposition.TRANSFERRED: _DONE,
    Disposition.PARTIAL: Row(delays=(_DAY,), resumes=True),
    Disposition.NO_INPUT: Row(most=1, delays=(_DAY,), resumes=True),
    Disposition.INTERRUPTED: Row(resumes=True),
    Disposition.EMERGENCY_ESCALATED: Row(
        most=0, end=ContactStatus.CANCELED, why=Suppression.PERSON_TOOK_OVER, work=WorkKind.CALL_BACK
    ),
    Disposition.REFUSED: Row(most=0, end=ContactStatus.CANCELED, why=Suppression.REFUSED, work=None),
    Disposition.CALLBACK_SCHEDULED: Row(
        counts=False, most=2, why=Suppression.POSTPONED_TOO_OFTEN, work=WorkKind.CALL_BACK, resumes=True
    ),
    Disposition.PATIENT_UNAVAILABLE: Row(delays=(_DAY, _DAY)),
    Disposition.WRONG_NUMBER: Row(
        counts=False,
        most=0,
        why=Suppression.NO_VALID_NUMBER,
        work=WorkKind.FIX_NUMBER,
        list_number=NumberList.INVALID,
        tries_second=True,
    ),
    Disposition.VERIFY_FAILED: Row(
        most=0,
        end=ContactStatus.SUPPRESSED,
        why=Suppression.PERSON_TOOK_OVER,
        work=WorkKind.CHECK_IDENTITY,
    ),
    Disposition.DECEASED: Row(
        counts=False,
        most=0,
        end=ContactStatus.CANCELED,
        why=Suppression.DECEASED,
        work=WorkKind.NOTE_DEATH,
        cancel_all=True,
    ),
    Disposition.DNC: Row(
        counts=False,
        most=0,
        end=ContactStatus.CANCELED,
        why=Suppression.DO_NOT_CALL,
        work=WorkKind.HANDLE_COMPLAINT,
        list_number=NumberList.DO_NOT_CALL,
        cancel_all=True,
    ),
    Disposition.VOICEMAIL: _NOBODY,
    Disposition.CALL_ASSISTANT: _NOBODY,
    Disposition.VACANT: _DEAD_NUMBER,
    Disposition.INVALID: _DEAD_NUMBER,
    Disposition.SUSPENDED: Row(
        most=1,
        delays=(_DAYS_3,),
        why=Suppression.NO_VALID_NUMBER,
        work=WorkKind.FIX_NUMBER,
        tries_second=True,
    ),
    Disposition.POWER_OFF: Row(delays=(_HOURS_4,), message=PatientMessage.MISSED_CALL, message_from=2),
    Disposition.UNREACHABLE: Row(
        delays=(_HOURS_2, _HOURS_2), message=PatientMessage.MISSED_CALL, message_from=2
    ),
    Disposition.BUSY: Row(delays=(_MINUTES_20, _MINUTES_20)),
    Disposition.NO_ANSWER: _NOBODY,
    Disposition.FORWARDING: _NOBODY,
    Disposition.REJECTED: Row(
        most=1,
        delays=(_DAY,),
        end=ContactStatus.SUPPRESSED,
        why=Suppression.REFUSED,
        message=PatientMessage.OPT_OUT,
        same_caller_id=True,
    ),
    Disposition.BARRED: Row(
        most=0,
        end=ContactStatus.SUPPRESSED,
        why=Suppression.CALLS_BARRED,
        work=WorkKind.CHECK_CALLER_ID,
    ),
    Disposition.NETWORK: _OUR_FAULT,
    Disposition.TRUNK_ERROR: _OUR_FAULT,
    Disposition.FAILED: _OUR_FAULT,
}
