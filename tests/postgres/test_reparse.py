"""Stored conversations are read again by the present parser: what differs is told, and nothing is changed."""

from __future__ import annotations

import asyncio
import base64
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from ari_app.cli.main import app
from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import AppError, WrongInput
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft
from ari_app.wiring import instruments
from ari_app.wiring.parser_version import parser_version
from ari_app.wiring.reparsing import Period, RereadCall, reparse
from tests.support.played_calls import PlayedCall, play
from tests.support.stored_calls import NOW

HOSPITAL = HospitalSettings(organization="hospital", name="仁和医院", time_zone="Asia/Shanghai")
DAY = date(2026, 3, 10)
RULES = instruments.rules().version
UNSURE = "<lowconf:0.4>八分"


async def reread(store: Store, asked: Period | None = None) -> list[RereadCall]:
    return [call async for call in reparse(store, HOSPITAL, asked or Period(DAY))]


async def answers_of(store: Store) -> list[tuple[object, ...]]:
    (call,) = await reread(store)
    assert call.reading is not None
    return [(c.link_id, c.outcome.value, c.stored, c.now, c.now_unit) for c in call.reading.answers]


async def alerts_of(store: Store) -> list[tuple[object, ...]]:
    (call,) = await reread(store)
    return [(change.code, change.stored, change.now) for change in call.alerts]


async def say_instead(store: Store, connection: asyncpg.Connection, item: str, words: str) -> None:
    """Put other words behind a stored answer, as if an older parser had read its value from them."""
    row_id = await connection.fetchval("SELECT id FROM answers WHERE link_id = $1", item)
    sealed = store.cipher.seal(words, "answers.utterance_encrypted", row_id)
    await connection.execute("UPDATE answers SET utterance_encrypted = $2 WHERE id = $1", row_id, sealed)


@pytest.mark.parametrize(
    "sayings",
    [
        {},
        {"pain_vas": "八分吧", "wants_callback": "要的"},
        {"temp": "三十八度六", "wound": "有点红肿"},
        {"pain_vas": ("三到五分", "那就四分"), "bowel": "不知道", "med_adherence": "八成"},
        {"pain_vas": (UNSURE, "对"), "temp": "没量"},
        {"pain_vas": "<dtmf>5#", "abnormal": "我胸口疼得厉害喘不上气"},
    ],
)
async def test_what_was_read_by_the_same_parser_is_read_the_same(
    store: Store, sayings: dict[str, str]
) -> None:
    await play(store, sayings)
    (call,) = await reread(store)
    assert call.reading is not None
    assert (call.reading.answers, call.reading.signs, call.alerts, call.has_findings) == ((), (), (), False)
    assert (call.questionnaire, call.parser_version, call.rules_version) == (
        "q_postop_v1",
        parser_version(),
        RULES,
    )


async def test_another_value_is_told_with_its_evidence(store: Store, connection: asyncpg.Connection) -> None:
    await play(store, {"temp": "三十七度二"})
    await connection.execute("UPDATE answers SET value = '37', parser_version = '0' WHERE link_id = 'temp'")
    (call,) = await reread(store)
    assert call.reading is not None
    (change,) = call.reading.answers
    assert (change.link_id, change.outcome, change.status) == ("temp", "changed", "accepted")
    assert (change.stored, change.stored_unit, change.now, change.now_unit) == (37, "Cel", 37.2, "Cel")
    assert (change.parser_version, change.words) == ("0", "三十七度二")
    assert "another value" in change.why
    assert "三十七" not in repr(change)


async def test_another_unit_is_a_change(store: Store, connection: asyncpg.Connection) -> None:
    await play(store, {})
    await connection.execute("UPDATE answers SET unit = 'degF' WHERE link_id = 'temp'")
    (call,) = await reread(store)
    assert call.reading is not None
    assert [change.why for change in call.reading.answers] == ["the words now give another unit"]


