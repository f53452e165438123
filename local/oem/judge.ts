/**
 * The device that judges before anybody hands a document out: the verifier itself, on a device of the model that holds
 * the papers that came before. It has class A and a set clock, the strictest of all.
 */
import { applyDocument, type Moment, parseTrustFile, type Trust } from '../../device/index.ts';
import { type Paper, peekDocument } from './papers.ts';
import { asDevice, Refused } from './refused.ts';

/** What the judging device is, and what it was given, oldest root first. */
export interface Standing {
  readonly id: string;
  readonly roots: readonly Paper<'root'>[];
  readonly held: readonly Paper[];
  readonly moment: Moment;
}

/**
 * A device that holds `held`: each paper came under the first of the roots that vouches for it, as in life, for a
 * profile may be older than the newest root.
 *
 * @throws Refused if it would not hold one of them
 */
export function deviceHolding({ id, roots, held, moment }: Standing): Trust {
  let trust = deviceBefore(roots[0], id);
  let waiting = held;
  for (const root of roots) {
    trust = applied(trust, root, moment);
    const accepted = waiting.filter((paper) => isAccepted(trust, paper, moment));
    trust = accepted.reduce((before, paper) => applied(before, paper, moment), trust);
    waiting = waiting.filter((paper) => !accepted.includes(paper));
  }
  return waiting.reduce((before, paper) => applied(before, paper, moment), trust);
}

/** A device that will believe `root` on its own word, as it is pinned at the factory; its version is one lower. */
export function deviceBefore(root: Paper<'root'> | undefined, id: string): Trust {
  if (root === undefined) throw new Error('--root is needed: the root document that devices hold');
  const { version, ...rest } = peekDocument(root);
  const pinned = {
    root: { ...rest, version: version - 1 },
    id,
    model: id,
    class: 'A',
    form: 'jws',
    require_cnf: false,
    scopes: [],
    scope_bits: {},
    built: 0,
  };
  return asDevice(root.name, () => parseTrustFile(JSON.stringify({ pinned, documents: [] })).trust);
}

/**
 * Would a device take `paper`, or take it once the missing signatures are there?
 *
 * @throws Refused if no signature could help
 */
export function judge(trust: Trust, paper: Paper, moment: Moment): 'accepted' | 'signatures_missing' {
  if (isAccepted(trust, paper, moment)) return 'accepted';
  const easy = { ...trust, root: { ...trust.root, threshold: 1 } };
  try {
    applied(easy, paper, moment);
  } catch (error) {
    // A root needs its own threshold as well.
    if (!(error instanceof Refused && error.code === 'E_META_THRESHOLD')) throw error;
  }
  return 'signatures_missing';
}

function isAccepted(trust: Trust, paper: Paper, moment: Moment): boolean {
  try {
    applied(trust, paper, moment);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

function applied(trust: Trust, { kind, name, envelope }: Paper, moment: Moment): Trust {
  return asDevice(name, () => applyDocument(trust, kind, envelope, moment));
}
