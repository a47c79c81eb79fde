"""The signs and the words that name them. Data only; danger.py decides what counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ari_app.core.vocabulary import Flag
from ari_app.language import words_emergency as emergency
from ari_app.language import words_self_harm as self_harm
from ari_app.language import words_wound as wound
from ari_app.language.words_body import BODY, MEDICINE
from ari_app.language.words_satisfaction import SATISFACTION

SIGNS: Mapping[Flag, Iterable[str]] = {
    Flag.SELF_HARM: self_harm.WISHES,
    Flag.PLAN_OR_ATTEMPT: self_harm.PLANS,
    Flag.CHEST_PAIN: emergency.CHEST_PAIN,
    Flag.DYSPNEA: emergency.DYSPNEA,
    Flag.HEMATEMESIS: emergency.HEMATEMESIS,
    Flag.SYNCOPE: emergency.SYNCOPE,
    Flag.SEIZURE: emergency.SEIZURE,
    Flag.STROKE: emergency.STROKE,
    Flag.UNCONSCIOUS: emergency.UNCONSCIOUS,
    Flag.OVERDOSE: emergency.OVERDOSE,
    Flag.EMERGENCY: emergency.CRIES,
    Flag.WOUND_BLEEDING: wound.BLEEDING,
    Flag.WOUND_REDNESS: wound.REDNESS,
    Flag.WOUND_EXUDATE: wound.EXUDATE,
    Flag.WOUND_SMELL: wound.SMELL,
    Flag.WOUND_PUS: wound.PUS,
    Flag.WOUND_DEHISCENCE: wound.DEHISCENCE,
    **BODY,
    **MEDICINE,
    **SATISFACTION,
}
HEAVY_BLEEDING = emergency.HEAVY_BLEEDING

# Signs where life may be at risk.
LIFE_AT_RISK = frozenset(
    {
        Flag.CHEST_PAIN, Flag.DYSPNEA, Flag.HEMATEMESIS, Flag.SYNCOPE, Flag.SEIZURE, Flag.STROKE, Flag.UNCONSCIOUS,
        Flag.OVERDOSE,
    }
)  # fmt: skip
