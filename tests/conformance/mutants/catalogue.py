"""The broken gateways, and the case that catches each."""

from typing import Final

from tests.conformance.mutants import answers, streams
from tests.conformance.mutants.proxy import Mutant

HONEST: Final = Mutant(name="honest", sentence="Changes nothing: every case that catches has to be kept.", caught_by="")


def mutants() -> tuple[Mutant, ...]:
    """Give all of them, new: some remember what went through."""
    return (
        Mutant(
            name="skips-an-event",
            sentence="Leaves the fifth event of each answer out.",
            caught_by="its-events-are-the-streams",
            streams=streams.skips_one,
        ),
        Mutant(
            name="skips-an-event-behind-a-cursor",
            sentence="The same, looked at from where readers resume.",
            caught_by="every-event-by-header",
            streams=streams.skips_one,
        ),
        Mutant(
            name="doubles-an-event",
            sentence="Sends the fifth event of each answer twice.",
            caught_by="ids-are-distinct",
            streams=streams.doubles_one,
        ),
        Mutant(
            name="swaps-events",
            sentence="Sends the sixth event before the fifth.",
            caught_by="ids-rise",
            streams=streams.swaps_two,
        ),
        Mutant(
            name="wrong-id",
            sentence="Gives every event a position that is one too high.",
            caught_by="every-event-by-after",
            streams=streams.id_of_the_next,
        ),
        Mutant(
            name="anothers-event",
            sentence="Lets an event of another job in.",
            caught_by="every-event-is-this-jobs",
            streams=streams.anothers_event,
        ),
        Mutant(
            name="swallows-done",
            sentence="Ends without `done`.",
            caught_by="the-last-event-is-done",
            streams=streams.swallows_done,
        ),
        Mutant(
            name="named-frames",
            sentence="Names each frame by the type of its event.",
            caught_by="data-frames-are-unnamed",
            streams=streams.named_frames,
        ),
        Mutant(
            name="byte-order-mark",
            sentence="Begins with a byte order mark.",
            caught_by="no-byte-order-mark",
            streams=streams.byte_order_mark,
        ),
        Mutant(
            name="torn-line-ends",
            sentence="Ends lines with CR and LF, each in a write of its own.",
            caught_by="only-line-feeds",
            streams=streams.torn_line_ends,
        ),
        Mutant(
            name="latin-1",
            sentence="Writes letters that are no UTF-8.",
            caught_by="valid-utf8",
            streams=streams.latin_1,
        ),
        Mutant(
            name="two-data-lines",
            sentence="Breaks each event over two lines.",
            caught_by="data-frames-are-two-lines",
            streams=streams.two_data_lines,
        ),
        Mutant(
            name="comments",
            sentence="Sends comments between events.",
            caught_by="only-known-fields",
            streams=streams.comments,
        ),
        Mutant(
            name="no-opening",
            sentence="Says neither where the reader stands nor how long to wait.",
            caught_by="opens-with-id-and-retry",
            streams=streams.no_opening,
        ),
        Mutant(
            name="retry-in-seconds",
            sentence="Writes the delay with a unit, so that readers ignore it.",
            caught_by="retry-is-digits",
            streams=streams.retry_in_seconds,
        ),
        Mutant(
            name="same-retry",
            sentence="Tells every reader the same delay.",
            caught_by="retry-is-spread",
            streams=streams.same_retry,
        ),
        Mutant(
            name="never-caught-up",
            sentence="Does not say when the history is over.",
            caught_by="caught-up-comes-once",
            streams=streams.never_caught_up,
        ),
        Mutant(
            name="caught-up-too-early",
            sentence="Says so in the middle of it.",
            caught_by="caught-up-names-the-last-position",
            streams=streams.caught_up_too_early,
        ),
        Mutant(
            name="control-with-an-id",
            sentence="Gives words about the stream an id, which moves the reader's cursor.",
            caught_by="control-frames-move-no-cursor",
            streams=streams.control_with_an_id,
        ),
        Mutant(
            name="no-reset",
            sentence="Begins the history again without a word.",
            caught_by="a-cursor-beyond-the-end-is-reset",
            streams=streams.no_reset,
        ),
        Mutant(
            name="unfinished",
            sentence="Leaves the last empty line out, so that readers drop the last frame.",
            caught_by="ends-behind-an-empty-line",
            streams=streams.unfinished,
        ),
        Mutant(
            name="breaks-off",
            sentence="Closes the connection behind `done` without the last chunk.",
            caught_by="the-body-ends-as-http-says",
            streams=streams.breaks_off,
        ),
        Mutant(
            name="never-ends",
            sentence="Stays open behind `done`.",
            caught_by="a-live-stream-ends-behind-done",
            streams=streams.never_ends,
        ),
        Mutant(
            name="ends-behind-the-history",
            sentence="Ends where the history ends, though the job runs on.",
            caught_by="a-live-stream-stays-open",
            streams=streams.ends_behind_the_history,
        ),
        Mutant(
            name="holds-back",
            sentence="Keeps everything until the stream is over, as a proxy that buffers does.",
            caught_by="events-come-as-they-happen",
            streams=streams.holds_back,
        ),
        Mutant(
            name="late-heartbeat",
            sentence="Gives signs of life three times too late.",
            caught_by="it-comes-in-time",
            streams=streams.late_heartbeat,
        ),
        Mutant(
            name="no-heartbeat",
            sentence="Gives none.",
            caught_by="it-comes-to-all",
            streams=streams.no_heartbeat,
        ),
        Mutant(
            name="heartbeat-with-an-id",
            sentence="Gives them an id, which moves the reader's cursor.",
            caught_by="it-moves-no-cursor",
            streams=streams.heartbeat_with_an_id,
        ),
        Mutant(
            name="compressed",
            sentence="Compresses the stream for readers who take that.",
            caught_by="never-compressed",
            answers=answers.says_gzip,
            streams=streams.compressed,
        ),
        Mutant(
            name="last-event-id-ignored",
            sentence="Begins at the beginning, whatever `Last-Event-ID` says.",
            caught_by="the-header-resumes-behind",
            asks=answers.ignores_last_event_id,
        ),
        Mutant(
            name="after-ignored",
            sentence="Begins at the beginning, whatever `?after=` says.",
            caught_by="after-resumes-behind",
            asks=answers.ignores_after,
        ),
        Mutant(
            name="query-wins",
            sentence="Takes `?after=` where both are given.",
            caught_by="the-header-wins",
            asks=answers.query_wins,
        ),
        Mutant(
            name="guesses-cursors",
            sentence="Takes a malformed cursor for none.",
            caught_by="a-malformed-after-is-refused",
            asks=answers.guesses_cursors,
        ),
        Mutant(
            name="any-origin",
            sentence="Lets pages of any origin call.",
            caught_by="a-foreign-origin-is-refused",
            asks=answers.ignores_origin,
        ),
        Mutant(
            name="for-everybody",
            sentence="Answers every page with `Access-Control-Allow-Origin: *`.",
            caught_by="nobody-is-everybody",
            answers=answers.for_everybody,
        ),
        Mutant(
            name="open-door",
            sentence="Lets anybody in to a job whose token it has seen once.",
            caught_by="no-token-is-401",
            asks=answers.OpenDoor(),
        ),
        Mutant(
            name="ok-at-the-end",
            sentence="Answers 200 with an empty stream where 204 would stop the browser.",
            caught_by="back-at-the-end-is-204",
            answers=answers.ok_at_the_end,
        ),
        Mutant(
            name="not-found-when-erased",
            sentence="Says 404 of what was erased.",
            caught_by="an-erased-job-is-410",
            answers=answers.not_found_when_erased,
        ),
        Mutant(
            name="plain-type",
            sentence="Sends the stream as plain text.",
            caught_by="the-type-is-event-stream",
            answers=answers.plain_type,
        ),
        Mutant(
            name="kept-by-caches",
            sentence="Lets caches keep a stream.",
            caught_by="no-proxy-keeps-it",
            answers=answers.kept_by_caches,
        ),
        Mutant(
            name="html-refusals",
            sentence="Refuses with a page, as a proxy does.",
            caught_by="a-refusal-is-a-problem",
            answers=answers.html_refusals,
        ),
        Mutant(
            name="repeats-tokens",
            sentence="Says in a refusal which token it was.",
            caught_by="a-refusal-repeats-no-token",
            says=answers.repeats_token,
        ),
        Mutant(
            name="snapshot-behind",
            sentence="Leaves the last event out of a snapshot.",
            caught_by="its-position-is-the-last-events",
            says=answers.snapshot_behind,
        ),
        Mutant(
            name="snapshot-goes-on-too-early",
            sentence="Lets the stream of a snapshot begin one event too early.",
            caught_by="at-many-moments-it-continues-exactly",
            says=answers.stream_url_behind,
        ),
    )
