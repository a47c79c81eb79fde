"""The closed lists of words. Code, tables, API and docs/contract.md use these and no others."""

from __future__ import annotations

from enum import StrEnum


class QType(StrEnum):
    """What kind of answer a question wants; `global` and `call_start` are places, not questions."""

    NRS = "nrs"
    TEMPERATURE = "temperature"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    ADHERENCE_PCT = "adherence_pct"
    COUNT_WEEK = "count_week"
    BLOOD_PRESSURE = "blood_pressure"
    GLUCOSE = "glucose"
    RESCHEDULE = "reschedule"
    ID_TAIL = "id_tail"
    BIRTH_MD = "birth_md"
    PERSON_CONFIRM = "person_confirm"
    CONSENT = "consent"
    RATING_1_10 = "rating_1_10"
    OPEN_TEXT = "open_text"
    GLOBAL = "global"
    CALL_START = "call_start"


class Action(StrEnum):
    """What the dialogue does with an utterance."""

    ACCEPT = "accept"
    REASK = "reask"
    MISSING = "missing"
    ROUTE = "route"


class Intent(StrEnum):
    """Why: one word per action's reason."""

    ANSWER = "answer"
    AMBIGUOUS = "ambiguous"
    RANGE = "range"
    BOUND = "bound"
    QUALITATIVE = "qualitative"
    OUT_OF_RANGE = "out_of_range"
    PARTIAL = "partial"
    NOT_UNDERSTOOD = "not_understood"
    MULTIPLE = "multiple"
    BACKCHANNEL = "backchannel"
    INVALID = "invalid"
    LUNAR = "lunar"
    WRONG_CONDITION = "wrong_condition"
    OUT_OF_WINDOW = "out_of_window"
    NOT_MEASURED = "not_measured"
    DONT_KNOW = "dont_know"
    REFUSE_QUESTION = "refuse_question"
    NOT_APPLICABLE = "not_applicable"
    REPEAT = "repeat"
    LOUDER_SLOWER = "louder_slower"
    HUMAN = "human"
    LATER = "later"
    WRONG_NUMBER = "wrong_number"
    NOT_SELF = "not_self"
    PROXY = "proxy"
    PATIENT_UNAVAILABLE = "patient_unavailable"
    HANDOVER = "handover"
    DECEASED = "deceased"
    DNC = "dnc"
    REFUSE_CALL = "refuse_call"
    EMERGENCY = "emergency"
    SELF_HARM = "self_harm"
    ASK_INFO = "ask_info"
    ASK_IDENTITY = "ask_identity"
    COMPLAINT = "complaint"
    OFFTOPIC = "offtopic"
    VOICEMAIL = "voicemail"
    ANNOUNCEMENT = "announcement"
    CALL_ASSISTANT = "call_assistant"
    HOLD_ON = "hold_on"
    GREETING = "greeting"
    ALT_NUMBER = "alt_number"


