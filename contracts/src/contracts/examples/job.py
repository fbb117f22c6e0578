"""The job that all examples tell of, and its documents."""

from typing import Any, Final, TypeAlias

from contracts.ids import JobId

Example: TypeAlias = dict[str, Any]

JOB: Final = JobId("6f2d9c54-8a3e-4d1b-9c70-2b5e41f0a7d3")
RESUME: Final = f"{JOB}.resume_upload.1f0c2ab94de87365"
POSTING: Final = f"{JOB}.job_upload.a4d2903be17c5f68"
MATCH: Final = f"{JOB}.match.70be55a1c93d2f04"
PLAN: Final = f"{JOB}.plan.c81a6df2b0974e35"
RESULT: Final = f"{JOB}.resume.md.5be90713fd2a48c6"
