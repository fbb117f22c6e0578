"""What a résumé has for a requirement: how it is found, where, and what that is worth."""

from datetime import date

import pytest

from agents.tailoring.evidence import (
    experience_months,
    experience_years,
    find_term,
    highest_degree,
    judge,
    wanted_degree,
)
from agents.tailoring.evidence.deeds import deed, trade
from agents.tailoring.evidence.kinship import Kinship
from agents.tailoring.matching import match
from agents.tailoring.views import view_of_resume
from contracts.documents import Dates
from tests.support.tailored import RESUME, TODAY, asking, index_of, lexicon, materials, reader, requirement, sample


def period(start: tuple[int, int | None], end: tuple[int, int | None] | None) -> Dates:
    """Make a period from year and month; without an end it goes on."""
    return Dates(
        raw="",
        start_year=start[0],
        start_month=start[1],
        end_year=end[0] if end else None,
        end_month=end[1] if end else None,
        ongoing=end is None,
        precision="month" if start[1] else "year",
    )


@pytest.mark.parametrize(
    ("term", "how", "place"),
    [
        ("SQL", "exact", "experience"),
        ("JavaScript", "alias", "experience"),
        ("dashboard", "variant", "experience"),
        ("forecasting", "exact", "skills"),
        ("React", "broader", "experience"),
    ],
)
def test_a_term_is_found_in_the_best_place_and_way(term: str, how: str, place: str) -> None:
    """The first occurrence is the one of most credit: a role before a list, a name before a kind of it."""
    found = find_term(term, index_of(RESUME))
    assert found
    assert found[0].place == place
    assert found[0].how == how


def test_a_misspelt_term_is_found_as_alike_for_less() -> None:
    """One slip in a long word is forgiven at 0.8; a short word, or another word of the dictionary, is another word."""
    found = find_term(
        "Kubernetes", index_of("Ann Example\n\nExperience\nEngineer, X Inc, 2019 - 2020\n- Ran Kubernettes clusters")
    )
    assert [(one.how, one.credit) for one in found] == [("fuzzy", 0.8)]
    assert not find_term(
        "securing", index_of("Ann Example\n\nExperience\nEngineer, X Inc, 2019 - 2020\n- Scouring pots")
    )


def test_a_bare_list_of_skills_does_not_reach_full_credit() -> None:
    """What only a list names is worth 0.85, what only a summary names 0.9, what a role shows 1.0."""
    index = index_of(RESUME)
    assert judge(requirement("forecasting"), index, TODAY).credit == 0.85
    assert judge(requirement("Analyst"), index, TODAY).credit == 1.0
    assert judge(requirement("SQL"), index, TODAY).credit == 1.0


def test_licences_and_certificates_count_by_name_only() -> None:
    """A certificate is held or not: nothing alike, nothing broader, no partial credit for where it stands."""
    index = index_of(RESUME)
    held = judge(requirement("Certified Supply Chain Professional", kind="cert"), index, TODAY)
    assert (held.status, held.credit) == ("met", 1.0)
    assert judge(requirement("Certified Supply Chain Planner", kind="cert"), index, TODAY).status == "missing"


def test_one_of_several_satisfies_and_all_of_several_are_averaged() -> None:
    """`any_of` counts by its best, `terms` by their mean; the first that is missing is named."""
    index = index_of(RESUME)
    assert judge(requirement(any_of=("Haskell", "SQL")), index, TODAY).credit == 1.0
    both = judge(requirement("SQL", "Haskell"), index, TODAY)
    assert (both.status, both.credit, both.missing_terms) == ("partial", 0.5, ("Haskell",))


def test_a_requirement_without_terms_is_unknown_and_not_missing() -> None:
    """What cannot be looked for is left out of scores."""
    assert judge(requirement(kind="physical"), index_of(RESUME), TODAY).status == "unknown"


def test_years_are_the_union_of_periods() -> None:
    """Overlaps count once, gaps not at all, an ongoing role to the day of the job's start."""
    periods = [period((2010, 1), (2012, 1)), period((2011, 1), (2013, 1)), period((2020, 1), None)]
    assert experience_months(periods, date(2021, 1, 5)) == 36 + 12
    assert experience_years(periods, date(2021, 1, 5)) == 4
    assert experience_months([period((2018, None), (2022, None))], TODAY) == 48
    assert experience_months([period((2022, 1), (2018, 1))], TODAY) == 0


