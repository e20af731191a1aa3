// The hold model on std::priority_queue with the order and the contents of the simulator's events.
// usage: hold PENDING EVENTS; prints events per second of CPU time.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <queue>
#include <random>
#include <vector>

struct Target {
  double sum = 0;
  virtual void handle(int, double now) { sum += now; }
  virtual ~Target() = default;
};

struct Event {
  double time;
  uint64_t sequence;
  Target *target;
  int code;
};

struct Later {
  bool operator()(const Event &a, const Event &b) const {
    return a.time > b.time || (a.time == b.time && a.sequence > b.sequence);
  }
};

int main(int, char **arguments) {
  const long pending = atol(arguments[1]), events = atol(arguments[2]), warm = events / 4;
  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<double> delays(1 << 16);
  for (auto &delay : delays) delay = -1000 * std::log(1 - uniform(generator));
  std::priority_queue<Event, std::vector<Event>, Later> queue;
  std::vector<Target> targets(64);
  uint64_t sequence = 0;
  for (long at = 0; at < pending; at++)
    queue.push({delays[(at * 7919) & 65535], sequence++, &targets[at & 63], int(at)});
  clock_t start = clock();
  for (long at = 0; at < warm + events; at++) {
    if (at == warm) start = clock();
    const Event event = queue.top();
    queue.pop();
    event.target->handle(event.code, event.time);
    queue.push({event.time + delays[at & 65535], sequence++, event.target, event.code});
  }
  printf("%.0f %g\n", events / (double(clock() - start) / CLOCKS_PER_SEC), targets[0].sum);
}
