"""docs/pbx.md, followed command by command beside a hospital's own trunk and phones, and taken back."""

from __future__ import annotations

import asyncio
import base64
import shutil
import stat
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ari_app.ari.events import ChannelDestroyed
from ari_app.config.loading import load_settings
from ari_app.config.settings import AsteriskSettings
from ari_app.core.vocabulary import Disposition
from ari_app.lab.rtp import Frame
from ari_app.lab.sip_call import Call
from ari_app.lab.sip_phone import SipPhone
from tests.support.asterisk import open_client, until
from tests.support.calls import open_ward
from tests.support.desk_phone import Account, DeskPhone, OutgoingCall
from tests.support.hospital_pbx import CARRIER_HOST, DESKS, HospitalPbx
from tests.support.pbx_page import blocks, step
from tests.support.telephone_audio import amplitude_at, joined, tone

pytestmark = pytest.mark.realtime

SETTINGS = "/var/lib/followup/followup.toml"
HEARD_SECONDS = 0.3
AUDIBLE = 2_000.0
SAID = {
    "consent": "可以",
    "person": "我是",
    "verify": "四四一七",
    "data_consent": "可以",
    "phq1": "有几天",
    "phq2": "完全没有",
}
CALLER_HERTZ, CALLED_HERTZ = 500.0, 900.0


class Administrator:
    """Follows the page on one PBX and knows which of its blocks have been done."""

    def __init__(self, pbx: HospitalPbx) -> None:
        self.done: list[str] = []
        self._pbx = pbx

    async def follows(self, heading: str, number: int = 0, values: Mapping[str, str] | None = None) -> str:
        """Do a block of the page; what it printed."""
        block = step(heading, number)
        self.done.append(block)
        return await asyncio.to_thread(self._pbx.follow, block, values)

    async def doctor(self) -> list[str]:
        """What doctor says of Asterisk, a line for each finding or mend."""
        block = step("5. Check")
        if block not in self.done:
            self.done.append(block)
        said = (await asyncio.to_thread(self._pbx.run, block)).stdout.splitlines()
        start = next(number for number, line in enumerate(said) if line.startswith("Asterisk"))
        end = next(number for number, line in enumerate(said) if line.startswith("recognizer"))
        return [" ".join(line.split()) for line in said[start:end]]


@pytest.mark.timeout(180)
@pytest.mark.req("M04-006")
@pytest.mark.req("M04-013")
async def test_the_page_holds_beside_a_hospitals_own_trunk_and_phones(database: str, tmp_path: Path) -> None:
    with HospitalPbx(tmp_path / "machine") as pbx:
        before, admin = pbx.tree(), Administrator(pbx)
        async with desk_phones(pbx) as (first, second), carrier_line(pbx) as carrier:
            async with spoken_call(first, second) as talking:
                await the_names_are_looked_at(pbx, admin)
                await what_is_missing_is_told(pbx, admin, database)
                await both_ways_of_audio_pass(pbx, admin)
                await a_patient_is_called_over_their_trunk(pbx, database, tmp_path)
                await both_hear(*talking)
            async with spoken_call(second, first):
                await a_trunk_of_its_own_is_added(pbx, admin, carrier, first)
                await calls_back_are_routed(pbx, admin)
            assert (await admin.follows("Take it out")).endswith("\nas it was\n")
            assert pbx.tree() == before
            async with spoken_call(first, second):
                await nothing_of_ours_is_shown(pbx)
            assert "no connection to Asterisk" in " ".join(await admin.doctor())
    assert sorted(admin.done) == sorted(block.text for block in blocks("sh"))


async def the_names_are_looked_at(pbx: HospitalPbx, admin: Administrator) -> None:
    taken = pbx.etc / "extensions_local.conf"
    taken.write_text("[followup-inbound]\nexten => s,1,Hangup()\n")
    assert "extensions_local.conf:1:[followup-inbound]" in await admin.follows("1. Look first")
    taken.unlink()
    shutil.rmtree(pbx.folder / "root" / "asterisk-before-followup")
    assert (await admin.follows("1. Look first")).endswith("the names are free\n")
    admin.done.pop()


