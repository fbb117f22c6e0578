"""The step `analyzing`: the posting is read."""
