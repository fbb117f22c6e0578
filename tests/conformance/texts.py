"""A short résumé and a posting for it. Nobody in them exists."""

from typing import Final

NAME: Final = "Branwen Tegid"
EMAIL: Final = "branwen.tegid@example.org"
PHONE: Final = "01632 960417"
SENTENCE: Final = "Kept the theatre's prop register of nine hundred pieces without a single loss for six seasons"

RESUME: Final = f"""{NAME}
Stage Carpenter
{EMAIL} | {PHONE} | Aberystwyth

Summary
Stage carpenter with eight years in repertory theatre.

Experience

Stage Carpenter, Ceredigion Repertory Theatre, Aberystwyth
Apr 2018 - Present
- Built sets for forty productions from drawings, with a team of three.
- {SENTENCE}.
- Responsible for risk assessments of moving scenery.

Joiner, Ystwyth Joinery, Aberystwyth
Sep 2014 - Mar 2018
- Made and fitted stairs, doors and windows.

Education
NVQ Level 3 Bench Joinery, 2014

Skills
Joinery, set construction, risk assessment, AutoCAD
"""

POSTING: Final = """Head Carpenter, Menai Playhouse

What you will do
- Lead a workshop of four and build sets from drawings.
- Write risk assessments for moving scenery.

Requirements
- At least 5 years of set construction.
- Experience with AutoCAD is required.
- First aid certificate is essential.

Preferred
- Welding would be an advantage.
"""

PAGE: Final = (
    "<html><body><main><h1>Head Carpenter</h1>"
    + "".join(f"<p>{line}</p>" for line in POSTING.splitlines() if line)
    + "</main></body></html>"
)
"""The posting as a page of the web."""

REFUSED_URL: Final = "http://127.0.0.1:9/posting"
"""No deployment may ask this for a posting: the job that names it fails."""
