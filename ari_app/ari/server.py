"""What concerns the Asterisk as a whole: itself, its endpoints, the Stasis applications."""

from __future__ import annotations

from collections.abc import Sequence

from ari_app.ari.rest import Json, Rest, path


class AsteriskServer:
    """`client.asterisk`."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def getInfo(self) -> Json:
        """Build, version, configuration, start time."""
        told: Json = await self._rest.get("asterisk.getInfo", "/asterisk/info")
        return told

    async def ping(self) -> Json:
        """Whether REST answers at all."""
        told: Json = await self._rest.get("asterisk.ping", "/asterisk/ping")
        return told

    async def listModules(self) -> list[Json]:
        """Every module with its status."""
        told: list[Json] = await self._rest.get("asterisk.listModules", "/asterisk/modules")
        return told

    async def getGlobalVar(self, variable: str) -> str:
        """A global variable, or a function such as VERSION(); empty when it is not set."""
        told = await self._rest.get("asterisk.getGlobalVar", "/asterisk/variable", variable=variable)
        return str(told["value"])

    async def getObject(self, configClass: str, objectType: str, id: str) -> dict[str, str]:
        """The attributes of a configured object, such as res_pjsip, endpoint, NAME. Raises NotFound."""
        where = path("asterisk", "config", "dynamic", configClass, objectType, id)
        told: list[Json] = await self._rest.get("asterisk.getObject", where)
        return {str(one["attribute"]): str(one["value"]) for one in told}

    async def swagger(self, resource: str) -> Json:
        """The server's own description of `resource`: resources.json, channels.json, events.json …"""
        told: Json = await self._rest.get("api-docs", path("api-docs", resource))
        return told


class Endpoints:
    """`client.endpoints`."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def list(self) -> list[Json]:
        """Every endpoint."""
        told: list[Json] = await self._rest.get("endpoints.list", "/endpoints")
        return told

    async def get(self, tech: str, resource: str) -> Json:
        """One endpoint, with state online, offline or unknown. Raises NotFound."""
        told: Json = await self._rest.get("endpoints.get", path("endpoints", tech, resource))
        return told


class Applications:
    """`client.applications`: who is subscribed to what."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def list(self) -> list[Json]:
        """Every Stasis application that Asterisk knows."""
        told: list[Json] = await self._rest.get("applications.list", "/applications")
        return told

    async def get(self, applicationName: str) -> Json:
        """One application with its channels, bridges and endpoints. Raises NotFound."""
        told: Json = await self._rest.get("applications.get", path("applications", applicationName))
        return told

    async def subscribe(self, applicationName: str, eventSource: str | Sequence[str]) -> None:
        """Subscribe to channel:ID, bridge:ID, endpoint:TECH/NAME or deviceState:NAME.

        Raises Unprocessable when there is no such source.
        """
        await self._rest.post(
            "applications.subscribe",
            path("applications", applicationName, "subscription"),
            eventSource=eventSource,
        )

    async def unsubscribe(self, applicationName: str, eventSource: str | Sequence[str]) -> None:
        """Undo subscribe."""
        await self._rest.delete(
            "applications.unsubscribe",
            path("applications", applicationName, "subscription"),
            eventSource=eventSource,
        )
