// Asks again and again: every `interval`, later after each failure and not at all while the page is hidden. `ask` does
// the asking and may throw; `tell({at, failure})` hears of each try.
const longest = 60_000;

export class Poller {
  #ask;
  #tell;
  #interval;
  #timer = 0;
  #failures = 0;
  #running = false;
  #stopped = false;
  #lastSuccess = null;

  constructor(ask, tell, interval = 5_000) {
    this.#ask = ask;
    this.#tell = tell;
    this.#interval = interval;
    document.addEventListener('visibilitychange', this.#onVisible);
    addEventListener('online', this.#onVisible);
    this.now();
  }

  #onVisible = () => {
    if (!document.hidden) this.now();
  };

  // At once, whatever the interval says.
  now() {
    clearTimeout(this.#timer);
    if (!this.#running && !this.#stopped) this.#run();
  }

  async #run() {
    this.#running = true;
    let failure = null;
    try {
      await this.#ask();
      this.#failures = 0;
      this.#lastSuccess = new Date();
    } catch (error) {
      failure = error;
      this.#failures += 1;
    }
    this.#running = false;
    if (this.#stopped) return;
    this.#tell({at: this.#lastSuccess, failure});
    if (!document.hidden) this.#timer = setTimeout(() => this.now(), this.#pause(failure));
  }

  #pause(failure) {
    if (!failure) return this.#interval;
    const grown = Math.min(longest, this.#interval * 2 ** Math.min(this.#failures - 1, 6));
    return Math.max(grown, (failure.retryAfter ?? 0) * 1000) * (1 + Math.random() / 4);
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#onVisible);
    removeEventListener('online', this.#onVisible);
  }
}
