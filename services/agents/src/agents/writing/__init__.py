"""The step `writing`: the changes are made, each through its gates."""
