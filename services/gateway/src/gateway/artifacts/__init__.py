"""What a job made: the artifacts of its newest revision, and every document that its events refer to."""
