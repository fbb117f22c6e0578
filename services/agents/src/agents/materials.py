"""Reading what a job is made of: the documents of the earlier steps, as the engine takes them."""

from agents.sdk import Work
from agents.tailoring.materials import Materials
from contracts.documents import Fact, JobDoc, ResumeDoc, SourceText


async def read_materials(work: Work) -> Materials:
    """Read both sides and their texts, and what the user answered, as `planning` took it down.

    Raises:
        PermanentError: A document is missing, or is not what it should be.
        TransientError: The log does not answer.
    """
    materials = Materials(
        resume=await work.read("profile", ResumeDoc),
        job=await work.read("posting", JobDoc),
        resume_source=await work.read("resume_source", SourceText),
        posting_source=await work.read("posting_source", SourceText),
        profile_source=await work.read("profile_source", SourceText) if work.has("profile_source") else None,
        today=work.started_at,
    )
    if not work.has("user_source"):
        return materials
    return materials.with_answers(await work.read("user_source", SourceText), await work.read("user_facts", list[Fact]))
