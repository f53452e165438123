/** What a proposal says, line by line, beside what stands in the registry now: in the words of its form where it has one. */
import { roleWords } from '../../core/access/words.ts';
import type { Identity } from '../../core/ports.ts';
import type { ProposalView } from '../../core/verbs/read-registry.ts';
import { type ChangeView, showChange } from '../../core/verbs/show-change.ts';
import type { ProposedLine } from '../../web/proposal-pages.ts';
import { unlessNotFound } from '../problems.ts';
import type { PagePorts } from './frame.ts';
import { type RegistryField, wordsOf } from './registry-fields.ts';
import { REGISTRY_FORMS } from './registry-form-list.ts';

/** @returns undefined for whoever may not read the body */
export async function proposedLines(
  ports: PagePorts,
  who: Identity,
  tenant: string,
  proposal: ProposalView,
): Promise<readonly ProposedLine[] | undefined> {
  const { body, verb, open } = proposal;
  if (body === undefined) return undefined;
  const form = REGISTRY_FORMS[verb];
  const about = form?.about && body[form.about];
  const subject = form?.about && typeof about === 'string' ? { [form.about]: about } : {};
  // What it is about may be gone meanwhile: then there is no "now".
  const view = await showChange(ports, who, tenant, verb, subject).catch(unlessNotFound);
  const rows = { fields: form?.fields ?? [], view: view?.ok ? view.value : undefined, isOpen: open };
  const named = (words: string) => withNames(words, proposal, rows.view, form?.about);
  const lines = leavesOf(body, []).map(([path, value]) => lineFor(path, value, rows));
  const all = lines.map(({ label, before, after }) => ({
    label,
    before: before && named(before),
    after: named(after),
  }));
  // A policy is long: what stays as it is would hide what does not.
  return verb === 'set-policy' && rows.view && open ? all.filter(({ before, after }) => before !== after) : all;
}

type Path = readonly string[];

/** Every value of a body with its path; a list of plain values is one. */
function leavesOf(value: unknown, path: Path): readonly (readonly [Path, unknown])[] {
  const isPlain = typeof value !== 'object' || value === null;
  if (isPlain || (Array.isArray(value) && !value.some((one) => typeof one === 'object'))) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

interface Known {
  readonly fields: readonly RegistryField[];
  readonly view: ChangeView | undefined;
  /** Of what is settled, what stood there before is not what stands there now. */
  readonly isOpen: boolean;
}

function lineFor(path: Path, value: unknown, { fields, view, isOpen }: Known): ProposedLine {
  const dotted = path.join('.');
  const field = fields.find(({ name }) => name === dotted) ?? fields.find(({ name }) => name === path.at(-1));
  const after = afterOf(path, value, field, view);
  const before =
    view && isOpen ? (field ? field.now && wordsOf(field, field.now(view), view) : policyNow(path, view)) : undefined;
  const isEntitled = path[0] === 'entitlements' && path.at(-1) === 'role';
  const label = isEntitled ? 'Role at the hospital' : field?.label;
  return { label: label ?? path.map((part) => part.replaceAll('_', ' ')).join(', '), before, after };
}

/** No place named is every place: "none" would say the opposite to whoever confirms it. */
function afterOf(path: Path, value: unknown, field: RegistryField | undefined, view: ChangeView | undefined): string {
  const name = path.at(-1);
  if ((name === 'sites' || name === 'units') && Array.isArray(value) && value.length === 0) return 'all';
  if (path[0] === 'entitlements' && name === 'role') return roleWords(String(value));
  return field && view ? wordsOf(field, value, view) : plain(value);
}

/** Policies have no form of fields; what stands there now stands in the hospital's row, by the same path. */
function policyNow([head, ...path]: Path, { hospital }: ChangeView): string | undefined {
  if (head !== 'policy' || !hospital) return undefined;
  const found = path.reduce<unknown>(
    (at, name) => (at as Record<string, unknown> | undefined)?.[name],
    hospital.policy,
  );
  return found === undefined ? 'not set' : plain(found);
}

function plain(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(', ') || 'none' : String(value);
}

function withNames(words: string, { gains }: ProposalView, view: ChangeView | undefined, about?: string): string {
  const subject =
    about === 'person' && view?.person ? [{ person: view.person.id, printedName: view.person.printedName }] : [];
  return [...gains, ...subject].reduce(
    (so, { person, printedName }) => so.replaceAll(person, printedName ?? person),
    words,
  );
}
