"""A job whole, at a position: its state, its history in pages, and whether a reader has that already."""
