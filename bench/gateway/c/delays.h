/* How old events were when they arrived: a histogram of hundredths of a millisecond, up to ten seconds. */
#ifndef DELAYS_H
#define DELAYS_H

void delays_forget(void);
void delays_note(long long microseconds);
/* The delay in milliseconds that a share (0 to 1) of those noted does not exceed; 0 where none was noted. */
double delays_percentile(double share);
long long delays_noted(void);

#endif
