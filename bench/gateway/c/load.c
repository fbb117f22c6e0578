/* A load client for server-sent events: thousands of viewers in one thread.
 *
 *   load PORT[,PORT] TARGETS VIEWERS [retry=MS] [slow=N]
 *
 * TARGETS is a file of lines `PATH<tab>HEADER`; viewer k watches line k modulo their number. A viewer whose connection
 * ends comes back at the next port with its `Last-Event-ID`, after the time that the server asked for, or `retry`
 * milliseconds. The first `slow` viewers read 1,024 bytes a second through a small buffer and are in no figure.
 *
 * Says one line of JSON when all were answered, and one for each command on standard input:
 *
 *   reset          forget all figures, and who has caught up
 *   report         say the figures
 *   await N MS     say them when every viewer has event N, or when the milliseconds are over
 *   caught MS      say them when every viewer has caught up (on a connection it made since the reset), or so
 *
 * Ends with its standard input. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "delays.h"
#include "viewer.h"
#include "wire.h"

#define SLOW_BYTES 1024
#define SLOW_BUFFER 2048
#define TICK_MS 5
#define QUARTER_US 250000

static struct viewer *viewers;
static char **targets;
static int ports[2], port_count, epoll;
static long count, opened, target_count, retry_ms, slow, waiting, closed, refused, reconnects, slow_bytes;
static long long reset_at, first_reconnect_us, last_reconnect_us, slow_due_us;
static long quarters[1200]; /* reconnects by quarter of a second since the reset */

enum wish { NOTHING, OPEN, EVENTS, CAUGHT_UP };
static enum wish wish = OPEN;
static long wished;
static long long wish_until;

static void open_viewer(struct viewer *v) {
    v->fd = connect_later(ports[v->port], v - viewers, v - viewers < slow ? SLOW_BUFFER : 0);
    v->phase = CONNECTING;
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = v};
    epoll_ctl(epoll, EPOLL_CTL_ADD, v->fd, &event);
}

static void close_viewer(struct viewer *v, long long now) {
    if (v->phase == BODY) closed++;
    else refused++;
    close(v->fd);
    viewer_disconnected(v);
    if (v->ended) return;
    v->port = (v->port + 1) % port_count;
    long delay = retry_ms ? retry_ms / 2 + random() % (retry_ms + 1) : v->retry_ms;
    v->due_us = now + (delay ? delay : 1000) * 1000LL;
    waiting++;
}

static void ask(struct viewer *v, long long now) {
    int failed = 0;
    socklen_t size = sizeof failed;
    getsockopt(v->fd, SOL_SOCKET, SO_ERROR, &failed, &size);
    if (failed) {
        close_viewer(v, now);
        return;
    }
    char path[1024], *header, request[2560];
    snprintf(path, sizeof path, "%s", targets[v->target]);
    header = strchr(path, '\t');
    if (header) *header++ = 0;
    int length = snprintf(request, sizeof request,
                          "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n%s%s", path,
                          header && *header ? header : "", header && *header ? "\r\n" : "");
    if (v->cursor[0]) {
        length += snprintf(request + length, sizeof request - length, "Last-Event-ID: %s\r\n", v->cursor);
        reconnects++;
        if (!first_reconnect_us) first_reconnect_us = now;
        last_reconnect_us = now;
        long quarter = (now - reset_at) / QUARTER_US;
        if (quarter < (long)(sizeof quarters / sizeof *quarters)) quarters[quarter]++;
    }
    length += snprintf(request + length, sizeof request - length, "\r\n");
    if (write(v->fd, request, length) != length) give_up("request");
    v->phase = HEAD;
    struct epoll_event event = {.events = v - viewers < slow ? 0 : EPOLLIN, .data.ptr = v};
    epoll_ctl(epoll, EPOLL_CTL_MOD, v->fd, &event);
}

static void read_from(struct viewer *v, char *buffer, long room) {
    long got = read(v->fd, buffer, room);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    long long now = now_us();
    if (v - viewers < slow) {
        if (got > 0) slow_bytes += got;
        if (v->phase == HEAD && got > 0) v->phase = BODY;
        if (got <= 0) close_viewer(v, now);
    } else if (got <= 0 || !viewer_take(v, buffer, got, now)) {
        close_viewer(v, now);
    }
}

static void reset(void) {
    memset(&totals, 0, sizeof totals);
    memset(quarters, 0, sizeof quarters);
    delays_forget();
    closed = refused = reconnects = slow_bytes = 0;
    first_reconnect_us = last_reconnect_us = 0;
    reset_at = now_us();
    for (long k = 0; k < count; k++) viewers[k].first_event_us = viewers[k].caught_up = 0;
}

/* How many of the fast viewers do not have what is wished for yet. */
static long lacking(enum wish what, long number) {
    long found = 0;
    for (long k = slow; k < count; k++) {
        struct viewer *v = &viewers[k];
        found += what == OPEN ? v->status != 200 : what == EVENTS ? v->last < number : !v->caught_up;
    }
    return found;
}

