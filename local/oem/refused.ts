/** The one way in which the tool says that a device would say no; every other error is a mistake in what it was given. */
import { type Code, Rejected } from '../../device/index.ts';

/** A device would not take it. The code is the device's own. */
export class Refused extends Error {
  readonly code: Code;
  constructor(code: Code, what: string) {
    super(`${code}: ${what}`);
    this.code = code;
  }
}

/** Does as a device does with `name`. @throws Refused where the device rejects */
export function asDevice<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Rejected) throw new Refused(error.code, `a device would not take ${name}`);
    throw error;
  }
}
