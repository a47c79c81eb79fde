"""One call that a command carries itself, without a worker: held, renewed, and ended also when it is interrupted."""

from __future__ import annotations

import asyncio

import structlog

from ari_app.calls.observer import CallObserver
from ari_app.core.errors import AppError, Conflict
from ari_app.core.vocabulary import Disposition
from ari_app.store import attempts
from ari_app.store.references import Lease
from ari_app.wiring.node import Node
from ari_app.wiring.placing import carry, lease_time
from ari_app.wiring.recovery import give_up

_log = structlog.get_logger()

RENEWALS_PER_LEASE = 3


async def carry_alone(node: Node, lease: Lease, observer: CallObserver) -> Disposition:
    """Carry a held attempt to its end. Whatever breaks it off, the patient is hung up on and its end is stored.

    Raises what `carry` raises.
    """
    renewing = asyncio.create_task(_keep(node, lease), name=f"call-renew-{lease.attempt_id}")
    try:
        return await carry(node, lease.attempt_id, lease, observer)
    except Conflict:
        raise
    except BaseException:
        await asyncio.shield(_end(node, lease))
        raise
    finally:
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)


async def _end(node: Node, lease: Lease) -> None:
    try:
        await give_up(node, lease.attempt_id)
    except AppError as error:
        _log.error("call_not_ended", attempt_id=str(lease.attempt_id), code=error.code, reason=error.message)


async def _keep(node: Node, lease: Lease) -> None:
    while True:
        await asyncio.sleep(node.settings.worker.lease_seconds / RENEWALS_PER_LEASE)
        try:
            async with node.store.unit_of_work() as uow:
                await attempts.renew(uow, lease, node.clock.now() + lease_time(node))
        except AppError as error:
            _log.warning("lease_not_renewed", attempt_id=str(lease.attempt_id), code=error.code)