class Flag(StrEnum):
    """Danger and side signs, raised whatever the question was."""

    SELF_HARM = "self_harm"
    EMERGENCY = "emergency"
    CHEST_PAIN = "chest_pain"
    DYSPNEA = "dyspnea"
    WOUND_BLEEDING = "wound_bleeding"
    WOUND_REDNESS = "wound_redness"
    WOUND_EXUDATE = "wound_exudate"
    WOUND_SMELL = "wound_smell"
    WOUND_PUS = "wound_pus"
    WOUND_DEHISCENCE = "wound_dehiscence"
    FEVER_WORDS = "fever_words"
    HIGH_FEVER = "high_fever"
    CHILLS = "chills"
    SEVERE_PAIN_WORDS = "severe_pain_words"
    VOMITING = "vomiting"
    HEMATEMESIS = "hematemesis"
    MELENA = "melena"
    BLOOD_IN_STOOL = "blood_in_stool"
    LEG_SWELLING = "leg_swelling"
    SYNCOPE = "syncope"
    SEIZURE = "seizure"
    STROKE = "stroke"
    UNCONSCIOUS = "unconscious"
    OVERDOSE = "overdose"
    PLAN_OR_ATTEMPT = "plan_or_attempt"
    HYPO_SYMPTOMS = "hypo_symptoms"
    MED_STOPPED = "med_stopped"
    DOSE_CHANGED = "dose_changed"
    MED_RAN_OUT = "med_ran_out"
    ADR_NAUSEA = "adr_nausea"
    ADR_STOMACH = "adr_stomach"
    ADR_RASH = "adr_rash"
    ADR_DIZZINESS = "adr_dizziness"
    ADR_COUGH = "adr_cough"
    ADR_SWELLING = "adr_swelling"
    BP_CRISIS = "bp_crisis"
    BP_LOW = "bp_low"
    GLUCOSE_HIGH = "glucose_high"
    GLUCOSE_LOW = "glucose_low"
    FULL_ID_SPOKEN = "full_id_spoken"
    READMITTED = "readmitted"
    ITEM9_REFUSED = "item9_refused"
    DRIVING = "driving"
    WANTS_DOCTOR = "wants_doctor"
    ASKS_MATERIALS = "asks_materials"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"
    THEME_PROCESS = "theme_process"
    THEME_WAITING = "theme_waiting"
    THEME_SERVICE = "theme_service"
    THEME_COST = "theme_cost"
    THEME_ENVIRONMENT = "theme_environment"
    THEME_OTHER = "theme_other"


class MissingReason(StrEnum):
    """Why an item has no value."""

    NOT_MEASURED = "not_measured"
    DONT_KNOW = "dont_know"
    REFUSE_QUESTION = "refuse_question"
    NOT_APPLICABLE = "not_applicable"
    NO_INPUT = "no_input"
    LOW_CONFIDENCE = "low_confidence"
    HANGUP = "hangup"
    REFUSE_CALL = "refuse_call"
    NOT_REACHED = "not_reached"


