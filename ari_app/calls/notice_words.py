"""What a caller hears with whom the robot does not talk: nothing that tells that he is a patient, or of whom."""

from __future__ import annotations

from enum import StrEnum

_DIGITS = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))
HOSPITAL = "您好，这里是{hospital}。"
NOT_HERE = "这条线路暂时不能为您办理业务。"
PRESS_ZERO = "需要人工服务，请按零。"
OTHER_NUMBER = "如需帮助，请拨打{digits}。"
ONE_MOMENT = "好的，正在为您转接，请稍等。"
NOBODY_FREE = "抱歉，现在没有空闲的工作人员。"
THANKS = "感谢您的来电，再见。"
BEING_CALLED = "我们正在给您打电话，请您先挂断，稍等片刻。"
FULL = "现在来电较多，请您过几分钟再打。"


class NoticeKind(StrEnum):
    """Why the robot does not talk with a caller."""

    NEUTRAL = "neutral"
    BEING_CALLED = "being_called"
    FULL = "full"


class NoticeWords:
    """The sentences of one hospital. `phone` is the center's number as it is dialed, None when there is none."""

    def __init__(self, hospital: str, phone: str | None, *, has_desk: bool) -> None:
        self._hospital = HOSPITAL.format(hospital=hospital)
        digits = "".join(_DIGITS.get(each, "") for each in phone or "")
        self._other = (OTHER_NUMBER.format(digits=digits),) if digits else ()
        self._desk = (PRESS_ZERO,) if has_desk else ()

    def opening(self, kind: NoticeKind) -> tuple[str, ...]:
        """What is said first."""
        match kind:
            case NoticeKind.BEING_CALLED:
                return self._hospital, BEING_CALLED
            case NoticeKind.FULL:
                return self._hospital, FULL
            case NoticeKind.NEUTRAL:
                return self._hospital, NOT_HERE, *self._other, *self._desk

    @property
    def nobody_free(self) -> tuple[str, ...]:
        """What is said when the desk does not answer."""
        return NOBODY_FREE, *self._other

    @property
    def every(self) -> frozenset[str]:
        """Every sentence of all of them."""
        openings = {sentence for kind in NoticeKind for sentence in self.opening(kind)}
        return frozenset(openings | {*self.nobody_free, ONE_MOMENT, THANKS})
