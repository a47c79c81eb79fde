"""HTTP statuses become typed errors."""

from __future__ import annotations

import pytest

from ari_app.ari.faults import (
    AriConflict,
    NotFound,
    ServerFault,
    TrunkUnavailable,
    Unprocessable,
    WrongParameter,
    WrongState,
    fault_of,
)
from ari_app.core.errors import AppError, Refused


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "Invalid", WrongParameter),
        (401, "Unauthorized", Refused),
        (403, "Forbidden", Refused),
        (404, "Channel not found", NotFound),
        (409, "Channel with given unique ID already exists", AriConflict),
        (412, "Channel in invalid state", WrongState),
        (418, "Teapot", ServerFault),
        (422, "Channel not in Stasis application", Unprocessable),
        (500, "Allocation failed", TrunkUnavailable),
        (500, "Unable to create bridge. Possible duplicate bridge id 'b'", AriConflict),
        (500, "Internal Server Error", ServerFault),
        (503, "Service unavailable", ServerFault),
    ],
)
def test_status_becomes_its_kind(status: int, message: str, kind: type[AppError]) -> None:
    fault = fault_of("channels.get", status, message)
    assert type(fault) is kind
    assert "channels.get" in fault.message and message in fault.message
