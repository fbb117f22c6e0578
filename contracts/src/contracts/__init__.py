"""What the parts of Resume Optimizer promise each other: pure, msgspec and the standard library only."""
