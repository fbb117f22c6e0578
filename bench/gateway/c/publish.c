/* Publishes events at a rate, pipelining them, and counts what was acknowledged.
 *
 *   publish nats|redis|http PORT TOPICS [rate=N] [count=N] [from=1] [window=N] [patient=1]
 *
 * TOPICS is a file of lines `NAME<tab>EVENT`: a NATS subject, a Redis channel, or a path that takes POST. Events go to
 * the topics in turn: `rate` is of all together (0: as fast as the window allows), `count` is for each topic. In EVENT
 * each run of ten `#` becomes the event's number within its topic, from `from` on, and each run of sixteen `$` the time
 * in microseconds. At most `window` are unacknowledged at once. Where the connection breaks, `patient` connects again
 * and says all that was not acknowledged once more, with the same message ids.
 *
 * Ends when all is acknowledged; says one line of JSON: how late the latest event was said to its own schedule, too. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "wire.h"

#define DIGITS_NUMBER 10
#define DIGITS_TIME 16
#define RECONNECT_US 20000
#define OUT_ROOM (1 << 20)

struct topic {
    char *name, *event;
    int length;
};

enum kind { NATS, REDIS, HTTP };
static enum kind kind;
static struct topic *topics;
static long topic_count, sent, acknowledged, errors, reconnects, from, total, window;
static long long began, latest;
static double rate;
static int port, fd, patient, refused;
static char out[OUT_ROOM], in[1 << 16];
static long out_length, in_length;

static void put_number(char *at, long long value, int digits) {
    while (digits--) {
        at[digits] = '0' + value % 10;
        value /= 10;
    }
}

/* Writes number and time into a copy of an event. */
static void fill(char *event, const char *template, int length, long number, long long time_us) {
    memcpy(event, template, length);
    for (int k = 0; k < length; k++) {
        if (k + DIGITS_NUMBER <= length && event[k] == '#' && !memcmp(event + k, "##########", DIGITS_NUMBER))
            put_number(event + k, number, DIGITS_NUMBER);
        else if (k + DIGITS_TIME <= length && event[k] == '$' && !memcmp(event + k, "$$$$$$$$$$$$$$$$", DIGITS_TIME))
            put_number(event + k, time_us, DIGITS_TIME);
    }
}

static void say(long index) {
    struct topic *topic = &topics[index % topic_count];
    long number = from + index / topic_count;
    char *at = out + out_length;
    int length = topic->length;
    if (kind == NATS) {
        char head[160];
        int head_length =
            snprintf(head, sizeof head, "NATS/1.0\r\nNats-Msg-Id: %.50s:%ld\r\n\r\n", topic->name, number);
        at += sprintf(at, "HPUB %s _INBOX.bench.a %d %d\r\n%s", topic->name, head_length, head_length + length, head);
    } else if (kind == REDIS) {
        at += sprintf(at, "*3\r\n$7\r\nPUBLISH\r\n$%zu\r\n%s\r\n$%d\r\n", strlen(topic->name), topic->name, length);
    } else {
        at += sprintf(at, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n", topic->name, length);
    }
    fill(at, topic->event, length, number, now_us());
    at += length;
    if (kind != HTTP) at += sprintf(at, "\r\n");
    out_length = at - out;
}

static void hear_line(const char *line) {
    if (kind == REDIS) acknowledged += line[0] == ':';
    /* Behind a body that may end without a line end. */
    const char *answer = kind == HTTP ? strstr(line, "HTTP/1.1 ") : NULL;
    if (answer) {
        acknowledged++;
        errors += answer[9] != '2';
    }
    if (line[0] == '-') fprintf(stderr, "publish: %s\n", line); /* NATS and Redis say so what they do not like */
    if (kind != NATS) return;
    if (!strncmp(line, "PING", 4)) out_length += sprintf(out + out_length, "PONG\r\n");
    if (line[0] != '{' && strncmp(line, "NATS/1.0 503", 12)) return;
    int failed = line[0] != '{' || strstr(line, "\"error\"") != NULL;
    if (failed && patient) refused = 1; /* a server that has just come back: all again */
    if (refused) return;
    acknowledged++;
    errors += failed;
}

static void connect_again(void) {
    while ((fd = connect_now(port)) < 0) usleep(RECONNECT_US);
    set_blocking(fd, 0);
    out_length = in_length = refused = 0;
    sent = acknowledged;
    if (kind == NATS)
        out_length = sprintf(out, "CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true}\r\n"
                                  "SUB _INBOX.bench.a 1\r\n");
}

/* Hears what has come; returns 0 where the connection is broken. */
static int hear(void) {
    ssize_t got = read(fd, in + in_length, sizeof in - 1 - in_length);
    if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR);
    in_length += got;
    in[in_length] = 0;
    char *line = in, *end;
    while ((end = strchr(line, '\n'))) {
        *end = 0;
        hear_line(line);
        line = end + 1;
    }
    in_length -= line - in;
    memmove(in, line, in_length);
    return !refused;
}

