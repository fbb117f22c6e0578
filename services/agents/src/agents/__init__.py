"""Seven agents that tailor a résumé to a posting, and the SDK they are written with."""
