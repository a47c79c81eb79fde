"""The closed lists of words about whom to dial, when, by whom, and why not: the same in code, tables and screens."""

from __future__ import annotations

from enum import StrEnum


class ContactStatus(StrEnum):
    """Where one follow-up item stands."""

    OPEN = "open"
    COMPLETED = "completed"
    EXHAUSTED = "exhausted"
    SUPPRESSED = "suppressed"
    CANCELED = "canceled"


class CampaignState(StrEnum):
    """Where a campaign stands; only a running one dials."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    FINISHED = "finished"


class CampaignMode(StrEnum):
    """Who talks with the patients of a campaign, and what starts each call."""

    AI = "ai"
    PREVIEW = "preview"
    PROGRESSIVE = "progressive"


class DialOrder(StrEnum):
    """Who of one priority is dialed first: who waits longest, or of those the one who most likely answers now."""

    FIRST_DUE = "first_due"
    LIKELY_TO_ANSWER = "likely_to_answer"


class AgentState(StrEnum):
    """What a nurse who takes calls does; only for one who is ready a call is dialed."""

    AWAY = "away"
    READY = "ready"
    BUSY = "busy"
    WRAPPING = "wrapping"


class PreviewState(StrEnum):
    """What became of a follow-up that was shown to a nurse before the call."""

    SHOWN = "shown"
    CONFIRMED = "confirmed"
    DIALED = "dialed"
    REFUSED = "refused"
    SKIPPED = "skipped"
    EXPIRED = "expired"


class NumberKind(StrEnum):
    """Whose number of a patient is dialed."""

    MAIN = "main"
    SECOND = "second"
    GUARDIAN = "guardian"


class NumberList(StrEnum):
    """Lists a number or a person may stand on."""

    BLACK = "black"
    WHITE = "white"
    COMPLAINT = "complaint"
    DO_NOT_CALL = "do_not_call"
    INVALID = "invalid"


class Suppression(StrEnum):
    """Why a follow-up is not dialed now, or never; each has a sentence in policy/suppression_words.py."""

    NOT_DUE = "not_due"
    OUTSIDE_HOURS = "outside_hours"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    OUTSIDE_CAMPAIGN_HOURS = "outside_campaign_hours"
    OUTSIDE_PATIENT_HOURS = "outside_patient_hours"
    NO_COMMON_HOURS = "no_common_hours"
    CLOSING_SOON = "closing_soon"
    DAILY_CAP = "daily_cap"
    WEEKLY_CAP = "weekly_cap"
    ATTEMPTS_USED_UP = "attempts_used_up"
    TOO_LATE = "too_late"
    DO_NOT_CALL = "do_not_call"
    COMPLAINT = "complaint"
    BLACKLISTED = "blacklisted"
    NOT_WHITELISTED = "not_whitelisted"
    NO_VALID_NUMBER = "no_valid_number"
    GUARDIAN_MISSING = "guardian_missing"
    DECEASED = "deceased"
    REFUSED = "refused"
    PERSON_TOOK_OVER = "person_took_over"
    POSTPONED_TOO_OFTEN = "postponed_too_often"
    NOBODY_ON_DUTY = "nobody_on_duty"
    ALREADY_IN_CALL = "already_in_call"
    CAMPAIGN_NOT_STARTED = "campaign_not_started"
    CAMPAIGN_PAUSED = "campaign_paused"
    CAMPAIGN_ENDED = "campaign_ended"
    RELEASE_LIMIT = "release_limit"
    CAMPAIGN_FULL = "campaign_full"
    TRUNK_FULL = "trunk_full"
    WORKER_FULL = "worker_full"
    SYSTEM_FULL = "system_full"
    CALL_RATE = "call_rate"
    TRUNK_DOWN = "trunk_down"
    NO_CALLER_ID = "no_caller_id"
    CALLS_BARRED = "calls_barred"
    NO_READY_AGENT = "no_ready_agent"
    NOT_CONFIRMED = "not_confirmed"
    AGENT_SKIPPED = "agent_skipped"


class CallerIdMark(StrEnum):
    """What the calls under one of the hospital's numbers show to be wrong with it."""

    BARRED = "barred"
    REJECTED = "rejected"
    SELDOM_ANSWERED = "seldom_answered"


class WorkKind(StrEnum):
    """What a person must do because the robot may not, cannot or should not go on."""

    FIX_NUMBER = "fix_number"
    FIND_GUARDIAN = "find_guardian"
    CHECK_CALLER_ID = "check_caller_id"
    CHECK_IDENTITY = "check_identity"
    CALL_BACK = "call_back"
    MISSED_FOLLOW_UP = "missed_follow_up"
    SUPPRESSED_FOLLOW_UP = "suppressed_follow_up"
    NOTE_DEATH = "note_death"
    HANDLE_COMPLAINT = "handle_complaint"
    CHECK_LINE = "check_line"


class PatientMessage(StrEnum):
    """What is sent to a patient after an attempt; none of them holds health data."""

    NONE = "none"
    MISSED_CALL = "missed_call"
    OPT_OUT = "opt_out"