static int speak(void) {
    ssize_t said = out_length ? write(fd, out, out_length) : 0;
    if (said < 0) return errno == EAGAIN || errno == EINTR;
    memmove(out, out + said, out_length - said);
    out_length -= said;
    return 1;
}

static void read_topics(const char *path) {
    char **lines = read_lines(path, &topic_count);
    topics = calloc(topic_count, sizeof *topics);
    for (long k = 0; k < topic_count; k++) {
        char *tab = strchr(lines[k], '\t');
        if (!tab || strlen(lines[k]) > 8000) give_up("a topic is no NAME<tab>EVENT");
        *tab = 0;
        topics[k] = (struct topic){lines[k], tab + 1, strlen(tab + 1)};
    }
}

/* Says what is due by the schedule, as far as the window allows; notes how late. */
static void say_what_is_due(void) {
    long long passed = now_us() - began;
    long due = rate > 0 ? (long)(passed * rate / 1e6) + 1 : total;
    if (due > total) due = total;
    while (sent < due && sent - acknowledged < window && out_length < OUT_ROOM - 10000) {
        long long late = rate > 0 ? passed - (long long)(sent / rate * 1e6) : 0;
        if (!reconnects && late > latest) latest = late; /* behind a reconnect it is late by intent */
        say(sent++);
    }
}

/* Waits until there is something to hear, to say, or due; returns 0 where the connection is broken. */
static int wait_and_hear(void) {
    long long next = 100000;
    if (rate > 0 && sent < total) next = began + (long long)(sent / rate * 1e6) - now_us();
    if (next < 0) next = sent - acknowledged < window ? 0 : 1000;
    struct timespec wait = {next / 1000000, next % 1000000 * 1000};
    struct pollfd one = {.fd = fd, .events = POLLIN | (out_length ? POLLOUT : 0)};
    if (ppoll(&one, 1, &wait, NULL) <= 0 || !(one.revents & (POLLIN | POLLHUP | POLLERR))) return 1;
    return hear();
}

int main(int argc, char **argv) {
    if (argc < 4) return fprintf(stderr, "publish nats|redis|http PORT TOPICS [rate=N] [count=N] [window=N]\n"), 2;
    signal(SIGPIPE, SIG_IGN);
    kind = argv[1][0] == 'n' ? NATS : argv[1][0] == 'r' ? REDIS : HTTP;
    port = atoi(argv[2]);
    read_topics(argv[3]);
    rate = option(argc, argv, "rate", 0);
    total = option(argc, argv, "count", 1) * topic_count;
    window = option(argc, argv, "window", 4000);
    patient = option(argc, argv, "patient", 0);
    from = option(argc, argv, "from", 1);
    connect_again();
    began = now_us();
    while (acknowledged < total) {
        say_what_is_due();
        if (speak() && wait_and_hear()) continue;
        if (!patient) give_up("the server closed the connection");
        reconnects++;
        close(fd);
        connect_again();
    }
    printf("{\"published\": %ld, \"errors\": %ld, \"late_ms\": %.3f, \"seconds\": %.3f, \"reconnects\": %ld}\n",
           acknowledged, errors, latest / 1000.0, (now_us() - began) / 1e6, reconnects);
    return 0;
}
