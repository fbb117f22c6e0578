#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif
#define SOURCES 16

long long now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

_Noreturn void give_up(const char *why) {
    perror(why);
    exit(1);
}

void set_blocking(int fd, int blocking) {
    int flags = fcntl(fd, F_GETFL, 0);
    fcntl(fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

static struct sockaddr_in address_of(uint32_t host, int port) {
    return (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(host)}};
}

int connect_later(int port, long caller, int receive_buffer) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    if (fd < 0) give_up("socket (raise `ulimit -n`)");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (receive_buffer) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    struct sockaddr_in source = address_of(INADDR_LOOPBACK + 1 + caller % SOURCES, 0);
    if (bind(fd, (struct sockaddr *)&source, sizeof source)) give_up("bind");
    struct sockaddr_in there = address_of(INADDR_LOOPBACK, port);
    if (connect(fd, (struct sockaddr *)&there, sizeof there) && errno != EINPROGRESS) give_up("connect");
    return fd;
}

int connect_now(int port) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct sockaddr_in there = address_of(INADDR_LOOPBACK, port);
    if (connect(fd, (struct sockaddr *)&there, sizeof there) == 0) return fd;
    close(fd);
    return -1;
}

char **read_lines(const char *path, long *count) {
    FILE *file = fopen(path, "r");
    if (!file) give_up(path);
    char **lines = NULL, *line = NULL;
    size_t size = 0;
    ssize_t length;
    for (*count = 0; (length = getline(&line, &size, file)) > 0; ++*count) {
        if (line[length - 1] == '\n') line[length - 1] = 0;
        lines = realloc(lines, (*count + 1) * sizeof *lines);
        lines[*count] = strdup(line);
    }
    free(line);
    fclose(file);
    return lines;
}

long option(int argc, char **argv, const char *name, long otherwise) {
    size_t length = strlen(name);
    for (int k = 1; k < argc; k++)
        if (!strncmp(argv[k], name, length) && argv[k][length] == '=') return atol(argv[k] + length + 1);
    return otherwise;
}