async def test_a_guess_that_would_be_asked_again_now(store: Store, connection: asyncpg.Connection) -> None:
    await play(store, {"pain_vas": "四分"})
    await say_instead(store, connection, "pain_vas", "三到五分")
    assert await answers_of(store) == [("pain_vas", "not_accepted", 4, None, None)]


async def test_words_that_were_not_understood_then(store: Store, connection: asyncpg.Connection) -> None:
    await play(store, {"pain_vas": "不知道"})
    row_id = await connection.fetchval("SELECT id FROM turns WHERE code = 'pain_vas' AND speaker = 'patient'")
    sealed = store.cipher.seal("八分", "turns.text_encrypted", row_id)
    await connection.execute("UPDATE turns SET text_encrypted = $2 WHERE id = $1", row_id, sealed)
    assert await answers_of(store) == [("pain_vas", "gained", None, 8, "/10")]
    assert await alerts_of(store) == [("PAIN_HIGH", None, "P1")]


async def test_a_value_that_the_patient_agreed_to_stands(
    store: Store, connection: asyncpg.Connection
) -> None:
    await play(store, {"pain_vas": (UNSURE, "对")})
    await connection.execute("UPDATE answers SET value = '7' WHERE link_id = 'pain_vas'")
    (call,) = await reread(store)
    assert call.reading is not None
    (change,) = call.reading.answers
    assert (change.outcome, change.status, change.stored, change.now) == ("confirmed", "confirmed", 7, 8)
    assert "it stands" in change.why
    assert call.alerts == ()


async def test_a_corrected_answer_is_not_looked_at(store: Store, connection: asyncpg.Connection) -> None:
    await play(store, {})
    await connection.execute(
        """INSERT INTO answers SELECT (jsonb_populate_record(a, jsonb_build_object(
               'id', gen_random_uuid(), 'value', 9, 'superseded_at', now()))).*
           FROM answers a WHERE link_id = 'pain_vas'"""
    )
    assert await answers_of(store) == []


async def test_the_key_pad_is_not_read_again(store: Store, connection: asyncpg.Connection) -> None:
    await play(store, {"pain_vas": "<dtmf>5#"})
    await connection.execute("UPDATE answers SET value = '7' WHERE link_id = 'pain_vas'")
    (call,) = await reread(store)
    assert call.reading is not None
    assert (call.reading.keyed, call.reading.answers) == (1, ())
    spoken = await connection.fetchval("SELECT count(*) FROM answers WHERE input_source = 'voice'")
    assert call.reading.compared == spoken


async def test_a_guess_for_review_counts_in_no_alert(store: Store, connection: asyncpg.Connection) -> None:
    await play(store, {"pain_vas": ("<lowconf:0.3>三分", "<lowconf:0.3>三分", "<lowconf:0.3>三分")})
    assert await answers_of(store) == []
    await say_instead(store, connection, "pain_vas", "八分")
    assert await answers_of(store) == [("pain_vas", "for_review", 3, 8, "/10")]
    assert await alerts_of(store) == []


async def test_a_danger_that_was_missed_is_found(store: Store, connection: asyncpg.Connection) -> None:
    await play(store, {"diet": "胸口疼得厉害喘不上气"})
    await connection.execute("UPDATE turns SET flags = '{}'")
    await connection.execute("DELETE FROM outbox; DELETE FROM alerts")
    (call,) = await reread(store)
    assert call.reading is not None
    (sign,) = call.reading.signs
    assert (sign.code, "emergency" in sign.found, sign.lost) == ("diet", True, ())
    assert ("EMERGENCY", None, "P1") in [(change.code, change.stored, change.now) for change in call.alerts]


async def test_a_danger_that_is_not_found_any_more(store: Store, connection: asyncpg.Connection) -> None:
    await play(store, {"pain_vas": "八分", "diet": "正常"})
    await connection.execute(
        "UPDATE turns SET flags = '{dyspnea}' WHERE code = 'diet' AND speaker = 'patient'"
    )
    await say_instead(store, connection, "pain_vas", "三分")
    (call,) = await reread(store)
    assert call.reading is not None
    assert [(sign.found, sign.lost) for sign in call.reading.signs] == [((), ("dyspnea",))]
    assert [(change.code, change.stored, change.now) for change in call.alerts] == [("PAIN_HIGH", "P1", None)]


