/* What all of the programs need: time, sockets, lines of a file, and how a program gives up. */
#ifndef WIRE_H
#define WIRE_H

#include <stddef.h>

/* Microseconds of CLOCK_REALTIME: what events carry as the moment of their publication. */
long long now_us(void);

/* Says why, and ends with status 1. */
_Noreturn void give_up(const char *why);

/* Begins to connect to 127.0.0.1, without waiting. Callers have one of sixteen source addresses, by their number, so
 * that more than 28,000 connections to one port can be; the port is chosen at the connect (IP_BIND_ADDRESS_NO_PORT),
 * else bind would run out of them. `receive_buffer` is in bytes, 0 for the system's own. Returns the descriptor. */
int connect_later(int port, long caller, int receive_buffer);

/* Connects, waiting; -1 where nobody listens. */
int connect_now(int port);

void set_blocking(int fd, int blocking);

/* Reads a file of lines; the lines are without their ends. */
char **read_lines(const char *path, long *count);

/* The value of `name=` among the arguments, or what is said instead. */
long option(int argc, char **argv, const char *name, long otherwise);

#endif
