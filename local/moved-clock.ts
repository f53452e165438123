/**
 * A clock that a demo can move forward, shared by all threads of the embedded stack. Only what asks JavaScript for the
 * time is moved: `Date` in the thread that calls this. Nothing of it is in a bundle or in the account.
 */

/** Seconds added to the clock, in memory that threads share. */
export function newClock(): SharedArrayBuffer {
  return new SharedArrayBuffer(4);
}

/** Moves the clock forward by `seconds`. @returns seconds it is ahead now */
export function skip(clock: SharedArrayBuffer, seconds: number): number {
  return Atomics.add(new Int32Array(clock), 0, seconds) + seconds;
}

/** Makes this thread's `Date` read `clock`. */
export function moveClock(clock: SharedArrayBuffer): void {
  const ahead = new Int32Array(clock);
  const RealDate = Date;
  const now = () => RealDate.now() + Atomics.load(ahead, 0) * 1000;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
}
