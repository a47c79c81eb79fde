"""What can go wrong in one ARI call, by kind; HTTP statuses as the Asterisk API documents them."""

from __future__ import annotations

from ari_app.core.errors import AppError, Conflict, Refused, Unavailable, WrongInput


class NotFound(AppError):
    """404: the channel, bridge, playback or recording is not there (any more)."""

    code = "ari_not_found"


class AriConflict(Conflict):
    """409: the id is taken (so it was made before), or the object is in a state that forbids this."""

    code = "ari_conflict"


class WrongState(Conflict):
    """412: the channel is not in a state in which this can be done."""

    code = "ari_wrong_state"


class Unprocessable(WrongInput):
    """422: known, but not usable here: a channel that has not entered Stasis yet, an unknown format."""

    code = "ari_unprocessable"


class WrongParameter(WrongInput):
    """400: Asterisk does not accept a parameter."""

    code = "ari_wrong_parameter"


class TrunkUnavailable(Unavailable):
    """The endpoint cannot be dialed: not registered, or its qualify says that it is unreachable."""

    code = "trunk_unavailable"


class ServerFault(Unavailable):
    """5xx without a better name."""

    code = "ari_server_fault"


class NoAnswerInTime(Unavailable):
    """Asterisk did not answer before the deadline; whether it did the thing is unknown."""

    code = "ari_deadline"


_BY_STATUS: dict[int, type[AppError]] = {
    400: WrongParameter,
    404: NotFound,
    409: AriConflict,
    412: WrongState,
    422: Unprocessable,
}


def fault_of(operation: str, status: int, message: str) -> AppError:
    """The typed error for an HTTP `status` of at least 400 that answered `operation`."""
    text = f"ARI {operation}: {status} {message}"
    if status in (401, 403):
        return Refused(
            text,
            mend="check the settings against user, password, read_only and permit in ari.conf",
        )
    if kind := _BY_STATUS.get(status):
        return kind(text)
    if status == 500 and "duplicate bridge id" in message:  # the Swagger promises 409
        return AriConflict(text)
    if status == 500 and "Allocation failed" in message:
        return TrunkUnavailable(
            text, mend="the endpoint is unknown, unregistered or unreachable: see 'pjsip show endpoints'"
        )
    return ServerFault(text)
