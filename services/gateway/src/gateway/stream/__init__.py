"""`GET /api/jobs/{job_id}/stream`: a job's events, as they happen and as they happened."""
