"""What the client needs of ARI against what the installed Asterisk says that it offers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from ari_app.ari.client import rest_session
from ari_app.ari.contract import OPERATIONS, RESOURCES, Operation, compare
from ari_app.ari.inspection import inspect
from ari_app.ari.media_choice import MediaKind
from ari_app.ari.rest import Rest
from ari_app.ari.server import AsteriskServer
from ari_app.core.errors import Refused
from ari_app.provision.asterisk_instance import AsteriskInstance, AsteriskOptions
from tests.support.asterisk import new_instance


@pytest.fixture
async def rest(asterisk: AsteriskInstance) -> AsyncIterator[Rest]:
    """REST to the session's Asterisk, without a Stasis application."""
    async with rest_session(asterisk.ari_url, asterisk.ari_user, asterisk.ari_password) as (_, opened):
        yield opened


async def test_live_asterisk_offers_all_that_the_client_uses(rest: Rest) -> None:
    server = AsteriskServer(rest)
    swagger = {resource: await server.swagger(f"{resource}.json") for resource in RESOURCES}
    assert compare(swagger) == []
    wrong = (
        Operation("channels.teleport", "POST", "/channels/{channelId}/teleport"),
        Operation("bridges.record", "POST", "/bridges/{bridgeId}/record", ("recorderFormat",)),
    )
    found = compare(swagger, (*OPERATIONS, *wrong))
    assert [(one.code, one.fatal) for one in found] == [
        ("ari_operation_missing", True),
        ("ari_parameter_missing", True),
    ]


async def test_private_asterisk_passes_the_whole_inspection_and_is_left_clean(
    rest: Rest, asterisk: AsteriskInstance
) -> None:
    found = await inspect(rest)
    assert found.findings == []
    assert found.media.kind is MediaKind.WEBSOCKET
    for _ in range(20):  # Asterisk lets go of both a moment after it said so
        bridges = await rest.get("bridges.list", "/bridges")
        recordings = list(asterisk.recording_dir.glob("followup-doctor*"))
        if not bridges and not recordings:
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"the probe left {bridges} and {recordings}")


async def test_inspection_names_what_is_wrong(tmp_path_factory: pytest.TempPathFactory) -> None:
    options = AsteriskOptions(trunk_qualify_seconds=1)
    with new_instance(tmp_path_factory.mktemp("spoiled"), options) as instance:
        instance.recording_dir.rmdir()
        instance.cli("module unload chan_websocket.so")
        instance.cli("module unload func_callerid.so")
        trunk = instance.run_dir / "etc" / "followup" / "pjsip_followup.conf"
        trunk.write_text(trunk.read_text().replace("direct_media=no", "direct_media=no\nfrom_user=4001"))
        instance.cli("module reload res_pjsip.so")
        async with rest_session(instance.ari_url, instance.ari_user, instance.ari_password) as (_, rest):
            inspection = await inspect(rest)
            found = {one.code: one for one in inspection.findings}
            elsewhere = await inspect(rest, "PJSIP/elsewhere", desk="PJSIP/agent9")
            wanting = await inspect(rest, wish="websocket")
            instance.cli("module unload chan_audiosocket.so")
            neither = await inspect(rest)
    assert {"recording_impossible", "module_missing", "trunk_from_user"} <= set(found)
    assert found["recording_impossible"].fatal
    assert str(instance.recording_dir) in found["recording_impossible"].mend
    assert {"trunk_missing", "desk_missing"} <= {one.code for one in elsewhere.findings}
    assert (inspection.media.kind, inspection.media.why) == (
        MediaKind.AUDIOSOCKET,
        "chan_websocket.so does not run",
    )
    (unmet,) = (one for one in wanting.findings if one.code == "media_missing")
    assert unmet.fatal and "module load chan_websocket.so" in unmet.mend
    (unheard,) = (one for one in neither.findings if one.code == "media_missing")
    assert unheard.fatal and neither.media.kind is None
    assert "chan_audiosocket.so" in unheard.message
    assert {"module load chan_audiosocket.so", "module load chan_websocket.so"} <= set(
        unheard.mend.split("'")
    )


async def test_a_recording_directory_that_cannot_be_written_is_told(fresh_asterisk: AsteriskInstance) -> None:
    fresh_asterisk.recording_dir.rmdir()
    fresh_asterisk.recording_dir.symlink_to("/proc")  # where not even root can make a file
    async with rest_session(fresh_asterisk.ari_url, fresh_asterisk.ari_user, fresh_asterisk.ari_password) as (
        _,
        rest,
    ):
        assert [one.code for one in (await inspect(rest)).findings] == ["recording_impossible"]


async def test_wrong_password_is_refused(asterisk: AsteriskInstance) -> None:
    async with rest_session(asterisk.ari_url, asterisk.ari_user, "wrong") as (_, rest):
        with pytest.raises(Refused):
            await inspect(rest)
