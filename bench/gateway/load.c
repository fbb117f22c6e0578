/* A load client for server-sent events: opens N streams, counts what arrives, and how old it is.
 *
 *   load PORT N SECONDS PATH [HEADER...]
 *
 * An event is counted where its data holds "@t=<microseconds of CLOCK_REALTIME>@": that is when it was published. Prints one
 * line of JSON when the time is over: streams that were answered 200, deliveries, bytes, and the delay's percentiles in
 * milliseconds. One thread and epoll: a loop that writes such events without any server behind it is read several times
 * faster than any server here sends them, so this client is not what is measured.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MARK "@t="
#define BUCKETS 200000 /* of 100 microseconds: up to 20 s */

struct stream {
    int fd, ok, matched, digits;
    long long stamp;
};

static long long deliveries, bytes_read;
static long buckets[BUCKETS + 1];

static long long now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static void count(long long stamp) {
    long long bucket = (now_us() - stamp) / 100;
    if (bucket < 0) bucket = 0;
    buckets[bucket > BUCKETS ? BUCKETS : bucket]++;
    deliveries++;
}

/* Finds the marks in a stream that arrives in pieces. */
static void scan(struct stream *s, const char *data, ssize_t length) {
    for (const char *at = data, *end = data + length; at < end;) {
        if (s->matched < 3) {
            if (s->matched == 0) {
                at = memchr(at, '@', end - at);
                if (!at) return;
            }
            s->matched = *at == MARK[s->matched] ? s->matched + 1 : (*at == '@');
            s->stamp = 0;
            at++;
        } else if (*at >= '0' && *at <= '9') {
            s->stamp = s->stamp * 10 + (*at++ - '0');
        } else {
            if (*at == '@') count(s->stamp);
            s->matched = 0;
            at++;
        }
    }
}

static double percentile(double share) {
    long long wanted = (long long)(deliveries * share), seen = 0;
    for (int n = 0; n <= BUCKETS; n++) {
        seen += buckets[n];
        if (seen > wanted) return n / 10.0;
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc < 5) {
        fprintf(stderr, "load PORT N SECONDS PATH [HEADER...]\n");
        return 2;
    }
    int port = atoi(argv[1]), n = atoi(argv[2]);
    double seconds = atof(argv[3]);
    char request[8192];
    int size = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\n",
                        argv[4], port);
    for (int k = 5; k < argc; k++) size += snprintf(request + size, sizeof request - size, "%s\r\n", argv[k]);
    size += snprintf(request + size, sizeof request - size, "\r\n");

    int epoll = epoll_create1(0);
    struct stream *streams = calloc(n, sizeof *streams);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int k = 0; k < n; k++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (connect(fd, (struct sockaddr *)&address, sizeof address) || write(fd, request, size) != size) {
            perror("connect");
            return 1;
        }
        fcntl(fd, F_SETFL, O_NONBLOCK);
        streams[k].fd = fd;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &streams[k]};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
    static char buffer[1 << 18];
    struct epoll_event ready[256];
    int open = 0, closed = 0;
    long long end = 0;
    for (;;) {
        int found = epoll_wait(epoll, ready, 256, 100);
        for (int k = 0; k < found; k++) {
            struct stream *s = ready[k].data.ptr;
            ssize_t got = read(s->fd, buffer, sizeof buffer);
            if (got <= 0) {
                if (got < 0 && errno == EAGAIN) continue;
                closed++;
                close(s->fd);
                continue;
            }
            if (!s->ok) {
                s->ok = 1;
                if (got > 12 && !memcmp(buffer + 9, "200", 3)) open++;
                if (open == n) { /* all are there: the publisher may begin */
                    printf("{\"open\": %d}\n", open);
                    fflush(stdout);
                    end = now_us() + (long long)(seconds * 1e6);
                }
            }
            bytes_read += got;
            scan(s, buffer, got);
        }
        if ((end && now_us() > end) || closed == n) break;
    }
    printf("{\"open\": %d, \"closed\": %d, \"deliveries\": %lld, \"bytes\": %lld, \"p50_ms\": %.1f, \"p99_ms\": %.1f}\n",
           open, closed, deliveries, bytes_read, percentile(0.50), percentile(0.99));
    return 0;
}
