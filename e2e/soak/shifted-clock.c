/* Shifts the local clock of a process by as many ms as the file says that CLOCK_SHIFT_FILE names; other clocks stay. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long long shift_ms(void) {
  const char *path = getenv("CLOCK_SHIFT_FILE");
  FILE *file = path ? fopen(path, "r") : NULL;
  long long ms = 0;
  if (!file) return 0;
  if (fscanf(file, "%lld", &ms) != 1) ms = 0;
  fclose(file);
  return ms;
}

static void shift(struct timespec *time) {
  long long ns = (long long)time->tv_sec * 1000000000LL + time->tv_nsec + shift_ms() * 1000000LL;
  time->tv_sec = ns / 1000000000LL;
  time->tv_nsec = ns % 1000000000LL;
}

int clock_gettime(clockid_t id, struct timespec *time) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(id, time);
  if (result == 0 && id == CLOCK_REALTIME) shift(time);
  return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone;
  struct timespec now;
  int result = clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return result;
}

time_t time(time_t *seconds) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (seconds) *seconds = now.tv_sec;
  return now.tv_sec;
}
