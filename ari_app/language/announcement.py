"""An announcement, a mailbox or an assistant told from what a person says: by a full phrase, compared by sound.

A recognizer writes 空号 as 控号 and 停机 as 听机, so phrases are looked for as syllables that may be mistaken for one
another. What is only half heard is nothing: a wrong cause would stop calls that should go on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ari_app.core.vocabulary import Disposition
from ari_app.language.announcement_words import (
    DIALED,
    ENGLISH,
    ENGLISH_FRAME,
    LEADS_OUT,
    LINE,
    OTHER_SIDE,
    WAIT_A_MOMENT,
    WAITS,
    WORDINGS,
    Wording,
)
from ari_app.language.syllables import difference, syllables

PER_SYLLABLE = 0.17
"""Farther than this from a phrase, on average over its syllables (0 the same, 1 nothing in common), it was not said."""
MOST_BETWEEN = 14
"""Syllables between frame and phrase: 您拨打的 … 电话暂时 … 无法接通."""
MOST_BEFORE_THE_END = 8
"""Syllables from the end of a phrase to the end of what leads out: 已关机 请您 稍后再拨."""
LEAST_OF_A_MACHINE = 9
"""Characters; in fewer only a full phrase tells a machine."""
_SKIPPED = 1.2
_ANOTHER = 0.55
"""A syllable farther than this is another one, and costs as much as two."""

_NOT_HAN = re.compile(r"[^\u4e00-\u9fff〇]")
_NOT_LETTERS = re.compile(r"[^a-z]")
# what machines do not say: a call's answer, a question back, one's own doings, somebody's telephone
_PERSON = re.compile(
    r"^(喂|哎|诶|欸|唉|嗯|啊)|[啊呀吧嘛哦]$|什么意思|怎么|是不是|咋|干嘛|说话|你说|您说|听不|听得|打错|"
    r"[他她](的|那个|这个)?(手机|电话|号码)|我(是|叫)[^，]{0,4}(他|她|女儿|儿子|老公|老婆|爱人|家属|爸|妈|主任|王|李|张)|"
    r"是.{1,6}的秘书|我(在|正在|这边|这里|刚|没|不知道)|你打|晚点|等一?会"
)
# what an assistant calls itself; who asks the robot whether it is one says 你是
_NAMES_ITSELF = re.compile(r"(智能|语音|通话|电话|来电)(助理|助手|秘书)|机主")
_ASKS_BACK = re.compile(
    r"(你|您|这|那)们?(是|不是|就是|个|又是)[^，]{0,4}(智能|语音|助理|助手|秘书|机器|录音)|机器|什么意思|骗"
)
_OF_ANOTHER = re.compile(r"[他她]|老伴|老公|老婆|爱人|爸|妈|儿子|女儿|家里人")
# a person says these too, but seldom before he was asked anything
_CUES = re.compile(r"助理|助手|机主|来电秘书|嘀声|滴声|提示音|语音信箱|[帮为替][您你](转达|转告|记录)")
_SAYS_NOT = re.compile(r"(不是|没有|哪有|什么)[^，]{0,4}(助理|助手|秘书|机器)|[你您]才是")
_SAYS_PERSON = re.compile(r"本人|真人|活人|我(就)?是$|是我|^是?我$|是人")
_LOST = frozenset(
    {
        Disposition.VOICEMAIL, Disposition.CALL_ASSISTANT, Disposition.TRUNK_ERROR, Disposition.VACANT,
        Disposition.INVALID, Disposition.SUSPENDED, Disposition.POWER_OFF, Disposition.BARRED, Disposition.REJECTED,
        Disposition.NO_ANSWER, Disposition.NETWORK, Disposition.UNREACHABLE, Disposition.BUSY,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Announcement:
    """What was announced: the `phrase` that told it, as it is written, and whether the carrier goes on trying."""

    kind: Disposition
    phrase: str
    waits: bool

    @property
    def is_final(self) -> bool:
        """Whether nobody will pick this call up any more."""
        return self.kind in _LOST and not self.waits


def announcement_in(text: str, *, before_answer: bool = False) -> Announcement | None:
    """The announcement in what was heard; None for anything that is not told by a full phrase.

    Before the answer nobody can be mistaken for a machine: there a part of the frame is enough.
    """
    heard = syllables(_NOT_HAN.sub("", text))
    for wording in WORDINGS:
        is_lenient = before_answer and wording.frames in (DIALED, OTHER_SIDE)
        phrase = _told(heard, wording, (*wording.frames, *LINE) if is_lenient else wording.frames)
        if phrase is not None:
            return Announcement(wording.kind, phrase, _is_to_wait(heard))
    return _in_english(_NOT_LETTERS.sub("", text.lower()))


def speaks_as_person(text: str) -> bool:
    """Whether somebody speaks who only mentions a machine: 请留言是什么意思啊, 他手机关机了, 我是他的秘书.

    Only a full phrase outweighs that, and the shortness of what was heard: a person is never hung up on for a word.
    """
    han = _NOT_HAN.sub("", text)
    if announcement_in(text) is not None:
        return False
    return len(han) < LEAST_OF_A_MACHINE or _PERSON.search(han) is not None


def announcement_over(utterances: Sequence[str]) -> Announcement | None:
    """The announcement in what was heard one after the other: an assistant pauses within its own sentence.

    The last utterance alone tells it, or all of them together where nobody among them speaks as a person.
    """
    if not utterances:
        return None
    alone = announcement_in(utterances[-1])
    if alone is not None or len(utterances) == 1 or any(_is_of_person(each) for each in utterances):
        return alone
    return announcement_in("".join(utterances[-2:])) or announcement_in("".join(utterances))


def may_be_machine(utterances: Sequence[str]) -> bool:
    """Whether an assistant or a mailbox may be speaking, by words that a person uses too."""
    if any(_is_of_person(each) for each in utterances):
        return False
    return _CUES.search(_NOT_HAN.sub("", "".join(utterances))) is not None


def is_said_by_machine(text: str) -> bool:
    """Whether the answer to 请问您是本人还是电话助理 is the latter, or goes on as one."""
    return may_be_machine((text,)) and not is_said_by_person(text)


def is_said_by_person(text: str) -> bool:
    """Whether it is the former."""
    han = _NOT_HAN.sub("", text)
    return _SAYS_PERSON.search(han) is not None or says_no_machine(text)


def says_no_machine(text: str) -> bool:
    """Whether it denies the latter: 本人不是助理 denies nothing else."""
    return _SAYS_NOT.search(_NOT_HAN.sub("", text)) is not None


def _is_of_person(text: str) -> bool:
    """Whether nobody but a person speaks so, of somebody else or to the robot."""
    han = _NOT_HAN.sub("", text)
    if _ASKS_BACK.search(han) is not None or _OF_ANOTHER.search(han) is not None:
        return True
    return _PERSON.search(han) is not None and _NAMES_ITSELF.search(han) is None


def _told(heard: tuple[str, ...], wording: Wording, frames: tuple[str, ...]) -> str | None:
    """The first phrase that stands behind a frame, or before what leads out where a part of one is enough."""
    behind = _places(heard, frames) if frames else [0]
    out = [] if frames is wording.frames else _places(heard, LEADS_OUT)
    if not behind and not out:
        return None
    for phrase in wording.phrases:
        for end in _places(heard, (phrase,)):
            start = end - len(syllables(phrase))
            is_framed = not frames or any(-1 <= start - frame <= MOST_BETWEEN for frame in behind)
            if is_framed or any(3 <= far - end <= MOST_BEFORE_THE_END for far in out):
                return phrase
    return None


def _is_to_wait(heard: tuple[str, ...]) -> bool:
    """Whether the carrier goes on trying."""
    if _places(heard, WAITS):
        return True
    return any("zai" not in heard[end : end + 2] for end in _places(heard, WAIT_A_MOMENT))


def _in_english(letters: str) -> Announcement | None:
    frame = re.search(ENGLISH_FRAME, letters)
    for kind, pattern in ENGLISH:
        found = re.search(pattern, letters)
        if found is not None and (frame is not None or kind is Disposition.VOICEMAIL):
            waits = "holdon" in letters or "donothang" in letters
            return Announcement(kind, found.group(), waits)
    return None


@lru_cache(maxsize=4096)
def _places(heard: tuple[str, ...], phrases: tuple[str, ...]) -> list[int]:
    """Where one of the phrases ends in what was heard: counts of syllables, in order."""
    return sorted({end for phrase in phrases for end in _ends(heard, syllables(phrase))})


def _ends(heard: tuple[str, ...], phrase: tuple[str, ...]) -> list[int]:
    """Ends of the places in `heard` that sound like the phrase: edit distance with a free beginning."""
    allowed = PER_SYLLABLE * len(phrase)
    row = [_SKIPPED * i for i in range(len(phrase) + 1)]
    ends = []
    for at, syllable in enumerate(heard, start=1):
        corner, row[0] = row[0], 0.0
        for i, wanted in enumerate(phrase, start=1):
            best = min(corner + _cost(syllable, wanted), row[i] + _SKIPPED, row[i - 1] + _SKIPPED)
            corner, row[i] = row[i], best
        if row[-1] <= allowed:
            ends.append(at)
    return ends


def _cost(heard: str, wanted: str) -> float:
    apart = difference(heard, wanted)
    return apart if apart <= _ANOTHER else 2.0 * apart
