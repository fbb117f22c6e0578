"""Four readers that others wrote: what they make of a stream has to be what the suite's own parser makes of it."""