async def what_is_missing_is_told(pbx: HospitalPbx, admin: Administrator, database: str) -> None:
    """Doctor leads from one step to the next."""
    write_settings(pbx, database, "not made yet")
    assert "HTTP server enabled in http.conf" in " ".join(await admin.doctor())
    await admin.follows("2. The HTTP server")
    assert "permit in ari.conf" in " ".join(await admin.doctor())
    await admin.follows("3. The ARI account")
    assert len(pbx.ari_password) >= 40
    write_settings(pbx, database, pbx.ari_password)
    said = await admin.doctor()
    assert len(said) == 2 and str(pbx.recording_dir) in said[1], said
    await admin.follows("3. The ARI account", 1)
    assert (pbx.folder / "chown.log").read_text().splitlines() == [
        "-R root:asterisk followup",
        "-R root:asterisk followup",
        f"asterisk:asterisk {pbx.recording_dir}",
    ]


async def both_ways_of_audio_pass(pbx: HospitalPbx, admin: Administrator) -> None:
    """An older Asterisk has AudioSocket alone; here it is asked for."""
    asterisk, audio = await admin.doctor()
    assert asterisk.startswith("Asterisk ok") and audio.startswith("audio ok websocket: ")
    change_settings(pbx, "[asterisk]\n", '[asterisk]\nmedia = "audiosocket"\n')
    asterisk, audio = await admin.doctor()
    assert asterisk.startswith("Asterisk ok") and audio.startswith("audio ok audiosocket: ")
    assert "Asterisk reaches 127.0.0.1:" in audio
    change_settings(pbx, 'media = "audiosocket"\n', "")


async def a_patient_is_called_over_their_trunk(pbx: HospitalPbx, database: str, folder: Path) -> None:
    reach = settings_of(pbx)
    assert reach.dial == "PJSIP/{number}@telecom"
    async with open_ward(pbx, database, folder, texts=SAID, reach=reach, far_end=CARRIER_HOST) as ward:
        placed = await ward.place(questionnaire="q_phq2_v1")
        patient = await ward.answered()
        assert patient.call.caller_name == "仁和医院"
        assert "sip:01012345678@" in patient.call.invite.get("from")
        await patient.speaks_after_prompt(len(SAID))
        assert await placed.ended() is Disposition.COMPLETED
        result = await placed.result()
    assert {answer.link_id: answer.value for answer in result.answers} == {"phq1": "1", "phq2": "0"}
    assert result.recording_path is not None
    assert (folder / "recordings" / str(result.recording_path)).stat().st_size > 100_000
    assert list(pbx.recording_dir.iterdir()) == []


async def a_trunk_of_its_own_is_added(
    pbx: HospitalPbx, admin: Administrator, carrier: DeskPhone, desk: DeskPhone
) -> None:
    """Even at the same gateway: what comes in from there still reaches the hospital's phones."""
    async with SipPhone.open(CARRIER_HOST, pbx.trunk_port) as far_end:
        values = {"TRUNK_HOST": CARRIER_HOST, "TRUNK_PORT": str(pbx.trunk_port), "TRUNK_QUALIFY": "1"}
        await admin.follows("4. The trunk", 0, values)
        ours = [pbx.etc / "followup", *(pbx.etc / "followup").iterdir()]
        assert [stat.S_IMODE(each.stat().st_mode) for each in ours] == [0o750, 0o640, 0o640, 0o640, 0o640]
        change_settings(pbx, "@telecom", "@followup-trunk")
        assert "ok" in (await admin.doctor())[0]
        async with open_client(pbx) as client:
            with client.events_for("by-ours") as mailbox:
                dialed = "PJSIP/13800000009@followup-trunk"
                channel = await client.channels.originate(dialed, app=client.app, channelId="by-ours")
                assert (await far_end.next_call(5)).called == "13800000009"
                await channel.hangup()
                await until(mailbox, ChannelDestroyed)
    incoming = await carrier.dial("01012345678")
    await asyncio.wait_for((await desk.incoming.next_call(5)).acknowledged.wait(), 5)
    await incoming.hang_up()


