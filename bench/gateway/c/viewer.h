/* One viewer: reads a response of server-sent events as `EventSource` does, and holds its events to their order.
 *
 * An event is one whose data holds "@t=<10 digits>.<16 digits>@": its number within its topic, from 1, and the moment
 * of its publication. A number that was left out is a hole, one that comes again or too late is doubled. */
#ifndef VIEWER_H
#define VIEWER_H

enum phase { WAITING, CONNECTING, HEAD, BODY };
enum chunk { CHUNK_SIZE, CHUNK_DATA, CHUNK_END };

struct viewer {
    int fd;
    enum phase phase;
    int status;    /* of the last answer */
    int caught_up; /* told so by `caught_up`, on this connection */
    int ended;     /* 204: nothing will come */
    /* the body */
    int chunked;
    enum chunk chunk;
    long left;     /* bytes of the chunk */
    char *partial; /* a line, or the head, that has not ended yet */
    int partial_length, partial_room;
    /* what is kept over connections */
    char cursor[400];
    int retry_ms;
    long last; /* number of the last event */
    long long first_event_us, due_us;
    int port; /* index of the server it is at */
    long target;
};

/* Of all viewers, since `totals` was cleared. */
struct totals {
    long long deliveries, bytes, pieces, holes, doubled, drains, resets;
    long long last_caught_up_us;
};
extern struct totals totals;

/* Takes what was read. Returns 0 when the response has ended or is none: the connection is to be closed. */
int viewer_take(struct viewer *v, const char *data, long length, long long now);

/* Forgets what belongs to a connection. */
void viewer_disconnected(struct viewer *v);

#endif
