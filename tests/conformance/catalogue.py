"""All cases, by their groups."""

from typing import Final

from tests.conformance.cases import Case, Group
from tests.conformance.groups.activity import ACTIVITY
from tests.conformance.groups.age import AGE
from tests.conformance.groups.auth import AUTH
from tests.conformance.groups.before import BEFORE
from tests.conformance.groups.clients import CLIENTS
from tests.conformance.groups.cors import CORS
from tests.conformance.groups.crowd import CROWD
from tests.conformance.groups.cursors import CURSORS
from tests.conformance.groups.cuts import CUTS
from tests.conformance.groups.documents import DOCUMENTS
from tests.conformance.groups.drain import DRAIN
from tests.conformance.groups.ends import ENDS
from tests.conformance.groups.events import EVENTS
from tests.conformance.groups.framing import FRAMING
from tests.conformance.groups.heartbeats import HEARTBEATS
from tests.conformance.groups.limits import LIMITS
from tests.conformance.groups.live import LIVE
from tests.conformance.groups.many import MANY
from tests.conformance.groups.many_cursors import MANY_CURSORS
from tests.conformance.groups.many_refusals import MANY_REFUSALS
from tests.conformance.groups.pace import PACE
from tests.conformance.groups.past import PAST
from tests.conformance.groups.probes import PROBES
from tests.conformance.groups.refusals import REFUSALS
from tests.conformance.groups.snapshots import SNAPSHOTS
from tests.conformance.groups.start import START
from tests.conformance.groups.steering import STEERING
from tests.conformance.groups.transfer import TRANSFER

GROUPS: Final[tuple[Group, ...]] = (
    FRAMING,
    TRANSFER,
    EVENTS,
    CURSORS,
    CUTS,
    ENDS,
    LIVE,
    HEARTBEATS,
    MANY,
    MANY_CURSORS,
    MANY_REFUSALS,
    PACE,
    AGE,
    LIMITS,
    CROWD,
    SNAPSHOTS,
    PAST,
    DOCUMENTS,
    BEFORE,
    START,
    STEERING,
    REFUSALS,
    AUTH,
    CORS,
    CLIENTS,
    PROBES,
    ACTIVITY,
    DRAIN,
)
"""In the order of the document; what does harm is last."""


def cases_named(names: list[str]) -> list[Case]:
    """Give the cases of these names, or of groups of these names; all where there is none.

    Raises:
        LookupError: One names neither.
    """
    everything = [case for group in GROUPS for case in group.cases]
    for name in names:
        if not any(name in {case.name, case.group} for case in everything):
            raise LookupError(f"there is no case and no group {name!r}: --list shows them")
    return [case for case in everything if not names or case.name in names or case.group in names]
