"""Answers that were heard unsurely: read back for a yes, or asked again; after three, left for review."""

from __future__ import annotations

from dataclasses import replace

from ari_app.core.vocabulary import Action, AnswerStatus, FollowUpAction, Intent, MissingReason, QType
from ari_app.dialogue.asking import MOST_ASKS, ask_again
from ari_app.dialogue.prompt_book import prompt, read_back
from ari_app.dialogue.question import Reply
from ari_app.dialogue.state import Answer, Pending, Stage
from ari_app.dialogue.turn import Turn
from ari_app.language.measured_flags import flags_of_value
from ari_app.language.parser import understand
from ari_app.language.phrases import Phrases
from ari_app.language.understanding import Context, Understanding
from ari_app.questionnaire.questionnaire import Item

MOST_LOW = 3
LEAST_SURE = 0.1
_UNITS = {
    QType.NRS: "/10",
    QType.RATING_1_10: "/10",
    QType.TEMPERATURE: "Cel",
    QType.ADHERENCE_PCT: "%",
    QType.COUNT_WEEK: "/wk",
    QType.BLOOD_PRESSURE: "mm[Hg]",
    QType.GLUCOSE: "mmol/L",
}
_PLAIN_YES = frozenset("对 对的 对对 对对对 是 是的 是是 嗯 嗯嗯 嗯对 没错 正确 对啊 对呀 对没错".split())
_PLAIN_NO = frozenset("不对 不是 不是的 不对不对 错了 不 听错了 你听错了 说错了".split())
# a cough is easily taken for these
_MERE_SOUNDS = frozenset({"嗯", "嗯嗯", "是"})
_SAME = Phrases(
    "(跟|和|同|与)(上|之前|以前|原来|那)[次回]?[的时候]*(一样|差不多|一个样)", "(还是)?老样子", "没(有)?变化"
)
# 差不多 and 没错 agree
_AGAINST = Phrases(
    "(?<!差)不(?!错)", "没(?!错)", "(?<!没)错", "哪有", "比(这|那|它|他)", "瞎说", "乱说", "胡说"
)
_PLAINLY_AGAINST = Phrases("不(对|是)", "(?<!没)错了", "听错")
_NOISE = str.maketrans("", "", " \t\u3000，。！？、,.!?")


def hear_low(turn: Turn, reply: Reply) -> None:
    """Deal with a reply below the confidence limit."""
    turn.change(low=turn.state.low + 1)
    if turn.state.low >= MOST_LOW or turn.state.times_asked >= MOST_ASKS:
        _leave_for_review(turn, reply)
        return
    item = open_item(turn)
    meaning = reply.meaning
    if item is None or meaning.action is not Action.ACCEPT:
        ask_again(turn, "reask.sorry", MissingReason.LOW_CONFIDENCE)
        return
    if not _read_back(turn, item, reply, "confirm.lead"):
        ask_again(turn, "reask.sorry", MissingReason.LOW_CONFIDENCE)


def confirm_previous(turn: Turn, item: Item, reply: Reply) -> bool:
    """Read the last call's answer back to one who says that nothing changed. False when there is none."""
    before = turn.script.patient.last_answers.get(item.link_id)
    if not isinstance(before, str | int | float | dict) or turn.state.times_asked >= MOST_ASKS:
        return False
    meaning = Understanding(Action.ACCEPT, Intent.ANSWER, before, _UNITS.get(item.qtype))
    meaning = replace(meaning, flags=tuple(sorted(flags_of_value(item.qtype, meaning))))
    return _read_back(turn, item, replace(reply, meaning=meaning), "confirm.previous")


def says_same(reply: Reply) -> bool:
    """Whether the patient says that the answer is the last call's."""
    return _SAME.within(reply.text.translate(_NOISE))


