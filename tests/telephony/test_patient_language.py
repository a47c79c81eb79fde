"""A patient of another language is heard by its engine, from the first question to the goodbye."""

from __future__ import annotations

from pathlib import Path

import pytest

from ari_app.core.vocabulary import Disposition
from ari_app.provision.asterisk_instance import AsteriskInstance
from tests.fakes.scripted_recognizer import ScriptedRecognizer
from tests.support.calls import USUAL, open_ward

pytestmark = pytest.mark.realtime


@pytest.mark.req("M06-004")
async def test_a_cantonese_patient_is_heard_by_the_cantonese_engine(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    cantonese = ScriptedRecognizer({"consent": "可以", "person": "打错了"})
    async with open_ward(asterisk, database, tmp_path, languages={"yue": cantonese}) as ward:
        placed = await ward.place(language="yue-hant-hk")
        patient = await ward.answered()
        await patient.speaks_after_prompt(2)
        assert await placed.ended() is Disposition.WRONG_NUMBER
        assert (cantonese.heard, ward.recognizer.heard) == (["consent", "person"], [])

        placed = await ward.place(phone="13800000009")
        patient = await ward.answered()
        for _ in USUAL:
            await patient.speaks_after_prompt()
        assert await placed.ended() is Disposition.COMPLETED
        assert ward.recognizer.heard == list(USUAL)
        assert cantonese.heard == ["consent", "person"]
