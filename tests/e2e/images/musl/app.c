// An application of another libc, in an image with nothing else: it waits for its end.
#include <signal.h>
#include <unistd.h>

static void end(int signal) { _exit(signal == SIGTERM ? 0 : 1); }

int main(void) {
  signal(SIGTERM, end);
  for (;;) pause();
}
