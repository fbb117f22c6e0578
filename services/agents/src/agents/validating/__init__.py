"""The step `validating`: the result is judged by rules and scores."""
