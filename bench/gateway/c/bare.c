/* The floor: answers the requests of viewers, and writes every event that is posted to it to all of them; nothing else.
 *
 *   bare PORT each|batch
 *
 * `GET` anything: a stream. `POST` anything: an event. `each`: one write(2) for each event and viewer, what a server
 * costs that writes the bytes and does nothing else. `batch`: the events that were read at once go out as one write:
 * more bytes a second than any server here gives, which shows that the load client is not what is measured. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire.h"

#define ROOM (1 << 18)

struct caller {
    int fd;
    char *in; /* a request that has not ended yet */
    long length;
};

static int *viewers, epoll, batch;
static long viewer_count, event_number, frames_length;
static char frames[2 * ROOM];

/* Returns 0 where the other end has left. */
static int write_all(int fd, const char *data, long length) {
    while (length > 0) {
        ssize_t wrote = write(fd, data, length);
        if (wrote < 0) return 0;
        data += wrote;
        length -= wrote;
    }
    return 1;
}

static void flush(void) {
    for (long k = 0; frames_length && k < viewer_count; k++)
        if (!write_all(viewers[k], frames, frames_length)) {
            close(viewers[k]);
            viewers[k--] = viewers[--viewer_count];
        }
    frames_length = 0;
}

static void add_frame(const char *event, long length) {
    char head[48];
    int head_length = snprintf(head, sizeof head, "id: %ld\ndata: ", ++event_number);
    frames_length += sprintf(frames + frames_length, "%lx\r\n%s", head_length + length + 2, head);
    memcpy(frames + frames_length, event, length);
    frames_length += length;
    frames_length += sprintf(frames + frames_length, "\n\n\r\n");
    if (!batch || frames_length > ROOM) flush();
}

/* Takes one request off the front; returns how long it was, 0 where it has not ended yet. */
static long take_request(struct caller *c, char *at, long length) {
    char *end = memmem(at, length, "\r\n\r\n", 4);
    if (!end) return 0;
    long head = end + 4 - at;
    if (!strncmp(at, "GET ", 4)) {
        static const char answer[] =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
        set_blocking(c->fd, 1);
        write_all(c->fd, answer, sizeof answer - 1);
        viewers = realloc(viewers, (viewer_count + 1) * sizeof *viewers);
        viewers[viewer_count++] = c->fd;
        epoll_ctl(epoll, EPOLL_CTL_DEL, c->fd, NULL);
        return head;
    }
    char *field = memmem(at, head, "Content-Length: ", 16);
    long body = field ? atol(field + 16) : 0;
    if (length < head + body) return 0;
    add_frame(at + head, body);
    return head + body;
}

static void hear(struct caller *c) {
    ssize_t got = read(c->fd, c->in + c->length, ROOM - c->length);
    if (got <= 0) {
        if (got < 0 && errno == EAGAIN) return;
        close(c->fd);
        free(c->in);
        free(c);
        return;
    }
    c->length += got;
    static char answers[ROOM];
    long used = 0, took, answered = 0;
    while (used < c->length && (took = take_request(c, c->in + used, c->length - used))) {
        if (c->in[used] == 'P') answered += sprintf(answers + answered, "HTTP/1.1 204 No Content\r\n\r\n");
        used += took;
    }
    flush();
    memmove(c->in, c->in + used, c->length - used);
    c->length -= used;
    write_all(c->fd, answers, answered);
}

int main(int argc, char **argv) {
    if (argc < 3) return fprintf(stderr, "bare PORT each|batch\n"), 2;
    signal(SIGPIPE, SIG_IGN);
    batch = argv[2][0] == 'b';
    int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) || listen(listener, 4096)) give_up("listen");
    epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, ready[256];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int found = epoll_wait(epoll, ready, 256, -1);
        for (int k = 0; k < found; k++) {
            if (ready[k].data.ptr) {
                hear(ready[k].data.ptr);
                continue;
            }
            int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            struct caller *c = calloc(1, sizeof *c);
            c->fd = fd;
            c->in = malloc(ROOM);
            event.data.ptr = c;
            epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
        }
    }
}
