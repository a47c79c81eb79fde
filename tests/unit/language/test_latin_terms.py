"""Terms that Mandarin calls by Latin letters, by what a recognizer of Han characters makes of them."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import Flag, QType
from ari_app.language.latin_terms import LATIN_TERMS, terms_heard
from ari_app.language.parser import understand
from ari_app.language.understanding import Context


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("昨天去做了细地结果还没拿到", "昨天去做了CT结果还没拿到"),
        ("医生说做个洗底", "医生说做个CT"),
        ("下个礼拜要去做逼潮", "下个礼拜要去做B超"),
        ("我之前在安西游住了三天", "我之前在ICU住了三天"),
        ("拍了爱克斯光", "拍了X光"),
    ],
)
def test_the_letters_are_found_by_their_sound(heard: str, meant: str) -> None:
    assert next(iter(terms_heard(heard))) == meant


@pytest.mark.parametrize(
    "heard",
    ["我爱看这个电视系列", "我比较少出门", "西地", "我在家吃西里", "孩子在西堤上学", "", "昨天做了CT"],
)
def test_what_is_far_or_not_led_to_is_left(heard: str) -> None:
    """What was written in letters already is left as well."""
    assert terms_heard(heard) == {}


def test_a_text_with_letters_is_read_like_any_other() -> None:
    for term in LATIN_TERMS:
        meaning = understand(QType.OPEN_TEXT, "", f"昨天做了{term}，今天胸口疼得厉害", Context())
        assert Flag.CHEST_PAIN in meaning.flags
        assert term in str(meaning.value) or meaning.value is None
