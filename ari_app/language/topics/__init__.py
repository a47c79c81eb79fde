"""What questions with options are about. The first of those that fit a question equally well counts."""

from __future__ import annotations

from ari_app.language.option_concepts import Topic
from ari_app.language.topics.amount import AMOUNT
from ari_app.language.topics.bowels import BOWEL
from ari_app.language.topics.breath import BREATH, FEVER
from ari_app.language.topics.daily_life import CARE, CONSUMPTION, FUNCTION, HABIT, SUTURES
from ari_app.language.topics.eating import APPETITE, DIET
from ari_app.language.topics.frequency import FREQUENCY
from ari_app.language.topics.judgments import POLAR, QUALITY, WHEN
from ari_app.language.topics.medicine import TAKEN
from ari_app.language.topics.mood import MOOD
from ari_app.language.topics.moving import MOBILITY, NEED
from ari_app.language.topics.places import PLACE
from ari_app.language.topics.sleep import SLEEP
from ari_app.language.topics.trend import TREND
from ari_app.language.topics.urine import URINE
from ari_app.language.topics.wound import WOUND

TOPICS: tuple[Topic, ...] = (
    WOUND, DIET, APPETITE, BOWEL, URINE, BREATH, SLEEP, MOBILITY, FUNCTION, MOOD, HABIT, SUTURES, CARE, CONSUMPTION,
    NEED, PLACE, FREQUENCY, TAKEN, TREND, AMOUNT, FEVER, WHEN, POLAR, QUALITY,
)  # fmt: skip
