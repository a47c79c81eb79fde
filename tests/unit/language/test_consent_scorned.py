"""A scorned question agrees to nothing, however many agreeing characters are in it."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import Action, QType
from ari_app.language.parser import understand
from ari_app.language.understanding import Context

NOTICE = "通话会录音，用来改进医疗质量，可以吗？"


@pytest.mark.parametrize(
    "words",
    ["这有什么可录的", "这有啥可录的", "这有啥录的", "这有什么好录音的", "这有什么行的", "这有什么可以的啊"],
)
def test_what_is_there_to_record_is_no_consent(words: str) -> None:
    meaning = understand(QType.CONSENT, NOTICE, words, Context())
    assert (meaning.action, meaning.value) != (Action.ACCEPT, "yes")


@pytest.mark.parametrize("words", ["这有啥 可以", "这有啥的 行", "不 哎 客气啥 可以", "没事 这有什么的 录吧"])
def test_a_courtesy_before_an_agreement_is_none_against_it(words: str) -> None:
    assert understand(QType.CONSENT, NOTICE, words, Context()).value == "yes"


@pytest.mark.parametrize("words", ["不要紧", "不要紧的", "这有啥不可以", "有什么不行的"])
def test_what_means_that_it_does_not_matter_ends_no_call(words: str) -> None:
    assert understand(QType.CONSENT, NOTICE, words, Context()).action is Action.REASK


@pytest.mark.parametrize("words", ["不要", "不要录", "不可以", "有啥用不行"])
def test_a_plain_no_stays_one(words: str) -> None:
    assert understand(QType.CONSENT, NOTICE, words, Context()).value != "yes"
