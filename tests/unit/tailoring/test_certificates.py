"""Certificates, licences: met by any name that people use for them, and by nothing else; no half credit."""

import pytest
from msgspec.structs import replace

from agents.tailoring.applying.places import replace_line
from agents.tailoring.matching import match
from contracts.documents import RequirementMatch
from tests.support.tailored import RESUME, draft, lexicon, materials, objections

NAMES = frozenset({"cert", "licence"})


def judged(asked: str, held: str) -> list[RequirementMatch]:
    """Judge what a posting asks for against what stands among the certificates."""
    resume = RESUME.replace("- Certified Supply Chain Professional (CSCP)", f"- {held}")
    made = materials(resume, f"Analyst\n\nRequirements\n- {asked}\n")
    report = match(made.resume, made.job, lexicon(), made.today)
    return [one for one in report.requirements if one.kind in NAMES]


SAME = [
    ("ACLS", "Advanced Cardiac Life Support"),
    ("ACLS certification", "Advanced Cardiovascular Life Support (AHA), 2024"),
    ("BLS certified", "Basic Life Support"),
    ("BLS", "bls certification"),
    ("PALS", "Pediatric Advanced Life Support"),
    ("Trauma Nursing Core Course", "TNCC"),
    ("RN license", "Registered Nurse, State of New York"),
    ("CNA", "Certified Nurse Aide"),
    ("PMP®", "Project Management Professional"),
    ("PMP", "Project Management Professional (PMP)® – PMI"),
    ("PMI-PMP certified", "Project Management Professional"),
    ("CAPM certification", "Certified Associate in Project Management"),
    ("CSM", "Certified ScrumMaster®"),
    ("Certified Scrum Product Owner", "CSPO"),
    ("CPA", "Certified Public Accountant"),
    ("C.P.A.", "Certified Public Accountant"),
    ("Certified Public Accountant", "CPA (New York, 2019)"),
    ("CFA charter", "Chartered Financial Analyst"),
    ("Certified Financial Planner", "CFP®"),
    ("Certified Information Systems Auditor", "CISA"),
    ("CEH", "Certified Ethical Hacker"),
    ("Security+", "CompTIA Security+"),
    ("CompTIA Network+ certification", "Network+"),
    ("A+ certified", "CompTIA A+"),
    ("AWS Certified Solutions Architect", "AWS Certified Solutions Architect – Associate"),
    ("AWS Certified Solutions Architect - Associate", "AWS Certified Solutions Architect (Associate)"),
    ("AWS Certified Solutions Architect – Associate", "AWS Certified Solutions Architect — Associate"),
    ("AWS Certified Solutions Architect Associate", "AWS® Certified Solutions Architect™ – Associate"),
    ("AWS Certified Solutions Architect Professional", "AWS Solutions Architect Professional"),
    ("AZ-104", "Microsoft Certified: Azure Administrator Associate"),
    ("CKA", "Certified Kubernetes Administrator"),
    ("RHCSA", "Red Hat Certified System Administrator"),
    ("Terraform Associate", "HashiCorp Certified: Terraform Associate (003)"),
    ("PRINCE2", "PRINCE2® Practitioner"),
    ("PRINCE 2 Practitioner", "PRINCE2 Practitioner"),
    ("ITIL certification", "ITIL v4 Foundation"),
    ("Six Sigma Green Belt", "Lean Six Sigma Green Belt"),
    ("SHRM-CP", "SHRM Certified Professional"),
    ("CSCP", "Certified Supply Chain Professional"),
    ("Forklift certification", "Forklift certified"),
    ("Forklift license", "Certified forklift operator"),
    ("First aid certificate", "First Aid certified"),
    ("CPR certification", "Certified in CPR"),
    ("ASE certification", "ASE certified"),
    ("EPA 608 certification", "EPA Section 608"),
    ("OSHA 30", "30-hour OSHA card"),
    ("ServSafe", "ServSafe® Manager"),
    ("Food handler certificate", "Food handler's card"),
    ("Food hygiene certificate", "Food safety certification"),
    ("CDL", "Class A CDL"),
    ("Class A CDL", "CDL (Class A)"),
    ("Driving licence", "Driver's license"),
    ("Teaching licence", "Teacher certification"),
    ("Licensed electrician", "Electrician's license"),
    ("18th Edition", "BS 7671"),
    ("City & Guilds", "City and Guilds Level 3"),
    ("TEFL certificate", "Teaching English as a Foreign Language (TEFL)"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_certificate_is_met_by_its_other_names(one: str, other: str) -> None:
    """In any case, with or without trademark signs, dashes of any kind, and "certified" or "certification"."""
    for asked, held in ((one, other), (one.upper() if one.islower() else one, other.upper())):
        found = judged(asked, held)
        assert found, f"{asked!r} asks for no certificate"
        assert {(match.status, match.credit) for match in found} == {("met", 1.0)}, (asked, held, found)


WIDER = frozenset({"PRINCE2", "CDL", "AWS Certified Solutions Architect", "Six Sigma Green Belt"})
"""What has kinds: each of these is one, and is not any of its kinds."""


@pytest.mark.parametrize(("other", "one"), SAME)
def test_and_the_other_way_round(one: str, other: str) -> None:
    """What asks for one name is met by the other; only what asks for a kind is not met by what it is a kind of."""
    found = judged(one, other)
    assert found, f"{one!r} asks for no certificate"
    met = ("missing", 0.0) if other in WIDER else ("met", 1.0)
    assert {(match.status, match.credit) for match in found} == {met}, (one, other, found)


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("AWS Certified Solutions Architect – Professional", "AWS Certified Solutions Architect – Associate"),
        ("AWS Certified Solutions Architect (Professional)", "AWS Certified Solutions Architect (Associate)"),
        ("PMP", "Certified Associate in Project Management"),
        ("CSM", "CSPO"),
        ("CISSP", "Certified Information Security Manager"),
        ("CCNP", "CCNA"),
        ("ACLS", "BLS"),
        ("RN", "Licensed Practical Nurse"),
        ("CPA", "Certified Payroll Professional"),
        ("CPA", "Studied with a certified accountant in public practice"),
        ("Class A CDL", "Class B CDL"),
        ("Class A CDL", "CDL a plus in my work"),
        ("PRINCE2 Practitioner", "PRINCE2 Foundation"),
        ("Six Sigma Black Belt", "Six Sigma Green Belt"),
        ("OSHA 30", "OSHA 10"),
        ("Forklift certification", "Forklift operation"),
        ("First aid certification", "First aid"),
        ("CompTIA Security+", "Security and network certification course"),
        ("A+ certification", "Grade A certification"),
        ("TEFL certificate", "Enjoyed teaching English as a foreign language"),
        ("CAPM certification", "Priced shares by the CAPM"),
        ("Certified Professional Coder", "Lowered the CPC of two campaigns"),
        ("Teaching license", "Teaching"),
        ("Licensed electrician", "Helped an electrician"),
    ],
)
def test_what_is_only_like_it_does_not_meet_it(asked: str, held: str) -> None:
    """Neither another level, nor the trade that it is about, nor the same letters for something else."""
    found = judged(asked, held)
    assert found, f"{asked!r} asks for no certificate"
    assert {(match.status, match.credit) for match in found} == {("missing", 0.0)}


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("AWS Certified Solutions Architect – Associate", "AWS Certified Solutions Architect – Professional"),
        ("CompTIA Network+", "CompTIA Security+"),
        ("BLS", "Advanced Cardiac Life Support"),
        ("PRINCE2", "PRINCE2 Practitioner"),
        ("Commercial Driver's License", "Class A CDL"),
        ("Forklift operation", "Forklift certified"),
    ],
)
def test_the_guard_refuses_a_certificate_that_is_not_held(held: str, said: str) -> None:
    """A name that is no other name of what the résumé says is an invention, also a level more."""
    made = materials(RESUME.replace("- Certified Supply Chain Professional (CSCP)", f"- {held}"))
    doc = draft(made)
    assert objections(doc, made) == []
    (line,) = (line for section in doc.sections if section.type == "certifications" for line in section.lines)
    assert objections(replace_line(doc, line.id, [replace(line, text=said)]), made)
