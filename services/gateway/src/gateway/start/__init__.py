"""Starting a job: what is asked for, checked before anything is written, and then written in the right order."""