def test_years_are_counted_in_the_domain_that_is_asked_for() -> None:
    """Years "of nursing" are those of roles that name it; without such a role all years count."""
    made = sample("nurse")
    index = index_of(made.resume_source.text)
    nursing = judge(requirement("Nursing", kind="years", years=5), index, TODAY)
    assert (nursing.status, nursing.credit) == ("met", 1.0)
    assert judge(requirement("Nursing", kind="years", years=40), index, TODAY).status == "partial"
    assert judge(requirement("Haskell", kind="years", years=10), index, TODAY).credit == 1.0


@pytest.mark.parametrize(
    ("asked", "rung"),
    [
        ("Graduation from an accredited four-year college", 3),
        ("Degree in Computer Science", 3),
        ("MBA or Master's degree", 4),
        ("High school diploma or GED", 1),
        ("Associate degree in nursing", 2),
        ("Ph.D. in chemistry", 5),
        ("Five years of experience", None),
    ],
)
def test_the_lowest_degree_that_satisfies_is_asked_for(asked: str, rung: int | None) -> None:
    """Of several degrees that a sentence names the lowest is enough; a bare degree is a bachelor's."""
    assert wanted_degree(asked) == rung


def test_a_degree_one_step_short_is_half() -> None:
    """A bachelor is half of a master's, and nothing of a doctor's."""
    index = index_of(RESUME)
    held = highest_degree(view_of_resume(materials(RESUME).resume))
    assert held is not None
    assert held[0] == 3
    assert judge(requirement("degree", kind="degree", text="Bachelor's degree"), index, TODAY).credit == 1.0
    assert judge(requirement("degree", kind="degree", text="Master of Science"), index, TODAY).credit == 0.5
    assert judge(requirement("degree", kind="degree", text="Doctorate"), index, TODAY).status == "missing"


def test_a_deed_proves_the_gerund_that_names_it() -> None:
    """Who taught, and who was a teacher, has done teaching; a word that is also a thing is not believed."""
    assert deed("Teaching", ["taught", "adults"]) == "taught"
    assert deed("Training", ["head", "trainer"]) == "trainer"
    assert deed("Documentation", ["documented"]) == "documented"
    assert deed("Marketing", ["stood", "market"]) is None
    assert trade("Nursing", ["staff", "nurse"]) == "nurse"
    assert trade("Accounting", ["senior", "accountant"]) == "accountant"
    assert trade("Accounting", ["account", "manager"]) is None


def test_kinship_needs_two_telling_words() -> None:
    """A line speaks of a requirement where both share two words that tell something; everyday words tell nothing."""
    asked = requirement("Stock", text="Prepare stock reports for the warehouse", name="r7")
    kin = Kinship([asked], reader())
    assert kin.of("Prepared the stock reports of the warehouse").serves == ("r7",)
    assert not kin.of("Provided excellent work in the warehouse").serves
    assert kin.of("Prepared the stock reports of the warehouse").weight < 0.2


def test_a_report_lists_gaps_and_strengths_heaviest_first_and_cites_facts() -> None:
    """Every requirement is reported in the posting's order, with evidence that names facts of the résumé."""
    made = materials(RESUME)
    job = asking(
        requirement("Haskell", name="r1", weight=1.0),
        requirement("SQL", name="r2", weight=3.0),
        requirement("Ruby", name="r3", weight=4.5),
        requirement("reports", name="r4", weight=4.0),
    )
    report = match(made.resume, job, lexicon(), TODAY)
    assert [one.requirement_id for one in report.requirements] == ["r1", "r2", "r3", "r4"]
    assert report.gaps == ["r3", "r1"]
    assert report.strengths == ["r4", "r2"]
    facts = {fact.id for fact in made.resume.facts}
    assert all(evidence.fact_id in facts for one in report.requirements for evidence in one.evidence)


def test_the_same_resume_matches_its_own_trade_best() -> None:
    """Each sample scores higher with the posting of its trade than with those of the others."""
    for trade_name in ("nurse", "backend-engineer", "electrician"):
        scores = {
            other: match(sample(trade_name).resume, sample(other).job, lexicon(), TODAY).score.value
            for other in ("nurse", "backend-engineer", "electrician")
        }
        assert max(scores, key=lambda other: scores[other]) == trade_name
