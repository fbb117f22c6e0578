"""The stories of planning and writing where the user has said something, and which steps of the graph hear of it."""

from collections.abc import Mapping

from agents.planning.agent import PlanningAgent
from agents.sdk import Document, Progress, Told
from agents.sdk.testing import given, handed_over
from agents.tailoring.rendering.review import summary_points
from agents.writing.agent import WritingAgent
from contracts.control import DEFAULT_GRAPH
from contracts.documents import Answer, AnswerSheet, Choices, Fact, OptimisedDoc, Plan, Question, SourceText
from contracts.events import DiffChunk, Insight
from pipeline.graphs import GRAPHS
from tests.support.tailored import RESUME, TODAY, materials, planned

POSTING = """\
Operations Analyst

Requirements
- SQL
- Terraform is required
- Fluent German
- Excel
- 5 years of experience
"""
WORDS = "I wrote the Terraform modules of the Quillfeather depot."


def documents(**more: Document) -> Mapping[str, Document]:
    """Give what the first three steps hand over, and more."""
    made = materials(RESUME, POSTING)
    return {
        "resume_source": made.resume_source,
        "posting_source": made.posting_source,
        "profile": made.resume,
        "posting": made.job,
        **more,
    }


def sheet(**said: str | None) -> AnswerSheet:
    """Answer questions by the names that they ask for."""
    asked: dict[str | None, Question] = {one.term: one for one in planned(materials(RESUME, POSTING))[1].questions}
    return AnswerSheet(answers=[Answer(question=asked[name], text=text) for name, text in said.items()])


async def planned_with(answers: AnswerSheet) -> list[Told]:
    """Let planning hear answers."""
    work = given(documents(answers=answers), started_at=TODAY)
    return [told async for told in PlanningAgent.create().handle(work)]


async def test_planning_tells_what_became_of_answers() -> None:
    """What they add is told by the posting's name for it; what no line can take up too; their words stay a document."""
    told = await planned_with(sheet(Terraform=WORDS, German="I should have to think about that."))
    insights = [one.message for one in told if isinstance(one, Insight)]
    assert "From your answer: Terraform" in insights
    assert "Add it to your résumé yourself: German" in insights
    assert "Missing: Terraform – not in your résumé" not in insights
    assert "2 answers taken up, 0 of them a no" in [one.milestone for one in told if isinstance(one, Progress)]
    assert all("Quillfeather" not in one for one in insights)
    assert WORDS in handed_over(told, "user_source", SourceText).text
    assert {fact.span.source for fact in handed_over(told, "user_facts", list[Fact])} == {"user"}


async def test_a_no_is_remembered_and_adds_nothing() -> None:
    """No change, no advice, and not asked again."""
    told = await planned_with(sheet(Terraform="No.", German=None))
    plan = handed_over(told, "plan", Plan)
    assert [(one.op, one.path, one.after) for one in plan.patches] == [
        (one.op, one.path, one.after) for one in planned(materials(RESUME, POSTING))[1].patches
    ]
    assert {one.term for one in plan.questions} & {"Terraform", "German"} == set()
    assert not [one for one in told if isinstance(one, Insight) and "yourself" in one.message]


async def test_writing_reads_answers_and_choices() -> None:
    """A change that an answer made possible is made; one that the user rejected is counted as his."""
    made = await planned_with(sheet(Terraform=WORDS))
    plan = handed_over(made, "plan", Plan)
    heard: dict[str, Document] = {
        "plan": plan,
        "user_source": handed_over(made, "user_source", SourceText),
        "user_facts": handed_over(made, "user_facts", bytes),
    }
    unwanted = next(patch for patch in plan.patches if patch.op == "weak_opening")
    work = given(documents(**heard, choices=Choices(rejected=[unwanted])), started_at=TODAY)
    told = [one async for one in WritingAgent.create().handle(work)]
    became = {patch.id: patch.status for patch in handed_over(told, "draft", OptimisedDoc).patches}
    assert became["a1"] == "applied"
    assert became[unwanted.id] == "rejected"
    milestones = [one.milestone or "" for one in told if isinstance(one, Progress)]
    assert [one for one in milestones if one.endswith("refused by the gates, 1 rejected by you")]


async def test_what_an_answer_brought_is_not_said_to_be_proven_by_a_bullet() -> None:
    """Neither in the sentence on the change nor in the count of what was listed."""
    made = await planned_with(sheet(Terraform=WORDS))
    heard: dict[str, Document] = {
        "plan": handed_over(made, "plan", Plan),
        "user_source": handed_over(made, "user_source", SourceText),
        "user_facts": handed_over(made, "user_facts", bytes),
    }
    told = [one async for one in WritingAgent.create().handle(given(documents(**heard), started_at=TODAY))]
    (change,) = (one for one in told if isinstance(one, DiffChunk) and one.patch_id == "a1")
    assert change.summary == "listed what your answer names, for Terraform"
    points = summary_points(handed_over(told, "draft", OptimisedDoc).patches)
    assert "Listed 1 skill or certificate that your answers name." in points
    assert [one for one in points if "bullets prove" in one] == []


def test_the_graph_runs_again_what_hears_of_it() -> None:
    """Answers from planning on, choices from writing on; what was read before stays as it was."""
    graph = GRAPHS[DEFAULT_GRAPH]
    assert graph.affected_by(["answers"]) == {"planning", "writing", "validating", "polishing"}
    assert graph.affected_by(["choices"]) == {"writing", "validating", "polishing"}
