"""Telephone numbers: what was typed, checked and brought into E.164 (ITU-T)."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from ari_app.core.errors import WrongInput

DEFAULT_REGION = "CN"
LONGEST_CALLER = 20

_AREA = re.compile(r"\+86(10|2\d|[3-9]\d{2})\d{7,8}")
_MOBILE = re.compile(r"\+861[3-9]\d{9}")


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A possible and valid number in E.164, such as +8613800000002."""

    e164: str

    @staticmethod
    def parse(text: str, region: str = DEFAULT_REGION) -> PhoneNumber:
        """Read a number as people write it in `region`. Raises WrongInput when there can be no such number."""
        # the library reads letters as the keys they stand on, so that a masked digit would become a real one
        if any(character.isalpha() for character in text):
            raise WrongInput("a telephone number holds no letters", mend="give every digit")
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            raise WrongInput(
                "that is not a telephone number", mend="give it as 13800000002 or +86…"
            ) from None
        if not phonenumbers.is_possible_number(number):
            raise WrongInput("no telephone number is that long or that short", mend="check the digits")
        if not phonenumbers.is_valid_number(number):
            raise WrongInput(f"no such number is given out in {region}", mend="check the digits")
        return PhoneNumber(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))

    @staticmethod
    def of_caller(text: str) -> PhoneNumber | None:
        """The number that a trunk gives for a caller, however it writes it; None for one that is none.

        Trunks put a 0 before mobile numbers, or the country code without its +.
        """
        digits = text.removeprefix("+")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_CALLER):
            return None
        for each in (text, text.removeprefix("0"), f"+{digits.removeprefix('00')}"):
            try:
                return PhoneNumber.parse(each)
            except WrongInput:
                continue
        return None

    @property
    def national(self) -> str:
        """As it is dialed inside the country, digits only, such as 13800000002."""
        number = phonenumbers.parse(self.e164, None)
        text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        return "".join(character for character in text if character.isdigit())

    @property
    def area(self) -> str | None:
        """The area code of a Chinese landline, such as 010; None for a mobile and for other countries."""
        found = None if _MOBILE.fullmatch(self.e164) else _AREA.fullmatch(self.e164)
        return None if found is None else f"0{found[1]}"

    @property
    def masked(self) -> str:
        """Enough to recognize it by: the last four digits."""
        return f"…{self.e164[-4:]}"
