/**
 * A device on the simulator's bench: firmware around `device/`, with a store of its own on disk. It has no address, key or
 * secret of the broker; what it says no to, it says by the verifier's own codes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  attemptToken,
  bootDevice,
  type Code,
  challengeQr,
  type Device,
  type DeviceClass,
  endSession,
  fileStore,
  makeChallenge,
  maySessionGoOn,
  parseTrustFile,
  Rejected,
  type ScreenClass,
  screenClassFor,
} from '../../device/index.ts';

export interface Refusal {
  readonly code: Code;
  /** All that its screen says; the code stands in its log. */
  readonly screen: ScreenClass;
}

/** What can be seen on a device. Times in seconds. */
export interface BenchView {
  readonly code: string;
  readonly id: string;
  readonly class: DeviceClass;
  readonly wantsReleaseCode: boolean;
  /** Why it refuses all service, if it does. */
  readonly fault?: Code;
  readonly boots: number;
  /** Tokens that it will not take again. */
  readonly remembers: number;
  /** Its wall clock; absent where it has none. */
  readonly clock?: number;
  /** How far that clock was moved. */
  readonly skipped: number;
  readonly challenge?: { readonly text: string; readonly qr: string };
  readonly session?: { readonly technician: string; readonly scopes: string; readonly left: number };
  /** Newest first. */
  readonly refusals: readonly Refusal[];
  /** Rises with everything that changes what is seen, but the time. */
  readonly turn: number;
}

/** What became of an act. */
export interface Acted {
  readonly view: BenchView;
  readonly refusal?: Refusal;
}

const SHOWN_REFUSALS = 5;

/** One device between switching on and off. `ahead` is how far the clocks of everybody were moved for the demo. */
export class BenchDevice {
  readonly #code: string;
  readonly #device: Device | undefined;
  readonly #pinned: Device['trust']['pinned'];
  readonly #fault: Code | undefined;
  readonly #refusals: Refusal[] = [];
  #clockMoved = 0;
  #uptimeMoved = 0;
  #turn = 0;

  /** @param home holds `<code>.json`, its trust file, and `<code>/`, its store */
  constructor(home: string, code: string) {
    const { trust, documents } = parseTrustFile(readFileSync(join(home, `${code}.json`), 'utf8'));
    this.#code = code;
    this.#pinned = trust.pinned;
    try {
      this.#device = bootDevice(trust, documents, fileStore(join(home, code), trust.pinned.built));
    } catch (error) {
      // The machine itself goes on; nobody is let in.
      this.#fault = refusalOf(error).code;
    }
  }

  present(token: string, releaseCode: string | undefined, ahead: number): Acted {
    return this.#attempt(ahead, (device) => {
      const moment = { now: this.#clock(ahead) ?? null, uptime: this.#uptime() };
      attemptToken(device, token, moment, { code: releaseCode });
    });
  }

  challenge(ahead: number): Acted {
    return this.#attempt(ahead, (device) => void makeChallenge(device, this.#uptime()));
  }

  end(ahead: number): Acted {
    return this.#attempt(ahead, endSession);
  }

  /** Time passes for this device alone: for its clock, and for its uptime too. */
  skip(seconds: number, ahead: number): Acted {
    this.#clockMoved += seconds;
    this.#uptimeMoved += seconds;
    return this.#attempt(ahead, () => {});
  }

  /** By hand, as a nurse would. Uptime cannot be set. */
  setClock(ahead: number): Acted {
    this.#clockMoved = 0;
    return this.#attempt(ahead, () => {});
  }

  /** To be called at least once a second: a session is paid for in slices, and ends by itself. */
  tick(): void {
    if (!this.#device?.session) return;
    try {
      if (!maySessionGoOn(this.#device, this.#uptime())) this.#turn += 1;
    } catch (error) {
      this.#refuse(error);
    }
  }

  view(ahead: number): BenchView {
    this.tick();
    const clock = this.#clock(ahead);
    return {
      code: this.#code,
      id: this.#pinned.id,
      class: this.#pinned.class,
      wantsReleaseCode: this.#pinned.require_cnf,
      ...(this.#fault && { fault: this.#fault }),
      ...(clock !== undefined && { clock }),
      skipped: this.#clockMoved,
      refusals: this.#refusals,
      turn: this.#turn,
      ...(this.#device ? this.#working(this.#device) : { boots: 0, remembers: 0 }),
    };
  }

  #working(device: Device): Pick<BenchView, 'boots' | 'remembers' | 'challenge' | 'session'> {
    const { boots, tokens } = device.store.read();
    const { challenge, session } = device;
    return {
      boots,
      remembers: tokens.size,
      ...(challenge && { challenge: { text: challenge.v, qr: challengeQr(challenge, device.trust, boots, 0) } }),
      ...(session && {
        session: {
          technician: session.claims.sub,
          scopes: session.claims.scope,
          left: session.claims.lim.dur - (tokens.get(session.claims.jti)?.spent ?? 0) + this.#paid(session.paidUntil),
        },
      }),
    };
  }

  /** What of the slice that was charged is not used yet. */
  #paid(until: number): number {
    return Math.max(0, Math.round(until - this.#uptime()));
  }

  #attempt(ahead: number, act: (device: Device) => void): Acted {
    this.#turn += 1;
    try {
      if (!this.#device) throw new Rejected(this.#fault ?? 'E_STORE');
      this.tick();
      act(this.#device);
      return { view: this.view(ahead) };
    } catch (error) {
      const refusal = this.#refuse(error);
      return { view: this.view(ahead), refusal };
    }
  }

  #refuse(error: unknown): Refusal {
    const refusal = refusalOf(error);
    this.#turn += 1;
    this.#refusals.unshift(refusal);
    this.#refusals.splice(SHOWN_REFUSALS);
    return refusal;
  }

  #clock(ahead: number): number | undefined {
    return this.#pinned.class === 'C' ? undefined : Math.floor(Date.now() / 1000) + ahead + this.#clockMoved;
  }

  #uptime(): number {
    return performance.now() / 1000 + this.#uptimeMoved;
  }
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Rejected)) throw error;
  return { code: error.code, screen: screenClassFor(error.code) };
}
