"""What a thief of the disk, or a reader of the tables without the key, can see of a patient."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import asyncpg

from ari_app.core.relations import Relation
from ari_app.core.vocabulary import AnswerStatus, ConsentKind, FollowUpAction, InputSource
from ari_app.dialogue.facts import (
    ActionRequested,
    AnswerRecorded,
    ConsentRecorded,
    NoteSentence,
    NoteWritten,
    PatientSaid,
    RobotSaid,
)
from ari_app.provision.postgres_instance import PostgresInstance
from ari_app.store import calls
from ari_app.store.patients import ensure_patient
from ari_app.store.pool import Store
from ari_app.store.relatives import RelativeDraft
from tests.support.stored_calls import NAME, PHONE, after, answered_call, patient

WORDS = "伤口这里有点渗液"
SECRETS = (NAME, PHONE, PHONE.removeprefix("+86"), WORDS, "13911112222", "王护士", "王芳", "2030-05-01")


async def test_no_word_name_or_number_stands_plain_on_the_disk(
    store: Store, connection: asyncpg.Connection, postgres: PostgresInstance
) -> None:
    _, call = await answered_call(store)
    voice = InputSource.VOICE
    told = replace(
        patient(),
        minor_until=date(2030, 5, 1),
        guardians=(RelativeDraft(Relation.MOTHER, "王芳", "+8613911112222"),),
    )
    async with store.unit_of_work() as uow:
        await ensure_patient(uow, call.organization_id, told)
        await calls.commit_step(
            uow,
            call,
            expected_turn=0,
            state={"name": NAME, "heard": WORDS},
            stage="items",
            open_item="wound",
            facts=[
                RobotSaid(after(6), "c1", "ask_person", f"请问是{NAME}本人吗？"),
                PatientSaid(after(7), "wound", WORDS, WORDS, 0.9, voice, None, "answer"),
                AnswerRecorded(
                    after(7), "comment", {"themes": ["other"], "text": WORDS}, None,
                    AnswerStatus.ACCEPTED, 0.9, WORDS, voice, None, 1,
                ),
                ConsentRecorded(after(8), ConsentKind.RECORDING, True, "1", WORDS, voice, None),
                ActionRequested(after(8), FollowUpAction.HUMAN_TASK, "13911112222"),
                ActionRequested(after(8), FollowUpAction.HUMAN_TASK, "找王护士"),
                NoteWritten(after(9), "soap", (NoteSentence("S", WORDS, ()),), (WORDS,), "P1", WORDS),
            ],
            at=after(9),
        )  # fmt: skip
    await connection.execute("CHECKPOINT")
    oid = await connection.fetchval("SELECT oid FROM pg_database WHERE datname = current_database()")
    data = postgres.data_dir
    stored = b"".join(read(path) for path in files(data / "base" / str(oid), data / "pg_wal"))
    assert b"task_1" in stored, "the check must be able to see what is stored plain"
    for secret in SECRETS:
        assert secret.encode() not in stored, secret


def files(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def read(path: Path) -> bytes:
    return path.read_bytes()
