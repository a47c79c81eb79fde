"""Who else could reach ARI, and whether its HTTP server has room: what nobody hears in a test call."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from ari_app.ari.channel import Channel
from ari_app.ari.faults import ServerFault
from ari_app.ari.findings import Finding

LEAST_PASSWORD = 16
DEFAULT_SESSIONS = 100
# REST, events and what else a worker keeps open beside one connection for each call's audio
SESSIONS_BESIDE_CALLS = 40
_EVERYWHERE = frozenset({"0.0.0.0", "::", "[::]"})


class ConfFiles:
    """The configuration files of a live Asterisk, as its own function AST_CONFIG reads them (func_config.so).

    `channel` is any channel: ARI evaluates functions on channels alone.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def last(self, file: str, section: str, name: str) -> str | None:
        """The value that counts where a setting stands more than once; None where it stands nowhere."""
        try:
            return await self._channel.getChannelVar(f"AST_CONFIG({file},{section},{name},-1)")
        except ServerFault:
            return None

    async def has_context(self, name: str) -> bool:
        """Whether the dialplan has this context (func_dialplan.so)."""
        return await self._channel.getChannelVar(f"DIALPLAN_EXISTS({name})") == "1"


def check_address(url: str) -> list[Finding]:
    """Whether the way to ARI, http(s)://host:port, may carry a password and patients' voices."""
    address = urlsplit(url)
    if address.scheme == "https" or _is_loopback(address.hostname or ""):
        return []
    return [
        Finding(
            "ari_in_the_open",
            f"ARI's password and the patients' voices travel unencrypted to {address.hostname}",
            "use https (tlsenable in http.conf: docs/pbx.md), or run the worker beside Asterisk",
            fatal=False,
        )
    ]


def check_password(user: str, password: str) -> list[Finding]:
    """Whether the ARI account has a password that nobody guesses."""
    if len(password) >= LEAST_PASSWORD and password != user and not password.startswith("@"):
        return []
    return [
        Finding(
            "ari_password_weak",
            f"the password of the ARI account {user} is short, the account's name or a placeholder",
            f"give it {LEAST_PASSWORD} random characters or more, in ari.conf and in the settings",
            fatal=False,
        )
    ]


async def check_listening(conf: ConfFiles, user: str) -> list[Finding]:
    """Whether anybody in the network can try the ARI account."""
    if not await _listens_everywhere(conf) or await _is_guarded(conf, user):
        return []
    return [
        Finding(
            "ari_open",
            f"Asterisk's HTTP server listens on every address, and [{user}] of ari.conf lets every address in",
            "bindaddr=127.0.0.1 in http.conf; where others need it, permit= in ari.conf and a firewall",
            fatal=False,
        )
    ]


async def check_sessions(conf: ConfFiles, calls: int) -> list[Finding]:
    """Whether the HTTP server has a connection for each of so many calls at once, beside those that calls share.

    0 where the audio of calls does not go through it.
    """
    value = await conf.last("http.conf", "general", "sessionlimit") or ""
    limit = int(value) if value.isdigit() else DEFAULT_SESSIONS
    needed = calls + SESSIONS_BESIDE_CALLS
    if limit >= needed:
        return []
    return [
        Finding(
            "http_sessions",
            f"Asterisk's HTTP server takes {limit} connections; {calls} calls at once need {needed}"
            if calls
            else f"Asterisk's HTTP server takes {limit} connections; a worker needs {needed}",
            f"sessionlimit={needed} or more in [general] of http.conf"
            + (", or a smaller worker.concurrency" if calls else ""),
            fatal=False,
        )
    ]


async def _listens_everywhere(conf: ConfFiles) -> bool:
    bound = await conf.last("http.conf", "general", "bindaddr") or ""
    if bound in _EVERYWHERE:
        return True
    encrypted = await conf.last("http.conf", "general", "tlsenable") or "no"
    tls_bound = await conf.last("http.conf", "general", "tlsbindaddr") or bound
    host, colon, port = tls_bound.rpartition(":")
    return encrypted == "yes" and (host if colon and port.isdigit() else tls_bound) in _EVERYWHERE


async def _is_guarded(conf: ConfFiles, user: str) -> bool:
    """Whether an access list stands before the account, or before all of ARI."""
    if await conf.last("http.conf", "/ari", "type") == "restriction":
        return True
    return any([await conf.last("ari.conf", user, name) for name in ("permit", "deny", "acl")])


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