async def calls_back_are_routed(pbx: HospitalPbx, admin: Administrator) -> None:
    """After the step of the trunk the file is included once all the same."""
    await admin.follows("6. Patients who call back")
    assert (pbx.etc / "extensions.conf").read_text().count("#include followup/extensions_followup.conf") == 1
    assert "Stasis(followup,inbound,${CALLERID(num)})" in pbx.cli("dialplan show s@followup-callback")


@asynccontextmanager
async def desk_phones(pbx: HospitalPbx) -> AsyncIterator[tuple[DeskPhone, DeskPhone]]:
    first, second = (Account(number, pbx.phone_passwords[number], pbx.sip_port) for number in DESKS)
    async with DeskPhone.open(first) as one, DeskPhone.open(second) as other:
        yield one, other


@asynccontextmanager
async def carrier_line(pbx: HospitalPbx) -> AsyncIterator[DeskPhone]:
    account = Account("13900000000", "", pbx.sip_port, CARRIER_HOST)
    async with DeskPhone.open(account, registers=False) as line:
        yield line


@asynccontextmanager
async def spoken_call(caller: DeskPhone, called: DeskPhone) -> AsyncIterator[tuple[OutgoingCall, Call]]:
    """A call from one phone to the other in which both are heard, at its begin and at its end."""
    outgoing = await caller.dial(called.account.number)
    try:
        incoming = await called.incoming.next_call(5)
        await both_hear(outgoing, incoming)
        yield outgoing, incoming
        await both_hear(outgoing, incoming)
    finally:
        await outgoing.hang_up()
    async with asyncio.timeout(5):
        await incoming.ended.wait()


async def both_hear(outgoing: OutgoingCall, incoming: Call) -> None:
    at = time.monotonic()
    outgoing.play(tone(CALLER_HERTZ, HEARD_SECONDS))
    await incoming.play(tone(CALLED_HERTZ, HEARD_SECONDS)).done.wait()
    for _ in range(100):
        there, here = incoming.heard_since(at), outgoing.heard_since(at)
        if is_heard(there, CALLER_HERTZ) and is_heard(here, CALLED_HERTZ):
            return
        await asyncio.sleep(0.02)
    pytest.fail(f"not both were heard: {len(there)} and {len(here)} packets came")


def is_heard(frames: list[Frame], hertz: float) -> bool:
    return amplitude_at(joined(frames[-round(HEARD_SECONDS / 0.02) :]), hertz) > AUDIBLE


async def nothing_of_ours_is_shown(pbx: HospitalPbx) -> None:
    """Also the context that Asterisk itself makes for an application goes, a moment after the application did."""
    commands = ("pjsip list endpoints", "pjsip list aors", "dialplan show", "ari show users")
    left: list[str] = []
    for _ in range(20):
        left = [line for each in commands for line in pbx.cli(each).splitlines() if "followup" in line]
        if not left:
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"{left} are left")


def write_settings(pbx: HospitalPbx, database: str, password: str) -> None:
    """followup.toml with the page's own [asterisk], and what else it needs."""
    (block,) = blocks("toml")
    section = block.text.replace("http://127.0.0.1:8088", pbx.ari_url).replace('"…"', f'"{password}"')
    key = base64.b64encode(bytes(range(32))).decode()
    file = pbx.folder / SETTINGS.lstrip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f'{section}\n[hospital]\nname = "仁和医院"\ntime_zone = "Asia/Shanghai"\n[database]\ndsn = "{database}"\n'
        f'[call]\nrecordings = "{pbx.folder}/recordings"\n[security]\nfield_keys = "k1:{key}"\n'
        '[speech]\nasr_url = "ws://127.0.0.1:9"\n'
    )


def change_settings(pbx: HospitalPbx, old: str, new: str) -> None:
    file = pbx.folder / SETTINGS.lstrip("/")
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def settings_of(pbx: HospitalPbx) -> AsteriskSettings:
    return load_settings(pbx.folder / SETTINGS.lstrip("/"), {}).asterisk
