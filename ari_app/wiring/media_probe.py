"""Whether Asterisk reaches our AudioSocket address: it is asked to connect once, without a call."""

from __future__ import annotations

from ari_app.ari.channels import Channels
from ari_app.ari.faults import ServerFault, TrunkUnavailable
from ari_app.ari.inspection import PROBE
from ari_app.ari.media_choice import MediaChoice
from ari_app.ari.rest import Rest
from ari_app.config.settings import AsteriskSettings
from ari_app.core.errors import Unavailable
from ari_app.core.ids import IdSource
from ari_app.wiring.media_source import open_audiosocket


async def try_audiosocket(asterisk: AsteriskSettings, choice: MediaChoice, rest: Rest, ids: IdSource) -> str:
    """Let Asterisk connect to us, and hang up; returns the address it was told.

    Raises Unavailable when it does not reach us, or when the address is taken, as by a running worker.
    """
    channels = Channels(rest)
    async with await open_audiosocket(asterisk, choice, ids) as server:
        link = server.new_link()
        channel_id = f"{PROBE}-{link.request.data}"
        try:
            await channels.externalMedia(
                PROBE,
                link.request.format,
                channelId=channel_id,
                external_host=link.request.external_host,
                encapsulation=link.request.encapsulation,
                transport=link.request.transport,
                connection_type=link.request.connection_type,
                data=link.request.data,
            )
            media = await link.connect()
            await media.close()
        except (ServerFault, TrunkUnavailable) as error:
            raise Unavailable(
                f"Asterisk does not reach {server.told_address}",
                mend="correct asterisk.audiosocket_address; look for a firewall between the two",
            ) from error
        finally:
            link.drop()
            await channels.hangup(channel_id)
        return server.told_address
