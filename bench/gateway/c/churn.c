/* Opens streams and leaves them, again and again.
 *
 *   churn PORT TARGETS TOTAL [at_once=N]
 *
 * TARGETS as for the load client, taken in turn. A connection is left when it has caught up; every fourth as soon as
 * its request was sent, and every second of all roughly (RST). Says one line of JSON at its end: how many caught up. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire.h"

#define KEPT 4096

struct stay {
    int fd, asked, length;
    long number;
    char in[2 * KEPT + 1];
};

static int port, epoll;
static long begun, ended, caught_up, failed, total, target_count;
static char **targets;

static void begin(struct stay *s) {
    s->number = begun++;
    s->fd = connect_later(port, s->number, 0);
    s->asked = s->length = 0;
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = s};
    epoll_ctl(epoll, EPOLL_CTL_ADD, s->fd, &event);
}

static void leave(struct stay *s) {
    struct linger roughly = {.l_onoff = 1, .l_linger = 0};
    if (s->number % 2) setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &roughly, sizeof roughly);
    close(s->fd);
    ended++;
    if (begun < total) begin(s);
    else free(s);
}

static void ask(struct stay *s) {
    char path[1024], request[2048];
    snprintf(path, sizeof path, "%s", targets[s->number % target_count]);
    char *header = strchr(path, '\t');
    if (header) *header++ = 0;
    int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n\r\n", path,
                          header && *header ? header : "Accept: */*");
    s->asked = 1;
    if (write(s->fd, request, length) != length || s->number % 4 == 3) {
        leave(s);
        return;
    }
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = s};
    epoll_ctl(epoll, EPOLL_CTL_MOD, s->fd, &event);
}

/* Reads on; the words may come in two pieces, so that the end of what was read is kept. */
static void hear(struct stay *s) {
    if (s->length > KEPT) {
        memmove(s->in, s->in + s->length - 64, 64);
        s->length = 64;
    }
    ssize_t got = read(s->fd, s->in + s->length, KEPT);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        failed++;
        leave(s);
        return;
    }
    s->length += got;
    s->in[s->length] = 0;
    if (strstr(s->in, "\"caught_up\"")) {
        caught_up++;
        leave(s);
    }
}

int main(int argc, char **argv) {
    if (argc < 4) return fprintf(stderr, "churn PORT TARGETS TOTAL [at_once=N]\n"), 2;
    signal(SIGPIPE, SIG_IGN);
    port = atoi(argv[1]);
    targets = read_lines(argv[2], &target_count);
    total = atol(argv[3]);
    epoll = epoll_create1(0);
    long long began = now_us();
    long at_once = option(argc, argv, "at_once", 100);
    while (begun < total && begun < at_once) begin(calloc(1, sizeof(struct stay)));
    struct epoll_event ready[256];
    while (ended < total) {
        int found = epoll_wait(epoll, ready, 256, 10000);
        if (found == 0) break; /* ten seconds without a word */
        for (int k = 0; k < found; k++) {
            struct stay *s = ready[k].data.ptr;
            if (s->asked) hear(s);
            else ask(s);
        }
    }
    printf("{\"ended\": %ld, \"caught_up\": %ld, \"failed\": %ld, \"seconds\": %.3f}\n", ended, caught_up, failed,
           (now_us() - began) / 1e6);
    return 0;
}
