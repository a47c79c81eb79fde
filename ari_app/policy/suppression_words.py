"""Why a follow-up is not dialed, in a sentence a supervisor reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ari_app.core.dialing_vocabulary import Suppression


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same reason in Chinese and in English."""

    zh: str
    en: str


WORDS: Mapping[Suppression, Sentence] = {
    Suppression.NOT_DUE: Sentence("还没到计划的拨打时间。", "Its time has not come yet."),
    Suppression.OUTSIDE_HOURS: Sentence(
        "现在不在医院规定的拨打时段内（含午休）。", "It is outside the hospital's calling hours."
    ),
    Suppression.WEEKEND: Sentence("今天是周末，医院规定周末不拨打。", "No calls are placed on weekends."),
    Suppression.HOLIDAY: Sentence(
        "今天是法定节假日，只拨打紧急电话。", "It is a public holiday: only urgent calls are placed."
    ),
    Suppression.OUTSIDE_CAMPAIGN_HOURS: Sentence(
        "现在不在该任务设定的时段内。", "It is outside the campaign's own windows."
    ),
    Suppression.OUTSIDE_PATIENT_HOURS: Sentence(
        "现在不在患者希望的接听时段内。", "It is outside the hours that the patient prefers."
    ),
    Suppression.NO_COMMON_HOURS: Sentence(
        "医院、任务和患者的时段没有重叠，机器人永远无法拨打。",
        "The hospital's, the campaign's and the patient's windows never meet, so the robot can never call.",
    ),
    Suppression.CLOSING_SOON: Sentence(
        "时段马上结束，等下一时段再拨。", "The window is about to close; the next one is awaited."
    ),
    Suppression.DAILY_CAP: Sentence(
        "今天已达到对该患者的联系次数上限。", "The patient has been contacted as often as a day allows."
    ),
    Suppression.WEEKLY_CAP: Sentence(
        "最近七天已达到对该患者的联系次数上限。",
        "The patient has been contacted as often as seven days allow.",
    ),
    Suppression.ATTEMPTS_USED_UP: Sentence(
        "这次随访的拨打次数已用完，请人工跟进。",
        "All attempts of this follow-up are used up; a person goes on.",
    ),
    Suppression.TOO_LATE: Sentence(
        "有效期已过，或在有效期内已没有可拨打的时段，请人工跟进。",
        "Its last day has passed, or passes before it may be called; a person goes on.",
    ),
    Suppression.DO_NOT_CALL: Sentence(
        "患者要求不再来电，所有任务都不再拨打。",
        "The patient asked not to be called; no campaign calls again.",
    ),
    Suppression.COMPLAINT: Sentence(
        "患者对来电有投诉，不再拨打。", "There is a complaint about our calls; none is placed."
    ),
    Suppression.BLACKLISTED: Sentence("该号码在黑名单中。", "The number is on the blacklist."),
    Suppression.NOT_WHITELISTED: Sentence(
        "该任务只拨打白名单，此号码不在其中。",
        "The campaign dials the whitelist only; this number is not on it.",
    ),
    Suppression.NO_VALID_NUMBER: Sentence(
        "没有可用的号码，请核对并补充。", "There is no number that works; please check and add one."
    ),
    Suppression.GUARDIAN_MISSING: Sentence(
        "患者未成年且没有登记监护人，请补充监护人。",
        "The patient is a minor without a known guardian; please add one.",
    ),
    Suppression.DECEASED: Sentence("患者已故，不再联系。", "The patient has died; nobody is called."),
    Suppression.REFUSED: Sentence("患者拒绝了这次随访。", "The patient refused this follow-up."),
    Suppression.PERSON_TOOK_OVER: Sentence(
        "已转由工作人员处理，机器人不再拨打。", "A person has taken it over; the robot does not call."
    ),
    Suppression.POSTPONED_TOO_OFTEN: Sentence(
        "患者多次要求改时间，请人工联系。", "The patient put the call off too often; a person should call."
    ),
    Suppression.NOBODY_ON_DUTY: Sentence(
        "该问卷需要有人可接转，目前无人值班。",
        "This questionnaire needs a person on duty; there is none now.",
    ),
    Suppression.ALREADY_IN_CALL: Sentence(
        "患者正在另一通电话中。", "The patient is in another of our calls."
    ),
    Suppression.CAMPAIGN_NOT_STARTED: Sentence("任务尚未启动。", "The campaign has not been started."),
    Suppression.CAMPAIGN_PAUSED: Sentence("任务已暂停。", "The campaign is paused."),
    Suppression.CAMPAIGN_ENDED: Sentence("任务已停止或已完成。", "The campaign was stopped or is finished."),
    Suppression.RELEASE_LIMIT: Sentence(
        "任务在灰度阶段，今天的放量已用完或未轮到该科室。",
        "The campaign is being released step by step; today's share is used up or the department is not in it.",
    ),
    Suppression.CAMPAIGN_FULL: Sentence("任务的并发已满。", "The campaign has all its calls in use."),
    Suppression.TRUNK_FULL: Sentence("线路的并发已满。", "The trunk has all its calls in use."),
    Suppression.WORKER_FULL: Sentence("本节点的并发已满。", "The worker has all its calls in use."),
    Suppression.SYSTEM_FULL: Sentence("全系统的并发已满。", "The whole system has all its calls in use."),
    Suppression.CALL_RATE: Sentence(
        "已达到每秒呼叫数上限，稍候拨打。", "As many calls are set up a second as are allowed."
    ),
    Suppression.TRUNK_DOWN: Sentence(
        "线路连续失败已熔断，正在等待重试。",
        "The trunk failed repeatedly and is being left alone for a while.",
    ),
    Suppression.NO_CALLER_ID: Sentence(
        "没有可用的主叫号码（停用、被拦截而暂停使用或当日已达上限）。",
        "No caller ID can be used: disabled, resting because it is barred, or at its daily limit.",
    ),
    Suppression.CALLS_BARRED: Sentence(
        "来电被拦截或限制，请检查主叫号码是否被标记。",
        "The call was barred; check whether the caller ID has been marked as spam.",
    ),
    Suppression.NO_READY_AGENT: Sentence("没有空闲坐席。", "No agent is ready."),
    Suppression.NOT_CONFIRMED: Sentence(
        "预览外呼，等待坐席确认后拨打。", "An agent must confirm each call, and none has."
    ),
    Suppression.AGENT_SKIPPED: Sentence(
        "坐席跳过了该患者，稍后再提示。", "An agent skipped it; it is shown again later."
    ),
}