async def test_an_alert_that_the_stored_words_do_not_explain_is_not_called_gone(
    store: Store, connection: asyncpg.Connection
) -> None:
    await play(store, {"pain_vas": "八分"})
    await connection.execute("UPDATE alerts SET code = 'EMERGENCY', link_id = NULL")
    changes = await alerts_of(store)
    assert changes == [("PAIN_HIGH", None, "P1")]
    (call,) = await reread(store)
    assert "already by the stored answers" in call.alerts[0].why


async def test_rising_pain_looks_at_the_calls_before_it(store: Store, connection: asyncpg.Connection) -> None:
    for day, said in enumerate(("两分", "三分", "五分", "四分")):
        await play(store, {"pain_vas": said}, task=f"T+{day}", at=NOW + timedelta(days=day))
    assert [call.alerts for call in await reread(store)] == [(), (), (), ()]
    await connection.execute("DELETE FROM outbox; DELETE FROM alerts")
    changes = [[change.code for change in call.alerts] for call in await reread(store)]
    assert changes == [[], [], ["PAIN_RISING"], []]


async def test_the_period_is_meant_in_the_hospital_s_days(store: Store) -> None:
    late = await play(store, {}, task="a", at=datetime(2026, 3, 10, 15, 59, tzinfo=UTC))
    early = await play(store, {}, task="b", at=datetime(2026, 3, 10, 16, 1, tzinfo=UTC))
    found = {call.call_id for call in await reread(store, Period(DAY, DAY))}
    assert found == {late.call_id}
    found = {call.call_id for call in await reread(store, Period(date(2026, 3, 11)))}
    assert found == {early.call_id}


async def test_one_questionnaire_or_none_that_is_known(store: Store) -> None:
    await play(store, {}, task="a")
    risk = QuestionnaireDraft("q_risk_v1", "风险", "1.0.0", json.loads(instruments.source("q_risk_v1")))
    other = await play(store, {"risk_bleeding": "没有"}, task="b", questionnaire=risk)
    found = await reread(store, Period(DAY, questionnaire="q_risk_v1"))
    assert [call.call_id for call in found] == [other.call_id]
    with pytest.raises(WrongInput, match="no call ever asked a questionnaire q_none_v1"):
        await reread(store, Period(DAY, questionnaire="q_none_v1"))


async def test_a_call_that_goes_on_is_left_out(store: Store, connection: asyncpg.Connection) -> None:
    await play(store, {})
    await connection.execute("UPDATE calls SET status = 'active', ended_at = NULL, disposition = NULL")
    assert await reread(store) == []


async def test_a_version_that_cannot_be_read_does_not_stop_the_report(
    store: Store, connection: asyncpg.Connection
) -> None:
    await play(store, {})
    await connection.execute("ALTER TABLE questionnaire_versions DISABLE TRIGGER ALL")
    await connection.execute("""UPDATE questionnaire_versions SET definition = '{"schema": 99}'""")
    (call,) = await reread(store)
    assert (call.reading, call.has_findings) == (None, True)


async def contents(connection: asyncpg.Connection) -> dict[str, str]:
    """A digest of every table."""
    tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    found = {}
    for (name,) in tables:
        digest = f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {name} t"
        found[name] = await connection.fetchval(digest)
    return found


async def test_nothing_is_changed(store: Store, connection: asyncpg.Connection) -> None:
    await play(store, {"diet": "胸口疼得厉害喘不上气"})
    await connection.execute("UPDATE turns SET flags = '{}'")
    await connection.execute("UPDATE answers SET value = '9' WHERE link_id = 'pain_vas'")
    before = await contents(connection)
    (call,) = await reread(store)
    assert call.has_findings
    assert await contents(connection) == before


