"""One way to look at a résumé, before and after: what matching, scores and rules read."""

from agents.tailoring.views.view import (
    Place,
    View,
    ViewEntry,
    ViewLine,
    ViewSection,
    place_of,
    view_of_result,
    view_of_resume,
)

__all__ = ["Place", "View", "ViewEntry", "ViewLine", "ViewSection", "place_of", "view_of_result", "view_of_resume"]
