"""Who may see a job: whoever holds its token, from an origin that we know."""
