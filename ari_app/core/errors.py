"""The error tree: every error a user can cause or meet has a code, one line of text, and its mend."""

from __future__ import annotations


class AppError(Exception):
    """An error with a stable `code`, a one-line `message` and, where there is one, the `mend`.

    The text never holds patient data.
    """

    code = "error"

    def __init__(self, message: str, *, mend: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} ({self.mend})" if self.mend else self.message


class WrongInput(AppError):
    """The caller gave something that cannot be used; nothing was done, and a corrected call may be tried."""

    code = "wrong_input"


class ConfigError(AppError):
    """A setting is missing, unknown or out of range."""

    code = "config"


class Unavailable(AppError):
    """A part that is needed (Asterisk, PostgreSQL, the recognizer) does not answer."""

    code = "unavailable"


class Refused(AppError):
    """A part answered and said no: a wrong password, a missing permission, a version that is too old."""

    code = "refused"


class Damaged(AppError):
    """A file is there but is not what it should be: its checksum or its format is wrong."""

    code = "damaged"


class Conflict(AppError):
    """Somebody else changed the same thing first."""

    code = "conflict"
