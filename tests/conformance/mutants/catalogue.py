"""The broken gateways, and the case that catches each. A mutant is called as the function that breaks it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.conformance.mutants import answers, streams, writing
from tests.conformance.mutants.proxy import Asked, Frames, Mutant
from tests.conformance.wire import Head

HONEST: Final = Mutant(name="honest", sentence="Changes nothing: every case that catches has to be kept.", caught_by="")

_STREAMS: Final[Mapping[Callable[[Frames], Frames], str]] = {
    streams.skips_an_event: "its-events-are-the-streams",
    streams.doubles_an_event: "ids-are-distinct",
    streams.swaps_events: "ids-rise",
    streams.wrong_id: "every-event-by-after",
    streams.anothers_event: "every-event-is-this-jobs",
    streams.swallows_done: "the-last-event-is-done",
    writing.named_frames: "data-frames-are-unnamed",
    writing.byte_order_mark: "no-byte-order-mark",
    writing.torn_line_ends: "only-line-feeds",
    writing.latin_1: "valid-utf8",
    writing.two_data_lines: "data-frames-are-two-lines",
    writing.comments: "only-known-fields",
    writing.no_opening: "opens-with-id-and-retry",
    writing.retry_in_seconds: "retry-is-digits",
    writing.same_retry: "retry-is-spread",
    streams.never_caught_up: "caught-up-comes-once",
    streams.caught_up_too_early: "caught-up-names-the-last-position",
    writing.control_with_an_id: "control-frames-move-no-cursor",
    streams.nameless_control: "caught-up-names-its-job",
    streams.no_reset: "a-cursor-beyond-the-end-is-reset",
    writing.unfinished: "ends-behind-an-empty-line",
    writing.breaks_off: "the-body-ends-as-http-says",
    streams.never_ends: "a-live-stream-ends-behind-done",
    streams.ends_behind_the_history: "a-live-stream-stays-open",
    writing.holds_back: "events-come-as-they-happen",
    streams.late_heartbeat: "it-comes-in-time",
    streams.repeated_heartbeat: "it-comes-only-in-silence",
    streams.no_heartbeat: "it-comes-to-all",
    writing.heartbeat_with_an_id: "it-moves-no-cursor",
}
_ASKS: Final[Mapping[Callable[[Asked], Asked], str]] = {
    answers.ignores_last_event_id: "the-header-resumes-behind",
    answers.ignores_after: "after-resumes-behind",
    answers.query_wins: "the-header-wins",
    answers.guesses_cursors: "a-malformed-after-is-refused",
    answers.ignores_pace: "a-paced-stream-is-paced",
    answers.ignores_at: "any-position-can-be-had",
    answers.ignores_tags: "who-has-it-is-told-so",
    answers.forgets_a_job: "every-job-is-shown",
    answers.forgets_where_a_list_was: "every-cut-of-many-jobs",
    answers.ignores_origin: "a-foreign-origin-is-refused",
}
_ANSWERS: Final[Mapping[Callable[[Asked, Head], Head], str]] = {
    answers.ok_at_the_end: "back-at-the-end-is-204",
    answers.not_found_when_erased: "an-erased-job-is-410",
    answers.for_everybody: "nobody-is-everybody",
    answers.plain_type: "the-type-is-event-stream",
    answers.kept_by_caches: "no-proxy-keeps-it",
    answers.silent_to_proxies: "no-proxy-holds-it-back",
    answers.html_refusals: "a-refusal-is-a-problem",
    answers.takes_any_file: "a-preview-that-is-refused-says-why",
    answers.too_big_is_malformed: "a-file-that-is-too-big-is-413",
}
_SAYS: Final[Mapping[Callable[[Asked, bytes], bytes], str]] = {
    answers.repeats_token: "a-refusal-repeats-no-token",
    answers.snapshot_behind: "its-position-is-the-last-events",
    answers.stream_url_behind: "at-many-moments-it-continues-exactly",
    answers.one_page: "pages-are-the-whole",
    answers.preview_without_its_end: "a-preview-is-what-a-job-reads",
    answers.promises_too_much: "limits-are-those-of-a-start",
}


def mutants() -> tuple[Mutant, ...]:
    """Give all of them, new: one remembers what went through."""
    return (
        *(_mutant(change, case, streams=change) for change, case in _STREAMS.items()),
        *(_mutant(change, case, asks=change) for change, case in _ASKS.items()),
        *(_mutant(change, case, answers=change) for change, case in _ANSWERS.items()),
        *(_mutant(change, case, says=change) for change, case in _SAYS.items()),
        _mutant(writing.compressed, "never-compressed", streams=writing.compressed, answers=answers.says_gzip),
        _mutant(answers.open_door, "no-token-is-401", asks=answers.open_door()),
    )


def _mutant(named_by: Callable[..., Any], caught_by: str, **changes: Callable[..., Any]) -> Mutant:
    name = named_by.__name__.replace("_", "-")
    return Mutant(name=name, sentence=" ".join((named_by.__doc__ or "").split()), caught_by=caught_by, **changes)
