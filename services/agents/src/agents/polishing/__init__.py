"""The step `polishing`: the last hand, and the texts for people."""
