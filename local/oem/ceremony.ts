/**
 * Signing, the same for every document: tell what it says, sign, ask the judging device, say who is still missing.
 * A document of which signatures are missing is handed on to the next signer; one that no signature can help, to nobody.
 */
import type { DocumentKind } from '../../device/claims.ts';
import type { Moment, Trust } from '../../device/index.ts';
import { countersigned, type Documents, signersOf, unsigned } from './envelope.ts';
import { judge } from './judge.ts';
import { loadPaper, type Paper, peekDocument } from './papers.ts';
import { fileSigner } from './root-signer.ts';
import { linesFor } from './telling.ts';

/** Talk for people: a line of stderr. */
export type Say = (line: string) => void;

/** What is to be signed, under which roots, and the device that will judge it. */
export interface Ceremony {
  readonly paper: Paper;
  readonly current: Documents[DocumentKind] | undefined;
  readonly device: Trust;
  readonly roots: readonly Documents['root'][];
  readonly moment: Moment;
}

/**
 * The paper to sign: that of an earlier signer as it is, or a new document.
 *
 * @param make not called if there is an earlier signer's
 */
export function paperFrom<K extends DocumentKind>(
  kind: K,
  add: string | undefined,
  make: () => Documents[K],
): Paper<K> {
  return add === undefined ? { kind, name: `the new ${kind}`, envelope: unsigned(make()) } : loadPaper(kind, add);
}

/** @returns the envelope as JSON @throws Refused if a device would not take it whoever signed */
export function hold({ paper, current, device, roots, moment }: Ceremony, keys: readonly string[], say: Say): string {
  for (const line of linesFor(peekDocument(paper), current)) say(line);
  if (keys.length === 0) throw new Error('nothing is signed: --key is needed');
  const envelope = countersigned(paper.kind, paper.envelope, keys.map(fileSigner), roots);
  const verdict = judge(device, { ...paper, envelope }, moment);
  for (const root of roots) {
    const kids = signersOf(paper.kind, envelope, root).map(({ kid }) => kid);
    say(
      `signed by ${kids.length} of the ${root.threshold} keys that root version ${root.version} asks for: ${kids.join(', ')}`,
    );
  }
  say(verdict === 'accepted' ? 'complete: a device takes it' : INCOMPLETE);
  return JSON.stringify(envelope);
}

const INCOMPLETE = 'not complete: a device answers E_META_THRESHOLD until the missing keys have signed it too (--add)';
