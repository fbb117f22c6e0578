#include "delays.h"

#include <string.h>

#define BUCKET_US 10
#define BUCKETS 1000000

static unsigned buckets[BUCKETS + 1];
static long long noted;

void delays_forget(void) {
    memset(buckets, 0, sizeof buckets);
    noted = 0;
}

void delays_note(long long microseconds) {
    long long bucket = microseconds < 0 ? 0 : microseconds / BUCKET_US;
    buckets[bucket > BUCKETS ? BUCKETS : bucket]++;
    noted++;
}

double delays_percentile(double share) {
    long long wanted = (long long)(noted * share), seen = 0;
    for (long n = 0; noted && n <= BUCKETS; n++) {
        seen += buckets[n];
        if (seen > wanted || seen == noted) return n * BUCKET_US / 1000.0;
    }
    return 0;
}

long long delays_noted(void) { return noted; }
