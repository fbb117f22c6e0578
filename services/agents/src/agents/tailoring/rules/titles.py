"""What each rule looks at, in a few words for people; the page has the same."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "FAB-01": "Numbers stand in the source",
        "FAB-02": "Employers stand in the source",
        "FAB-03": "Titles and dates are unchanged",
        "FAB-04": "Degrees and certificates stand in the source",
        "FAB-05": "Skills stand in the source",
        "FAB-06": "No verb claims more than before",
        "FAB-07": "Every line names its source",
        "FAB-08": "Numbers keep what they count",
        "FAB-09": "Qualifiers are kept",
        "PRE-01": "No entry is missing",
        "PRE-02": "Contact is unchanged",
        "PRE-03": "Statements are kept",
        "CON-01": "Name and e-mail are there",
        "CON-02": "A telephone number is there",
        "CON-03": "Place and links are there",
        "DAT-01": "Every role has its period",
        "DAT-02": "Periods make sense",
        "DAT-03": "Dates are uniform and in order",
        "DAT-04": "Gaps and overlaps",
        "STR-01": "Standard sections exist",
        "STR-02": "Roles have statements",
        "STR-03": "Length suits the experience",
        "FMT-01": "Text can be extracted",
        "FMT-02": "Simple layout",
        "FMT-03": "Clean characters",
        "FMT-09": "Exports read back",
        "KEY-01": "Key terms are covered",
        "KEY-02": "No term is stuffed",
        "REQ-01": "No knock-out is missing",
        "WRD-01": "Statements start with verbs",
        "WRD-02": "Statements carry outcomes",
        "WRD-03": "Sentences read easily",
        "WRD-04": "Spelling",
        "INJ-01": "No hidden instructions",
    }
)
