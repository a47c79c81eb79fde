"""How items, gaps, alerts and actions are called in a note."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.core.vocabulary import AlertCode, FollowUpAction, MissingReason

ITEM_NAMES: Mapping[str, str] = {
    "pain_vas": "疼痛评分",
    "wants_callback": "要求医生回电",
    "temp": "体温",
    "chills": "寒战",
    "wound": "伤口",
    "diet": "进食",
    "bowel": "排便",
    "med_adherence": "用药依从",
    "abnormal": "其他不适",
    "abnormal_desc": "不适描述",
    "missed_doses": "漏服次数",
    "adverse": "用药后不适",
    "adverse_desc": "用药后不适描述",
    "bp": "血压",
    "glucose": "空腹血糖",
    "appt": "复诊预约",
    "materials": "复诊材料备齐",
    "transport": "需要来院路线",
    "sat_doctor": "医生沟通评分",
    "sat_nurse": "护理服务评分",
    "sat_wait": "等候时间评分",
    "sat_cost": "费用说明评分",
    "sat_env": "环境整洁评分",
    "sat_overall": "总体评分",
    "recommend": "愿意推荐",
    "nps": "推荐意愿评分",
    "improve": "改进建议",
    "risk_pain": "疼痛评分",
    "risk_bleeding": "出血",
    "phq1": "兴趣减退",
    "phq2": "情绪低落",
    "phq3": "睡眠",
    "phq4": "疲乏",
    "phq5": "食欲",
    "phq6": "自我评价",
    "phq7": "注意力",
    "phq8": "动作快慢",
    "phq9": "自伤念头",
    "gad1": "紧张焦虑",
    "gad2": "难以停止担心",
    "gad3": "过度担心",
    "gad4": "难以放松",
    "gad5": "坐立不安",
    "gad6": "容易烦躁",
    "gad7": "害怕不好的事",
}

SCORE_NAMES: Mapping[str, str] = {"phq9_total": "PHQ-9总分", "gad7_total": "GAD-7总分"}

BAND_WORDS: Mapping[str, str] = {
    "minimal": "轻微",
    "mild": "轻度",
    "moderate": "中度",
    "moderately_severe": "中重度",
    "severe": "重度",
}

GAP_WORDS: Mapping[MissingReason, str] = {
    MissingReason.NOT_MEASURED: "未测量",
    MissingReason.DONT_KNOW: "说不清",
    MissingReason.REFUSE_QUESTION: "不愿回答",
    MissingReason.NOT_APPLICABLE: "不适用",
    MissingReason.NO_INPUT: "未回应",
    MissingReason.LOW_CONFIDENCE: "听不清，待人工核对",
    MissingReason.HANGUP: "未问到（患者挂机）",
    MissingReason.REFUSE_CALL: "未问到（患者拒绝随访）",
    MissingReason.NOT_REACHED: "未问到",
}

ALERT_WORDS: Mapping[AlertCode, str] = {
    AlertCode.PAIN_HIGH: "疼痛控制欠佳",
    AlertCode.PAIN_RISING: "疼痛连续加重",
    AlertCode.FEVER: "发热或伴寒战",
    AlertCode.WOUND: "伤口异常",
    AlertCode.EMERGENCY: "通话中出现急症表述",
    AlertCode.SELF_HARM: "通话中出现自伤风险表述",
    AlertCode.ITEM9_REFUSED: "情绪筛查自伤条目未作答",
    AlertCode.PHQ9_GE10: "抑郁筛查分值偏高",
    AlertCode.GAD7_GE10: "焦虑筛查分值偏高",
    AlertCode.BP_CRISIS: "血压达到危急范围",
    AlertCode.GLUCOSE_CRISIS: "血糖达到危急范围",
    AlertCode.ADVERSE_REACTION: "用药后不适",
    AlertCode.ADHERENCE_LOW: "用药依从性低",
}

ACTION_WORDS: Mapping[FollowUpAction, str] = {
    FollowUpAction.SMS_GUIDANCE: "短信发送注意事项",
    FollowUpAction.CALLBACK_TASK: "医护回电",
    FollowUpAction.ADVICE_SEEK_CARE: "已建议尽快就医",
    FollowUpAction.ADVICE_120: "已建议拨打120",
    FollowUpAction.NURSING_TICKET: "护理干预工单",
    FollowUpAction.TRANSFER_HUMAN: "转人工",
    FollowUpAction.CLINIC_REVIEW: "安排门诊复查",
    FollowUpAction.EDUCATION: "用药宣教",
    FollowUpAction.FOLLOWUP_TASK: "用药跟进任务",
    FollowUpAction.REDIAL_SCHEDULED: "另行拨打",
    FollowUpAction.HUMAN_TASK: "人工跟进",
    FollowUpAction.HUMAN_REVIEW: "人工复核",
    FollowUpAction.HUMAN_NOTIFIED: "已通知值班人员",
    FollowUpAction.PSYCH_REFERRAL: "心理科转介",
    FollowUpAction.KB_ANSWER_OR_HUMAN: "答复患者提问",
    FollowUpAction.COMPLAINT_TICKET: "投诉工单",
    FollowUpAction.SATISFACTION_TICKET: "满意度工单",
    FollowUpAction.TICKET: "工单",
    FollowUpAction.REVIEW_QUEUE: "人工核对答案",
    FollowUpAction.RESCHEDULE_WRITEBACK: "预约改期回写",
    FollowUpAction.CANCEL_WRITEBACK: "预约取消回写",
    FollowUpAction.CARING_WORDS: "已给予关怀",
    FollowUpAction.HOTLINE_12356: "已告知12356心理援助热线",
    FollowUpAction.STAY_ON_LINE: "保持通话陪伴",
}

DETAIL_WORDS: Mapping[str, str] = {
    "review_queue:suspected_emergency": "可能说过危急情况，未能确认，请听录音",
    "review_queue:suspected_self_harm": "可能说过轻生的话，未能确认，请听录音",
}
"""Actions that are told with their detail, and before all others."""