def _read_back(turn: Turn, item: Item, reply: Reply, lead: str) -> bool:
    sentences = read_back(turn.script, item, reply.meaning.value, lead)
    question = turn.rules.question(turn)
    if sentences is None or question is None:
        return False
    meaning = reply.meaning
    pending = Pending(meaning.value, meaning.unit, reply.confidence, reply.text, reply.span, meaning.flags)
    turn.change(pending=pending, times_asked=turn.state.times_asked + 1)
    turn.say_sentences(f"{question.code}.confirm", sentences)
    turn.listen(question)
    return True


def settles_read_back(turn: Turn, reply: Reply) -> bool:
    """Whether a reply is a plain yes or no to a read-back: it counts also where the hearing is unsure of it.

    Two syllables alone seldom come over a telephone with the confidence that an answer needs. Of what was heard and
    then said yes to in so many words two hearings agree, and a no only asks again (docs/figures/voice-dialogues.md).
    """
    words = reply.text.translate(_NOISE)
    is_plain = words in _PLAIN_NO or words in _PLAIN_YES - _MERE_SOUNDS
    return turn.state.pending is not None and is_plain and not reply.is_below(LEAST_SURE)


def is_denied(reply: Reply) -> bool:
    """Whether a reply to a read-back says no and nothing else."""
    return reply.text.translate(_NOISE) in _PLAIN_NO


def is_agreed(turn: Turn, reply: Reply) -> bool:
    """Whether a reply to a read-back says yes and no other value."""
    return reply.text.translate(_NOISE) in _PLAIN_YES or _agrees(turn, reply)


def open_item(turn: Turn) -> Item | None:
    """The questionnaire's item that is open, None in the front part."""
    if turn.state.stage is not Stage.ITEMS or turn.state.open_code is None:
        return None
    code = turn.state.open_code
    return next((item for item in turn.script.questionnaire.items if item.link_id == code), None)


def _agrees(turn: Turn, reply: Reply) -> bool:
    """A longer yes ("对就是八分") counts only where the reply is no complete answer of its own."""
    if reply.meaning.action is Action.ACCEPT:
        return False
    question = "您说的是" + prompt(turn.script, "confirm.tail").sentences[0]
    heard = understand(QType.YES_NO, question, reply.text, Context())
    return heard.action is Action.ACCEPT and heard.intent is Intent.ANSWER and heard.value == "yes"


def _leave_for_review(turn: Turn, reply: Reply) -> None:
    item = open_item(turn)
    code = turn.state.open_code or turn.state.stage.value
    turn.request(FollowUpAction.REVIEW_QUEUE, code)
    if item is not None and (heard := _likeliest(turn, item, reply)) is not None:
        guess = Answer(item.link_id, heard.meaning.value, heard.meaning.unit, AnswerStatus.FOR_REVIEW)
        turn.record(guess, heard)
    turn.rules.unsettled(turn, MissingReason.LOW_CONFIDENCE)


def _likeliest(turn: Turn, item: Item, reply: Reply) -> Reply | None:
    """What most likely was the answer: this reply, or what was read back and never denied."""
    pending = turn.state.pending
    is_answer = reply.meaning.action is Action.ACCEPT
    if pending is None:
        return reply if is_answer else None
    if is_answer and (item.qtype not in _UNITS or reply.meaning.value != pending.value):
        return reply
    if _speaks_against(reply, item):
        return None
    meaning = Understanding(Action.ACCEPT, Intent.ANSWER, pending.value, pending.unit, flags=pending.flags)
    return replace(
        reply, meaning=meaning, text=pending.text, confidence=pending.confidence, span=pending.span
    )


def _speaks_against(reply: Reply, item: Item) -> bool:
    """Whether a reply to a read-back may deny it, in whatever words: 不对啊, 不是三分, 错了错了.

    What is no number may be a yes behind which a danger is asked for: only plain words take it back.
    """
    words = reply.text.translate(_NOISE)
    against = _AGAINST if item.qtype in _UNITS else _PLAINLY_AGAINST
    return is_denied(reply) or against.within(words)