static void report(void) {
    long behind = 0, busiest = 0, open = 0;
    long long silent_until = 0;
    for (long k = slow; k < count; k++) {
        struct viewer *v = &viewers[k];
        if (wished > v->last) behind += wished - v->last;
        if (v->first_event_us > silent_until) silent_until = v->first_event_us;
        open += v->phase == BODY;
    }
    for (unsigned k = 0; k < sizeof quarters / sizeof *quarters; k++)
        if (quarters[k] > busiest) busiest = quarters[k];
    printf("{\"open\": %ld, \"caught_up\": %ld, \"closed\": %ld, \"refused\": %ld, \"reconnects\": %ld, ", open,
           count - slow - lacking(CAUGHT_UP, 0), closed, refused, reconnects);
    printf("\"deliveries\": %lld, \"bytes\": %lld, \"pieces\": %lld, \"lost\": %lld, \"doubled\": %lld, ",
           totals.deliveries, totals.bytes, totals.pieces, totals.holes + behind, totals.doubled);
    printf("\"drains\": %lld, \"resets\": %lld, \"busiest_quarter\": %ld, \"slow_bytes\": %ld, ", totals.drains,
           totals.resets, busiest, slow_bytes);
    printf("\"reset_us\": %lld, \"first_reconnect_us\": %lld, \"last_reconnect_us\": %lld, ", reset_at,
           first_reconnect_us, last_reconnect_us);
    printf("\"last_caught_up_us\": %lld, \"silent_until_us\": %lld, ", totals.last_caught_up_us, silent_until);
    printf("\"p50_ms\": %.3f, \"p99_ms\": %.3f, \"most_ms\": %.3f}\n", delays_percentile(0.5), delays_percentile(0.99),
           delays_percentile(1));
    fflush(stdout);
    wished = 0;
    wish = NOTHING;
}

/* Takes one command; returns 0 at the end of the input. */
static int command(void) {
    char line[128];
    if (!fgets(line, sizeof line, stdin)) return 0;
    long ms = 0;
    if (!strncmp(line, "reset", 5)) reset();
    else if (!strncmp(line, "report", 6)) report();
    else if (sscanf(line, "await %ld %ld", &wished, &ms) == 2) wish = EVENTS;
    else if (sscanf(line, "caught %ld", &ms) == 1) wish = CAUGHT_UP;
    else give_up(line);
    wish_until = now_us() + ms * 1000LL;
    return 1;
}

static void tick(long long now, char *buffer) {
    for (long k = 0; waiting && k < opened; k++)
        if (viewers[k].phase == WAITING && !viewers[k].ended && viewers[k].due_us <= now) {
            waiting--;
            open_viewer(&viewers[k]);
        }
    if (slow && now >= slow_due_us) {
        slow_due_us = now + 1000000;
        for (long k = 0; k < slow; k++)
            if (viewers[k].phase >= HEAD) read_from(&viewers[k], buffer, SLOW_BYTES);
    }
    if (wish == OPEN && !lacking(OPEN, 0)) report();
    else if (wish != NOTHING && wish != OPEN && (now > wish_until || !lacking(wish, wished))) report();
}

int main(int argc, char **argv) {
    if (argc < 4) return fprintf(stderr, "load PORT[,PORT] TARGETS VIEWERS [retry=MS] [slow=N]\n"), 2;
    signal(SIGPIPE, SIG_IGN);
    port_count = sscanf(argv[1], "%d,%d", &ports[0], &ports[1]);
    targets = read_lines(argv[2], &target_count);
    count = atol(argv[3]);
    retry_ms = option(argc, argv, "retry", 0);
    slow = option(argc, argv, "slow", 0);
    viewers = calloc(count, sizeof *viewers);
    epoll = epoll_create1(0);
    setvbuf(stdin, NULL, _IONBF, 0);
    reset();
    static char buffer[1 << 18];
    static struct epoll_event ready[1024];
    struct pollfd sources[2] = {{.fd = epoll, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
    for (long long ticked = 0;;) {
        for (int k = 0; k < 64 && opened < count; k++, opened++) { /* not more at once than a backlog takes */
            viewers[opened].target = opened % target_count;
            viewers[opened].port = opened % port_count;
            open_viewer(&viewers[opened]);
        }
        poll(sources, 2, TICK_MS);
        if (sources[1].revents && !command()) return 0;
        int found = epoll_wait(epoll, ready, 1024, 0);
        for (int k = 0; k < found; k++) {
            struct viewer *v = ready[k].data.ptr;
            if (v->phase == CONNECTING) ask(v, now_us());
            else if (v - viewers >= slow) read_from(v, buffer, sizeof buffer);
            else if (ready[k].events & (EPOLLHUP | EPOLLERR)) close_viewer(v, now_us());
        }
        long long now = now_us();
        if (now - ticked >= TICK_MS * 1000) {
            ticked = now;
            tick(now, buffer);
        }
    }
}
