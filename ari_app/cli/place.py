"""`ari-app call`: one follow-up call now, shown live."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ari_app.cli.live_view import LiveView
from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.core.errors import WrongInput
from ari_app.core.language_tag import is_language_tag
from ari_app.core.phone import PhoneNumber
from ari_app.core.relations import NO_GUARDIANS, Relation
from ari_app.core.vocabulary import Disposition
from ari_app.store.attempts import COMMAND_SUFFIX
from ari_app.telemetry.logging import configure_logging
from ari_app.wiring.call_requests import CallRequest, enqueue, enqueue_held, prepare
from ari_app.wiring.dialing_terms import refuse_forbidden
from ari_app.wiring.node import open_node, open_store
from ari_app.wiring.single_call import carry_alone
from ari_app.wiring.system import SystemClock, SystemIds

ID_TAIL_VARIABLE = "PATIENT_ID_TAIL"
BIRTH_VARIABLE = "PATIENT_BIRTH"
# exit status of a command that SIGTERM ended
TERMINATED = 128 + signal.SIGTERM
NOT_CARRIED = frozenset({Disposition.FAILED, Disposition.INTERRUPTED, Disposition.TRUNK_ERROR})

_ID_TAIL = re.compile(r"\d{3}[\dXx]")
_BIRTH = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_MESSAGE = "--minor-until must be the day YYYY-MM-DD on which the patient comes of age"
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,12}")


def request_from(
    phone: str,
    questionnaire: str,
    name: str,
    id_tail: str | None,
    birth: str | None,
    patient_id: str | None,
    encounter_id: str | None,
    minor_until: str | None = None,
    relatives: Sequence[Relation] | None = None,
    guardian: Relation | None = None,
    *,
    birth_year: int | None = None,
    language: str | None = None,
    appointment: str | None = None,
) -> CallRequest:
    """Check what was typed. Raises WrongInput that says what is wrong with it."""
    id_tail = id_tail or os.environ.get(ID_TAIL_VARIABLE) or None
    birth = birth or os.environ.get(BIRTH_VARIABLE) or None
    if not _NAME.fullmatch(name):
        raise WrongInput("--name must be a Chinese name of 2 to 12 characters")
    if id_tail is not None and not _ID_TAIL.fullmatch(id_tail):
        raise WrongInput("the id tail must be four digits, the last one possibly X")
    if birth is not None and not _BIRTH.fullmatch(birth):
        raise WrongInput("the birthday must be MM-DD")
    if id_tail is None and birth is None:
        raise WrongInput(
            "the call cannot check who answers: neither id tail nor birthday is given",
            mend=f"give --id-tail or --birth, or set {ID_TAIL_VARIABLE} or {BIRTH_VARIABLE}",
        )
    comes_of_age = _minority(minor_until, guardian)
    number = PhoneNumber.parse(phone)
    return CallRequest(
        phone=number,
        questionnaire=questionnaire,
        name=name,
        id_tail=id_tail.upper() if id_tail else None,
        birth_md=birth,
        patient_id=patient_id or f"p_{number.national}",
        encounter_id=encounter_id,
        minor_until=comes_of_age,
        relatives=tuple(relatives) if relatives else None,
        guardian=guardian,
        birth_year=birth_year,
        language=None if language is None else _language(language),
        appointment=None if appointment is None else _appointment(appointment),
    )


def _language(tag: str) -> str:
    if not is_language_tag(tag):
        raise WrongInput("--language must be a tag such as yue, zh-min-nan or zh")
    return tag.lower()


def _appointment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.isoformat(timespec="minutes") != text:
        raise WrongInput("--appointment must be a time YYYY-MM-DDTHH:MM")
    return moment


def _minority(minor_until: str | None, guardian: Relation | None) -> date | None:
    if guardian in NO_GUARDIANS:
        raise WrongInput(f"a minor's guardian cannot be a {guardian}", mend="give mother, father or the like")
    if minor_until is None:
        if guardian is not None:
            raise WrongInput(
                "a guardian answers for a minor, but no minority is given",
                mend="give --minor-until, or --relative for who may answer for an adult",
            )
        return None
    if not _DAY.fullmatch(minor_until):
        raise WrongInput(_DAY_MESSAGE)
    try:
        return date.fromisoformat(minor_until)
    except ValueError:
        raise WrongInput(_DAY_MESSAGE) from None


def run(request: CallRequest, path: Path | None, *, queue_only: bool = False) -> int:
    """Place the call and show it; the exit status. `queue_only` leaves it to a running worker."""
    settings = load_settings(path, os.environ)
    # on a terminal the live view tells what happens; elsewhere standard error is the call's log
    level = "warning" if sys.stderr.isatty() and settings.log.level == "info" else settings.log.level
    configure_logging(level, show_pii=settings.log.show_pii)
    if queue_only:
        return asyncio.run(_enqueue(settings, request))
    try:
        return asyncio.run(_call(settings, request))
    except asyncio.CancelledError:
        print("stopped", file=sys.stderr)
        return TERMINATED


async def _enqueue(settings: Settings, request: CallRequest) -> int:
    clock = SystemClock()
    store = await open_store(settings, SystemIds())
    try:
        await refuse_forbidden(store, settings.hospital, request.phone, request.patient_id)
        print(await enqueue(store, settings.hospital, request, clock.now()))
    finally:
        await store.close()
    return 0


async def _call(settings: Settings, request: CallRequest) -> int:
    if (this := asyncio.current_task()) is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)
    console = Console()
    view = LiveView(console, time.monotonic)
    async with open_node(_of_its_own(settings)) as node:
        await refuse_forbidden(node.store, settings.hospital, request.phone, request.patient_id)
        with _bar(console) as bar:
            task = bar.add_task("rendering prompts", total=None)
            await prepare(node, request, lambda done, total: bar.update(task, completed=done, total=total))
        lease = await enqueue_held(node, request)
        disposition = await carry_alone(node, lease, view)
    view.phase("stored", f"attempt {lease.attempt_id}")
    return 1 if disposition in NOT_CARRIED else 0


def _of_its_own(settings: Settings) -> Settings:
    """A Stasis application of this command's own: a worker beside it keeps its events and its calls."""
    name = f"{settings.worker.id}{COMMAND_SUFFIX}{os.getpid()}"
    worker = settings.worker.model_copy(update={"id": name})
    return settings.model_copy(update={"worker": worker})


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
