"""What is stored of a call, in the form in which a simulated dialogue is told (docs/contract.md)."""

from __future__ import annotations

from ari_app.dialogue.state import State
from ari_app.lab.verdict import COUNTED
from ari_app.store.stored_result import StoredAction, StoredResult

_ROBOT = "robot"


def as_result(name: object, stored: StoredResult, state: State) -> dict[str, object]:
    """All of it from the tables, except the order of asking, which `state` knows."""
    answers = {each.link_id: each.value for each in stored.answers if each.status in COUNTED}
    return {
        "id": name,
        "answers": answers | {each.code: each.value for each in state.scores},
        "missing": {each.link_id: each.reason for each in stored.missing},
        "alerts": [
            {"code": each.code, "level": each.priority, "sla_min": each.sla_minutes} for each in stored.alerts
        ],
        "disposition": stored.disposition,
        "riskLevel": stored.risk_level,
        "actions": [_action(each) for each in stored.actions],
        "asked": list(state.asked),
        "said": [turn.text for turn in stored.turns if turn.speaker == _ROBOT],
    }


def _action(stored: StoredAction) -> str:
    return f"{stored.action}:{stored.detail}" if stored.detail else stored.action
