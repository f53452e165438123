/**
 * Works off a file of devices that is in force: chunk after chunk, each one transaction of devices, names, events and how
 * far it came, so that a run that is ended anywhere loses nothing and does nothing twice. The last step lets everything be
 * seen at once (core/registry/import.ts). What the second person confirmed is what is read: the job, its parts and the
 * file are held against the registry's row of the import, which `state` cannot write (R18).
 */
import { hospitalRef, importJobRef, importRef } from '../keys.ts';
import type { Conflict, Ports, Write } from '../ports.ts';
import { changed, type RowChange } from '../registry/change.ts';
import { type DeviceLine, deviceLinesFrom } from '../registry/device-lines.ts';
import { type DeviceImport, importQueue } from '../registry/import.ts';
import { inTheWay, isAsStated, placeDevice, registeredAs, type Standing } from '../registry/stated-device.ts';
import type { Hospital } from '../registry.ts';
import type { ImportJob, LeftOut } from '../rows.ts';
import type { EpochSeconds, HospitalId } from '../units.ts';
import { bySystem } from './apply-changes.ts';
import { loadFile } from './load-file.ts';
import { standingOf, standingRefs } from './load-standing.ts';
import { changeStep, loadWithHeads } from './registry-step.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'csv' | 'random'>;

/**
 * Lines of one transaction: each at most nine items (device, copy, event, head, seal, four names) of the hundred that
 * DynamoDB takes, with one for how far it came.
 */
const LINES = 11;
/** Left-out lines that are kept by name. */
const MAX_LEFT = 200;

/**
 * At most `chunks` steps; the queue brings the rest back.
 * @returns how many steps were taken
 * @throws Error when the job or what is kept is not of a file that is in force; the job stays, and nothing is done
 */
export async function workOffImport(ports: Needs, due: ImportJob, chunks: number, now: EpochSeconds): Promise<number> {
  let job = chunks > 0 ? await standing(ports, due) : undefined;
  const lines = job ? await linesOf(ports, job) : [];
  let taken = 0;
  for (; job && taken < chunks; taken += 1) {
    const isLast = job.next >= lines.length;
    const step: Step = isLast ? await end(ports, job, now) : await chunk(ports, job, lines, now);
    job = 'lost' in step ? await standing(ports, due) : step.job;
  }
  return taken;
}

/** The job as it stands after a step; absent: the file is done. */
type Step = { readonly lost: Conflict } | { readonly job: ImportJob | undefined };

/** Two people let in what the registry's row says; a row of `state` that says otherwise was invented. */
async function standing({ store }: Needs, { tenant, id }: ImportJob): Promise<ImportJob | undefined> {
  const { job, letIn } = await store.load({ job: importJobRef(tenant, id), letIn: importRef(tenant, id) });
  if (job && !isOf(job, tenant, id, letIn)) throw new Error('the job is not of a file that is in force');
  return job;
}

function isOf(job: ImportJob, tenant: HospitalId, id: string, letIn: DeviceImport | undefined): boolean {
  const isHere = job.tenant === tenant && job.id === id;
  const isAsLetIn = job.file === letIn?.file && job.parts === letIn.parts;
  return isHere && isAsLetIn && letIn.status === 'running';
}

async function linesOf(ports: Needs, { tenant, id, parts, file }: ImportJob): Promise<readonly DeviceLine[]> {
  const text = await loadFile(ports, tenant, { import: id, parts, file });
  const read = text === undefined ? undefined : deviceLinesFrom(ports.csv(text));
  if (!read?.ok) throw new Error('the file that is kept is not the one that was confirmed');
  return read.lines;
}

async function chunk(ports: Needs, job: ImportJob, all: readonly DeviceLine[], now: EpochSeconds): Promise<Step> {
  const lines = all.slice(job.next, job.next + LINES);
  const refs = { hospital: hospitalRef(job.tenant), ...standingRefs(lines, job.tenant) };
  const { rows, heads } = await loadWithHeads(ports, refs, job.tenant);
  const { hospital } = rows;
  if (!hospital) throw new Error('a file is of a hospital');
  const placed = lines.map((line, at) => place(ports, job, line, standingOf(rows, at), hospital));
  const left = [...job.left, ...placed.flatMap((one) => one.left)].slice(0, MAX_LEFT);
  const next: ImportJob = { ...job, version: job.version + 1, next: job.next + lines.length, left };
  const move: Write = {
    kind: 'replace',
    ref: importJobRef(job.tenant, job.id),
    row: next,
    version: job.version,
    indexes: importQueue(next, now),
  };
  const plan = {
    changes: placed.flatMap((one) => one.changes),
    extra: [...placed.flatMap((one) => one.names), move],
  };
  const lost = await ports.store.commit(changeStep(plan, saidOf(job), heads, bySystem(now)));
  return lost ? { lost } : { job: next };
}

interface Placed {
  readonly changes: readonly RowChange[];
  readonly names: readonly Write[];
  readonly left: readonly LeftOut[];
}

/** A name or a site may have gone since the file was checked: then that line is left out, and said to be. */
function place({ random }: Needs, { id }: ImportJob, line: DeviceLine, at: Standing, hospital: Hospital): Placed {
  const [no] = inTheWay(line, at, hospital);
  if (no) return { changes: [], names: [], left: [{ line: line.line, code: no[1] }] };
  const device = registeredAs(at);
  if (device && isAsStated(line, device)) return { changes: [], names: [], left: [] };
  const { change, names } = placeDevice(line, at, hospital, random, id);
  return { changes: [change], names, left: [] };
}

function saidOf({ tenant, id }: ImportJob) {
  return { verb: 'import-devices', tenant, widens: [], proposal: id };
}

/** Everything that the file brought is there from here on. */
async function end(ports: Needs, job: ImportJob, now: EpochSeconds): Promise<Step> {
  const { tenant, id, left } = job;
  const refs = { hospital: hospitalRef(tenant), import: importRef(tenant, id) };
  const { rows, heads } = await loadWithHeads(ports, refs, tenant);
  if (!rows.hospital || !rows.import) throw new Error('a file in force has its rows');
  const importing = (rows.hospital.importing ?? []).filter((one) => one !== id);
  const plan = {
    changes: [
      changed(refs.import, rows.import, { ...rows.import, status: 'done', left }),
      changed(refs.hospital, rows.hospital, { ...rows.hospital, importing }),
    ],
    extra: [{ kind: 'remove', ref: importJobRef(tenant, id) } as const],
  };
  const lost = await ports.store.commit(changeStep(plan, saidOf(job), heads, bySystem(now)));
  return lost ? { lost } : { job: undefined };
}
