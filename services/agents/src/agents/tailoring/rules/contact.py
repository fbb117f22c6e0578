"""CON: who the résumé is of, and how to reach them."""

import re
from typing import Final

from agents.tailoring.rules.verdict import PASS, Verdict
from agents.tailoring.views import View

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_LINK: Final = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
_SECTION: Final = "contact"


def name_and_email(view: View) -> Verdict:
    """CON-01: a name, and an e-mail address that is well formed."""
    missing = [] if view.contact.name else ["name"]
    if not view.contact.email:
        missing.append("e-mail address")
    if missing:
        return Verdict("fail", f"No {' and no '.join(missing)} found; put both in the first lines.", section=_SECTION)
    if not _EMAIL.fullmatch(view.contact.email or ""):
        return Verdict("fail", "The e-mail address is not well formed.", section=_SECTION)
    return PASS


def phone(view: View) -> Verdict:
    """CON-02: a telephone number."""
    if view.contact.phone:
        return PASS
    return Verdict("fail", "No telephone number found; recruiters call.", section=_SECTION)


def place_and_links(view: View) -> Verdict:
    """CON-03: a city or region, and links that are addresses."""
    broken = [link for link in view.contact.links if not _LINK.fullmatch(link.strip())]
    if broken:
        return Verdict("warn", "A link is no web address; write it out in full.", section=_SECTION)
    if not view.contact.location:
        return Verdict("fail", "No city or region found; many employers filter by it.", section=_SECTION)
    return PASS
