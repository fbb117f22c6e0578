"""Which worker does which tests: what shares something stays together, everything else goes to whoever is free.

Not by xdist's own marks: xdist 3.8 writes them where pytest 9.2 no longer reads, and groups nothing, without a word.
"""

from typing_extensions import override
from xdist.scheduler import LoadScopeScheduling

from tests.support.parts import TESTS, group_of


class Together(LoadScopeScheduling):  # type: ignore[misc] # it says nothing of its types
    """Hands out groups as wholes, in the order of the collection."""

    @override
    def _split_scope(self, nodeid: str) -> str:
        """Name the group of a test; its own name where it stands alone."""
        return group_of(TESTS.parent / nodeid.partition("::")[0]) or nodeid
