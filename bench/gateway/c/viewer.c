#include "viewer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "delays.h"

#define MARK_LENGTH 31 /* @t=dddddddddd.dddddddddddddddd@ */

struct totals totals;

static void keep(struct viewer *v, const char *data, long length) {
    if (v->partial_length + length + 1 > v->partial_room) {
        v->partial_room = v->partial_length + length + 512;
        v->partial = realloc(v->partial, v->partial_room);
    }
    memcpy(v->partial + v->partial_length, data, length);
    v->partial_length += length;
    v->partial[v->partial_length] = 0;
}

static void drop_partial(struct viewer *v) {
    free(v->partial);
    v->partial = NULL;
    v->partial_length = v->partial_room = 0;
}

static void event(struct viewer *v, const char *mark, long long now) {
    long number = strtol(mark + 3, NULL, 10);
    totals.deliveries++;
    delays_note(now - strtoll(mark + 14, NULL, 10));
    if (!v->first_event_us) v->first_event_us = now;
    if (number <= v->last) {
        totals.doubled++;
        return;
    }
    totals.holes += number - v->last - 1;
    v->last = number;
}

static int begins(const char *line, long length, const char *with) {
    long size = strlen(with);
    return length >= size && !memcmp(line, with, size);
}

static void data_line(struct viewer *v, const char *line, long length, long long now) {
    const char *end = line + length;
    for (const char *at = line; (at = memchr(at, '@', end - at)); at++)
        if (end - at >= MARK_LENGTH && at[1] == 't' && at[2] == '=' && at[MARK_LENGTH - 1] == '@') {
            event(v, at, now);
            return;
        }
    if (begins(line, length, "data: {\"type\":\"caught_up\"")) {
        v->caught_up = 1;
        totals.last_caught_up_us = now;
    }
    if (begins(line, length, "data: {\"type\":\"drain\"")) totals.drains++;
    if (begins(line, length, "data: {\"type\":\"reset\"")) totals.resets++;
}

static void take_line(struct viewer *v, const char *line, long length, long long now) {
    if (length && line[length - 1] == '\r') length--;
    if (begins(line, length, "data:")) {
        data_line(v, line, length, now);
    } else if (begins(line, length, "id: ") && length - 4 < (long)sizeof v->cursor) {
        memcpy(v->cursor, line + 4, length - 4);
        v->cursor[length - 4] = 0;
    } else if (begins(line, length, "retry: ")) {
        v->retry_ms = atoi(line + 7);
    }
}

/* Takes a piece of the body, in lines. */
static void take_body(struct viewer *v, const char *data, long length, long long now) {
    totals.bytes += length;
    const char *end = data + length;
    while (data < end) {
        const char *line_end = memchr(data, '\n', end - data);
        if (!line_end) {
            keep(v, data, end - data);
            return;
        }
        if (v->partial_length) {
            keep(v, data, line_end - data);
            take_line(v, v->partial, v->partial_length, now);
            drop_partial(v);
        } else {
            take_line(v, data, line_end - data, now);
        }
        data = line_end + 1;
    }
}

/* A chunk's first line: its size, in hexadecimal. */
static long take_size(struct viewer *v, const char *data, long length) {
    long used = 0;
    for (; used < length && data[used] != '\n'; used++) {
        char digit = data[used];
        if (digit >= '0' && digit <= '9') v->left = v->left * 16 + digit - '0';
        if ((digit | 32) >= 'a' && (digit | 32) <= 'f') v->left = v->left * 16 + (digit | 32) - 'a' + 10;
    }
    if (used == length) return used;
    v->chunk = v->left ? CHUNK_DATA : CHUNK_END;
    return used + 1;
}

static int take_chunks(struct viewer *v, const char *data, long length, long long now) {
    while (length > 0) {
        long used = 0;
        if (v->chunk == CHUNK_SIZE) {
            used = take_size(v, data, length);
            if (v->chunk == CHUNK_END) return 0; /* the last chunk is empty */
        } else if (v->chunk == CHUNK_DATA) {
            used = length < v->left ? length : v->left;
            take_body(v, data, used, now);
            v->left -= used;
            if (!v->left) {
                v->chunk = CHUNK_END;
                totals.pieces++;
            }
        } else {
            const char *end = memchr(data, '\n', length);
            used = end ? end - data + 1 : length;
            if (end) v->chunk = CHUNK_SIZE;
        }
        data += used;
        length -= used;
    }
    return 1;
}

/* Takes the head of the answer; what follows it already is the body's beginning. */
static int take_head(struct viewer *v, const char *data, long length, long long now) {
    keep(v, data, length);
    char *end = strstr(v->partial, "\r\n\r\n");
    if (!end) return v->partial_length < 16384;
    *end = 0;
    v->status = atoi(v->partial + strlen("HTTP/1.1 "));
    v->chunked = strcasestr(v->partial, "transfer-encoding: chunked") != NULL;
    v->chunk = CHUNK_SIZE;
    v->left = 0;
    v->ended = v->status == 204;
    if (v->status != 200) return 0;
    v->phase = BODY;
    char *head = v->partial;
    long rest = v->partial_length - (end + 4 - head);
    v->partial = NULL;
    drop_partial(v);
    int goes_on = viewer_take(v, end + 4, rest, now);
    free(head);
    return goes_on;
}

int viewer_take(struct viewer *v, const char *data, long length, long long now) {
    if (v->phase == HEAD) return take_head(v, data, length, now);
    if (v->chunked) return take_chunks(v, data, length, now);
    if (length) totals.pieces++;
    take_body(v, data, length, now);
    return 1;
}

void viewer_disconnected(struct viewer *v) {
    v->phase = WAITING;
    v->fd = -1;
    v->caught_up = 0;
    drop_partial(v);
}
