"""What a hospital tells of a patient so that his follow-ups are planned: the JSON of one event, checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from ari_app.core.errors import WrongInput
from ari_app.integrations.contact_row import ContactRow, RowFault, read_row
from ari_app.integrations.request_reading import read_request
from ari_app.policy.care_plan import Event, PlanEvent


class PlanEventRequest(BaseModel):
    """One event. `patient` is a row as in lists of campaigns; `at` has its zone; `withdrawn` takes it back."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, frozen=True)

    event_id: Annotated[str, Field(min_length=1, max_length=128)]
    kind: PlanEvent
    at: AwareDatetime
    patient: Mapping[str, object]
    score: Annotated[float, Field(ge=0, le=100)] | None = None
    confirmed: bool = False
    withdrawn: bool = False

    @model_validator(mode="after")
    def _scored(self) -> PlanEventRequest:
        if (self.kind is PlanEvent.ADHERENCE_SCORED) != (self.score is not None):
            raise ValueError("score belongs to adherence_scored, and to nothing else")
        return self

    @property
    def event(self) -> Event:
        """As plans take it."""
        return Event(self.event_id, self.kind, self.at, self.score, self.confirmed)

    def row(self, zone: tzinfo) -> ContactRow:
        """The patient. Raises WrongInput."""
        try:
            return read_row(self.patient, 1, zone)
        except RowFault as fault:
            raise WrongInput(f"patient: {fault}") from None


def read_plan_event(text: str) -> PlanEventRequest:
    """Read an event. Raises WrongInput that names every wrong field."""
    return read_request(PlanEventRequest, text, "the event")