class Priority(StrEnum):
    """How urgent an alert is; P1 is the most urgent."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


SLA_MINUTES: dict[Priority, int] = {Priority.P1: 10, Priority.P2: 120, Priority.P3: 1440}


class AlertCode(StrEnum):
    """What an alert is about."""

    PAIN_HIGH = "PAIN_HIGH"
    PAIN_RISING = "PAIN_RISING"
    FEVER = "FEVER"
    WOUND = "WOUND"
    EMERGENCY = "EMERGENCY"
    SELF_HARM = "SELF_HARM"
    ITEM9_REFUSED = "ITEM9_REFUSED"
    PHQ9_GE10 = "PHQ9_GE10"
    GAD7_GE10 = "GAD7_GE10"
    BP_CRISIS = "BP_CRISIS"
    GLUCOSE_CRISIS = "GLUCOSE_CRISIS"
    ADVERSE_REACTION = "ADVERSE_REACTION"
    ADHERENCE_LOW = "ADHERENCE_LOW"


class Disposition(StrEnum):
    """How an attempt ended, written once."""

    COMPLETED = "completed"
    PARTIAL = "partial"
    REFUSED = "refused"
    TRANSFERRED = "transferred"
    CALLBACK_SCHEDULED = "callback_scheduled"
    WRONG_NUMBER = "wrong_number"
    PATIENT_UNAVAILABLE = "patient_unavailable"
    VERIFY_FAILED = "verify_failed"
    DECEASED = "deceased"
    DNC = "dnc"
    NO_INPUT = "no_input"
    EMERGENCY_ESCALATED = "emergency_escalated"
    VOICEMAIL = "voicemail"
    CALL_ASSISTANT = "call_assistant"
    VACANT = "vacant"
    INVALID = "invalid"
    SUSPENDED = "suspended"
    POWER_OFF = "power_off"
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    BARRED = "barred"
    NETWORK = "network"
    FORWARDING = "forwarding"
    TRUNK_ERROR = "trunk_error"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


PERSON_DISPOSITIONS = (
    Disposition.COMPLETED,
    Disposition.PARTIAL,
    Disposition.REFUSED,
    Disposition.CALLBACK_SCHEDULED,
    Disposition.WRONG_NUMBER,
    Disposition.PATIENT_UNAVAILABLE,
    Disposition.VERIFY_FAILED,
    Disposition.DECEASED,
    Disposition.DNC,
    Disposition.EMERGENCY_ESCALATED,
    Disposition.VOICEMAIL,
    Disposition.CALL_ASSISTANT,
)
"""What a nurse may say of a call in which she talked; the rest only a line or the robot can tell."""


class FollowUpAction(StrEnum):
    """What the call asks the system or a person to do; some carry a detail after a colon."""

    SMS_GUIDANCE = "sms_guidance"
    CALLBACK_TASK = "callback_task"
    ADVICE_SEEK_CARE = "advice_seek_care"
    ADVICE_120 = "advice_120"
    NURSING_TICKET = "nursing_ticket"
    TRANSFER_HUMAN = "transfer_human"
    CLINIC_REVIEW = "clinic_review"
    EDUCATION = "education"
    FOLLOWUP_TASK = "followup_task"
    CONSENT_REFUSAL_LOGGED = "consent_refusal_logged"
    REDIAL_SCHEDULED = "redial_scheduled"
    NUMBER_MARKED_INVALID = "number_marked_invalid"
    INFORMANT_RECORDED = "informant_recorded"
    GUARDIAN_CONSENT_LOGGED = "guardian_consent_logged"
    HUMAN_TASK = "human_task"
    HUMAN_REVIEW = "human_review"
    HUMAN_NOTIFIED = "human_notified"
    TRANSCRIPT_REDACTED = "transcript_redacted"
    CONDOLENCE_SPOKEN = "condolence_spoken"
    ALL_TASKS_CANCELLED = "all_tasks_cancelled"
    DNC_ADDED = "dnc_added"
    CARING_WORDS = "caring_words"
    HOTLINE_12356 = "hotline_12356"
    STAY_ON_LINE = "stay_on_line"
    PSYCH_REFERRAL = "psych_referral"
    KB_ANSWER_OR_HUMAN = "kb_answer_or_human"
    RESCHEDULE_WRITEBACK = "reschedule_writeback"
    CANCEL_WRITEBACK = "cancel_writeback"
    SATISFACTION_TICKET = "satisfaction_ticket"
    COMPLAINT_TICKET = "complaint_ticket"
    TICKET = "ticket"
    REVIEW_QUEUE = "review_queue"


class MessageTemplate(StrEnum):
    """Which message a call promises the patient."""

    CONSENT_NOTICE = "consent_notice"
    PAIN_GUIDANCE = "pain_guidance"
    AFTER_CARE = "after_care"


class ConsentKind(StrEnum):
    """What a patient agreed to or refused: the two consents are asked and stored apart (PIPL art. 29)."""

    RECORDING = "recording"
    HEALTH_QUESTIONS = "health_questions"


class ConsentSource(StrEnum):
    """How a consent was given: said or keyed in a call, or ticked on a page."""

    VOICE = "voice"
    KEYPAD = "keypad"
    WEB = "web"


class IdentityFactor(StrEnum):
    """What can be checked before anything clinical is said."""

    NAME = "name"
    ID_TAIL = "id_tail"
    BIRTH_MD = "birth_md"


class AnswerStatus(StrEnum):
    """How sure a stored answer is. Only `accepted` and `confirmed` count in scores and rules."""

    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    FOR_REVIEW = "for_review"


class AnswerSource(StrEnum):
    """Where a stored answer comes from: the patient's voice or keys, or a person who wrote it down."""

    VOICE = "voice"
    KEYPAD = "keypad"
    PERSON = "person"


class InputSource(StrEnum):
    """How the patient gave an answer."""

    VOICE = "voice"
    KEYPAD = "keypad"
