"""A campaign as outside systems ask for it: the JSON of a follow-up task, checked field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from ari_app.core.dialing_vocabulary import DialOrder
from ari_app.core.errors import WrongInput
from ari_app.core.phone import PhoneNumber
from ari_app.integrations.request_reading import read_request
from ari_app.policy.redial import RedialPlan
from ari_app.policy.selection import Selection
from ari_app.policy.template import Template, check_order
from ari_app.policy.windows import DailyWindows

T = TypeVar("T")

Name = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")]
Hours = Annotated[float, Field(ge=0, le=24 * 60)]
Limit = Annotated[float, Field(strict=True, allow_inf_nan=False)]
WebhookEvent = Literal["call.completed", "questionnaire.submitted", "alert.triggered"]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MOST_ATTEMPTS = 20
MOST_TEMPLATES = 200


def _told(check: Callable[[], T]) -> T:
    try:
        return check()
    except WrongInput as error:
        raise ValueError(error.message) from None


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, frozen=True)


class Schedule(_Part):
    """When it is dialed; windows are local times of `timezone`."""

    timezone: str | None = None
    window: tuple[str, ...] | None = None
    max_attempts: int = Field(default=3, ge=1, le=MOST_ATTEMPTS)
    retry_hours: tuple[Hours, ...] = (0, 24, 72)
    other_day_part: bool = False

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                ZoneInfo(value)
            except (OSError, ValueError, KeyError):
                raise ValueError(f"{value!r} is no time zone such as Asia/Shanghai") from None
        return value

    @field_validator("window")
    @classmethod
    def _windows(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        return None if value is None else _told(lambda: DailyWindows.parse(value).texts())

    @model_validator(mode="after")
    def _ladder(self) -> Schedule:
        _told(lambda: RedialPlan(self.max_attempts, self.retry_hours))
        return self


class Dialer(_Part):
    """Who speaks, how many calls at once, and whom first; `human` is a nurse who looks before the call (preview).

    `needs_people`: nobody is dialed while no person can take a call over.
    """

    type: Literal["ai", "human", "preview", "progressive"] = "ai"
    concurrency: int = Field(default=1, ge=1, le=10_000)
    calls_per_second: float | None = Field(default=None, gt=0, le=1000)
    needs_people: bool = False
    dial_order: DialOrder = DialOrder.FIRST_DUE
    caller_id_pool: tuple[Annotated[str, Field(min_length=3, max_length=32)], ...] = ()

    @property
    def mode(self) -> str:
        """The campaign's mode."""
        return "preview" if self.type == "human" else self.type


class Release(_Part):
    """The grey release: a trial of so many first calls a day, then departments, then all."""

    stage: Literal["trial", "departments", "all"] = "all"
    per_day: int = Field(default=20, ge=1)
    departments: tuple[str, ...] = ()


class Chosen(_Part):
    """Whom the campaign is for; what is left out fits everybody (policy/selection.py)."""

    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    discharged_from: date | None = None
    discharged_to: date | None = None
    least_age: int | None = Field(default=None, ge=0, le=130)
    most_age: int | None = Field(default=None, ge=0, le=130)

    @model_validator(mode="after")
    def _possible(self) -> Chosen:
        _told(lambda: self.selection)
        return self

    @property
    def selection(self) -> Selection:
        """As policy has it. Raises WrongInput."""
        return Selection(
            diagnoses=self.diagnoses,
            procedures=self.procedures,
            departments=self.departments,
            discharged_from=self.discharged_from,
            discharged_to=self.discharged_to,
            least_age=self.least_age,
            most_age=self.most_age,
        )


class TemplateRule(_Part):
    """Who is asked something else, or alarms from elsewhere on, than the campaign says (policy/template.py)."""

    questionnaire_id: Name | None = None
    departments: tuple[Name, ...] = ()
    diagnoses: tuple[Name, ...] = ()
    procedures: tuple[Name, ...] = ()
    plan_days: tuple[Name, ...] = ()
    thresholds: Mapping[Name, Limit] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _possible(self) -> TemplateRule:
        _told(lambda: self.template)
        return self

    @property
    def template(self) -> Template:
        """As policy has it. Raises WrongInput."""
        return Template(
            questionnaire=self.questionnaire_id,
            departments=self.departments,
            diagnoses=self.diagnoses,
            procedures=self.procedures,
            plan_days=self.plan_days,
            thresholds=self.thresholds,
        )


class Webhook(_Part):
    """Where what happens is told; the secret signs it."""

    events: tuple[WebhookEvent, ...] = Field(min_length=1)
    url: str
    secret: SecretStr = Field(min_length=1, max_length=512)

    @field_validator("url")
    @classmethod
    def _https(cls, value: str) -> str:
        parts = urlsplit(value)
        if not parts.hostname or parts.username or parts.password:
            raise ValueError("must be an address such as https://ehr.example.com/webhook")
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise ValueError("must begin with https://; plain http is for this machine alone")
        return value


class CampaignRequest(_Part):
    """The whole request. `list` holds the rows as they came; each is checked by itself (contact_row.py)."""

    name: Name
    questionnaire_id: Name
    schedule: Schedule = Schedule()
    dialer: Dialer = Dialer()
    priority: int = Field(default=5, ge=0, le=9)
    release: Release = Release()
    selection: Chosen = Chosen()
    templates: tuple[TemplateRule, ...] = Field(default=(), max_length=MOST_TEMPLATES)
    thresholds: Mapping[Name, Limit] = Field(default_factory=dict)
    list: tuple[Mapping[str, object], ...] = ()
    webhook: Webhook | None = None

    @field_validator("templates")
    @classmethod
    def _reachable(cls, value: tuple[TemplateRule, ...]) -> tuple[TemplateRule, ...]:
        _told(lambda: check_order([each.template for each in value]))
        return value

    @property
    def caller_ids(self) -> tuple[str, ...]:
        """The pool as numbers are stored: digits that a number is made of, or as written where it is none."""
        return tuple(dict.fromkeys(_caller_id(text) for text in self.dialer.caller_id_pool))


def chosen_of(stored: Mapping[str, object]) -> Selection:
    """The selection of a stored campaign."""
    return Chosen.model_validate(stored).selection


def read_campaign(text: str) -> CampaignRequest:
    """Read a request. Raises WrongInput that names every wrong field by its path."""
    return read_request(CampaignRequest, text, "the request")


def _caller_id(text: str) -> str:
    try:
        return PhoneNumber.parse(text).national
    except WrongInput:
        return text.strip()
