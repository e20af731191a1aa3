// M/M/1 at a load of 0.8 on std::priority_queue, with events and a line as the simulator has them.
// usage: mm1 CUSTOMERS; prints customers per second of CPU time.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <queue>
#include <random>
#include <vector>

struct Target {
  virtual void handle(int code, double now) = 0;
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

struct Simulator {
  std::priority_queue<Event, std::vector<Event>, Later> queue;
  uint64_t sequence = 0;
  void schedule(double time, Target *target, int code) { queue.push({time, sequence++, target, code}); }
  void run() {
    while (!queue.empty()) {
      const Event event = queue.top();
      queue.pop();
      event.target->handle(event.code, event.time);
    }
  }
};

struct Job {
  double service;
  Target *client;
  int code;
};

struct Server : Target {
  Simulator &simulator;
  std::deque<Job> line;
  Job running{};
  bool busy = false;
  explicit Server(Simulator &simulator) : simulator(simulator) {}
  void submit(Job job, double now) {
    if (busy) line.push_back(job);
    else start(job, now);
  }
  void start(Job job, double now) {
    busy = true;
    running = job;
    simulator.schedule(now + job.service, this, 0);
  }
  void handle(int, double now) override {
    const Job job = running;
    busy = false;
    if (!line.empty()) {
      start(line.front(), now);
      line.pop_front();
    }
    job.client->handle(job.code, now);
  }
};

constexpr int drawn = 1 << 16;
std::vector<double> gaps(drawn), services(drawn), arrivals(drawn);

struct Leaving : Target {
  double sojourn = 0;
  void handle(int index, double now) override { sojourn += now - arrivals[index]; }
};

struct Customers : Target {
  Simulator &simulator;
  Server &server;
  Leaving leaving;
  long left;
  int index = 0;
  Customers(Simulator &simulator, Server &server, long left) : simulator(simulator), server(server), left(left) {}
  void handle(int, double now) override {
    const int at = index;
    index = (at + 1) & (drawn - 1);
    arrivals[at] = now;
    server.submit({services[at], &leaving, at}, now);
    if (--left > 0) simulator.schedule(now + gaps[at], this, 0);
  }
};

int main(int, char **arguments) {
  const long customers = atol(arguments[1]);
  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (auto &gap : gaps) gap = -1000 * std::log(1 - uniform(generator));
  for (auto &service : services) service = -800 * std::log(1 - uniform(generator));
  Simulator simulator;
  Server server(simulator);
  Customers all(simulator, server, customers);
  simulator.schedule(0, &all, 0);
  const clock_t start = clock();
  simulator.run();
  printf("%.0f %g\n", customers / (double(clock() - start) / CLOCKS_PER_SEC), all.leaving.sojourn / customers);
}
