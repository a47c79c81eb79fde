"""What a patient hears before a nurse is on the line: nothing that tells whom the call is for, or why."""

from __future__ import annotations

_ONE_MOMENT = "您好，这里是{hospital}，正在为您接通医护人员，请稍等。"
_APOLOGY = "抱歉，医护人员暂时没有接听，我们稍后再与您联系。再见。"


class PersonWords:
    """The sentences of one hospital."""

    def __init__(self, hospital: str) -> None:
        self.one_moment = _ONE_MOMENT.format(hospital=hospital)
        self.apology = _APOLOGY

    @property
    def every(self) -> frozenset[str]:
        """All of them."""
        return frozenset({self.one_moment, self.apology})