async def test_the_database_refuses_to_write_while_calls_are_reread(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(AppError, match="read-only transaction"):
        async with store.reading() as uow:
            await uow.run("attempts.insert", **dict.fromkeys(_INSERT))
    await play(store, {})
    monkeypatch.setattr(store, "unit_of_work", None)  # the only other way to the tables
    assert len(await reread(store)) == 1


_INSERT = ("id", "organization_id", "contact_id", "phone_encrypted", "phone_index", "due_at")


async def command(database: str, folder: Path, *words: str) -> Result:
    key = base64.b64encode(bytes(range(32))).decode()
    environment = {
        "ARI_APP_HOSPITAL_NAME": "仁和医院",
        "ARI_APP_HOSPITAL_TIME_ZONE": "Asia/Shanghai",
        "ARI_APP_DATABASE_DSN": database,
        "ARI_APP_ASTERISK_URL": "http://127.0.0.1:8088",
        "ARI_APP_ASTERISK_USER": "followup",
        "ARI_APP_ASTERISK_PASSWORD": "secret",
        "ARI_APP_CALL_RECORDINGS": str(folder),
        "ARI_APP_SECURITY_FIELD_KEYS": f"test1:{key}",
    }
    runner = CliRunner(env=environment)
    return await asyncio.to_thread(runner.invoke, app, ["reparse", *words])


async def prepared(store: Store, connection: asyncpg.Connection) -> PlayedCall:
    call = await play(store, {"temp": "三十七度二", "diet": "胸口疼得厉害喘不上气"})
    await connection.execute("UPDATE answers SET value = '37' WHERE link_id = 'temp'")
    await connection.execute("UPDATE turns SET flags = '{}'")
    return call


async def test_the_command_prints_findings_and_totals(
    store: Store, connection: asyncpg.Connection, database: str, tmp_path: Path
) -> None:
    call = await prepared(store, connection)
    shown = await command(database, tmp_path, "--since", "2026-03-10")
    assert shown.exit_code == 0, shown.output
    said = " ".join(shown.output.split())
    assert f"call {call.call_id} attempt {call.attempt_id} 2026-03-10 10:20" in said
    assert f"q_postop_v1 1.0.0, parser {parser_version()}, rules {RULES}" in said
    assert "temp changed accepted 37 Cel 37.2 Cel the words now give another value" in said
    assert "emergency" in said and "calls with findings 1" in said and "changed 1" in said
    assert "胸口" not in said and "三十七" not in said
    with_words = await command(database, tmp_path, "--since", "2026-03-10", "--show-words")
    assert "胸口疼得厉害喘不上气" in with_words.output


async def test_the_command_as_json(
    store: Store, connection: asyncpg.Connection, database: str, tmp_path: Path
) -> None:
    call = await prepared(store, connection)
    shown = await command(database, tmp_path, "--since", "2026-03-10", "--json")
    assert shown.exit_code == 0, shown.output
    data = json.loads(shown.output)
    (found,) = data["calls"]
    assert (found["call_id"], found["rules_version"]) == (str(call.call_id), RULES)
    (answer,) = found["answers"]
    assert (answer["link_id"], answer["outcome"], answer["stored"], answer["now"]) == (
        "temp",
        "changed",
        37,
        37.2,
    )
    assert "words" not in answer and "胸口" not in shown.output
    assert (data["totals"]["calls"], data["totals"]["changed"], data["totals"]["signs_lost"]) == (1, 1, 0)
    with_words = await command(database, tmp_path, "--since", "2026-03-10", "--json", "--show-words")
    assert json.loads(with_words.output)["calls"][0]["answers"][0]["words"] == "三十七度二"


async def test_nothing_found_is_said_with_totals(store: Store, database: str, tmp_path: Path) -> None:
    await play(store, {})
    shown = await command(database, tmp_path, "--since", "2026-03-10", "--until", "2026-03-10")
    assert shown.exit_code == 0, shown.output
    assert "calls 1 calls with findings 0" in " ".join(shown.output.split())
