"""Scores: the formulas, their parts, and what they leave out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.tailoring import weights
from agents.tailoring.evidence import Found, coverage
from agents.tailoring.matching import judge_view
from agents.tailoring.scoring import combine, requirements_match, title_match
from agents.tailoring.scoring.dimensions import dimensions, overall, readiness
from agents.tailoring.views import view_of_resume
from contracts.documents import RequirementKind, RuleResult, Score
from tests.support.tailored import RESUME, TODAY, asking, index_of, materials, reader, requirement


def found(credit: float, *, weight: float = 1.0, kind: RequirementKind = "skill", status: str | None = None) -> Found:
    """Make a judged requirement."""
    known = status or ("met" if credit >= weights.MET_CREDIT else "partial" if credit else "missing")
    return Found(requirement("x", kind=kind, weight=weight), known, credit)  # type: ignore[arg-type]


def rule(rule_id: str, status: str, severity: str = "minor") -> RuleResult:
    """Make a verdict."""
    return RuleResult(rule_id=rule_id, severity=severity, phase="after", status=status)  # type: ignore[arg-type]


def test_a_part_that_cannot_be_known_is_left_out_and_named() -> None:
    """Never 0 as a stand-in: the rest is weighed anew, and the score says what is missing."""
    score = combine({"a": 80.0, "b": None}, {"a": 0.25, "b": 0.75})
    assert (score.value, score.parts, score.unknown) == (80.0, {"a": 80.0}, ["b"])
    assert score.score_version == weights.SCORE_VERSION
    assert combine({"a": None}, {"a": 1.0}).value == 0.0


@given(
    st.dictionaries(st.sampled_from("abcd"), st.one_of(st.none(), st.floats(0, 100)), min_size=1),
    st.fixed_dictionaries({name: st.floats(0.01, 1) for name in "abcd"}),
)
def test_a_combined_score_lies_between_its_parts(parts: dict[str, float | None], shares: dict[str, float]) -> None:
    """Whatever is left out, a mean is a mean."""
    score = combine(parts, shares)
    if score.parts:
        assert min(score.parts.values()) - 0.01 <= score.value <= max(score.parts.values()) + 0.01


@pytest.mark.parametrize(
    "table",
    [weights.MATCH_SCORE, weights.ATS_OPTIMIZATION, weights.PRESENTATION_QUALITY, weights.COMPETITIVE_POSITIONING],
)
def test_weights_of_a_score_are_shares_of_one(table: dict[str, float]) -> None:
    """Each table of weights adds up to 1."""
    assert sum(table.values()) == pytest.approx(1.0)


def test_requirements_are_weighed_and_unknown_ones_left_out() -> None:
    """The mean of credits by weight; what could not be judged counts neither way."""
    judged = [found(1.0, weight=3.0), found(0.0, weight=1.0), found(0.0, weight=50.0, status="unknown")]
    assert requirements_match(judged) == pytest.approx(75.0)
    assert requirements_match([found(0.0, status="unknown")]) is None


def test_a_missing_knockout_costs_softly_and_never_more_than_thirty_percent() -> None:
    """One missing licence takes 8 %, ten take 30 %: no cliff."""
    one = requirements_match([found(1.0, weight=9.0), found(0.0, kind="licence")])
    ten = requirements_match([found(1.0, weight=9.0), *[found(0.0, weight=0.1, kind="licence") for _ in range(10)]])
    assert one == pytest.approx(90.0 * 0.92)
    assert ten == pytest.approx(90.0 * 0.7)


def test_keyword_coverage_is_literal_and_weighs_the_first_tier() -> None:
    """70 % first tier, 30 % second; a stem is not literal; an empty tier is left out."""
    index = index_of(RESUME)
    assert coverage(asking(p1=["SQL", "Haskell"], p2=["Excel"]), index) == pytest.approx(65.0)
    assert coverage(asking(p1=["dashboard"]), index) == 0.0
    assert coverage(asking(p2=["Excel"]), index) == 100.0
    assert coverage(asking(), index) is None


def test_titles_are_compared_without_seniority() -> None:
    """A "Senior Operations Analyst" is what an operations analyst could be; no title, no part."""
    view = view_of_resume(materials(RESUME).resume)
    assert title_match(asking(title="Senior Operations Analyst"), view) == 100.0
    assert title_match(asking(title=None), view) is None
    poor = title_match(asking(title="Pastry Chef"), view)
    assert poor is not None
    assert poor < 50


def test_a_match_score_shows_its_four_parts() -> None:
    """The formula of the match score, from its parts."""
    job = asking(
        requirement("SQL"), requirement("Haskell", name="r2"), title="Operations Analyst", p1=["SQL", "Haskell"]
    )
    score = judge_view(view_of_resume(materials(RESUME).resume), job, reader(), TODAY).score
    assert score.parts["requirements_match"] == 50.0
    assert score.parts["keyword_coverage"] == 50.0
    assert score.parts["title_match"] == 100.0
    assert score.value == pytest.approx(0.55 * 50 + 0.25 * 50 + 0.1 * 100 + 0.1 * score.parts["parse_rules"], abs=0.01)


def test_five_dimensions_leave_out_what_the_posting_does_not_ask() -> None:
    """Without cues of culture there is no cultural fit, without preferred requirements no differentiation."""
    view = view_of_resume(materials(RESUME).resume)
    judgement = judge_view(view, asking(requirement("SQL")), reader(), TODAY)
    scores = dimensions(judgement.found, judgement.index, asking(requirement("SQL")), [], judgement.score)
    assert list(scores) == [
        "requirements_match", "ats_optimization", "cultural_fit", "presentation_quality", "competitive_positioning",
    ]  # fmt: skip
    assert not scores["cultural_fit"].parts
    assert "differentiation" in scores["competitive_positioning"].unknown
    assert scores["competitive_positioning"].parts["relevance_order"] < 100


def test_overall_is_the_mean_of_what_is_known() -> None:
    """A dimension without a part does not pull the mean down."""
    known = Score(value=80.0, parts={"a": 80.0}, score_version="1")
    assert overall({"a": known, "b": Score(value=0.0, unknown=["x"], score_version="1")}) == 80.0


def test_readiness_falls_for_failed_rules_and_has_a_floor() -> None:
    """15 points for a critical rule, 5 for a major one, none for a minor one or a warning; never below 0."""
    failed = [
        rule("A", "fail", "critical"),
        rule("B", "fail", "major"),
        rule("C", "fail"),
        rule("D", "warn", "critical"),
    ]
    assert readiness(90.0, failed) == 70.0
    assert readiness(10.0, failed) == 0.0
