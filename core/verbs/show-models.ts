/**
 * A maker's models and how access to them was asked for, for its publishers: figures without a name of a person, a hospital or a
 * device (core/access/model-counts.ts). For everybody who is not of the maker its models are not there (404).
 */
import { countLines, FEWEST_HOSPITALS, type ModelCounts } from '../access/model-counts.ts';
import type { ModelLine } from '../access/model-line.ts';
import { type Moment, momentIn } from '../access/words.ts';
import type { ModelsQuery } from '../console-contract.ts';
import { makersModelList, modelRef } from '../keys.ts';
import type { Identity, Ports, Ref } from '../ports.ts';
import { allowed, type Decision, Problem, refused } from '../problems.ts';
import { powerRows, powersHeld } from '../registry/powers.ts';
import type { MakersModel, Model } from '../registry.ts';
import type { EpochSeconds, ModelId, OrganisationId } from '../units.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

export interface ModelFigures {
  readonly model: ModelId;
  readonly name: string;
  readonly kind: string;
  /** Absent while fewer hospitals than `fewestHospitals` asked, none among them. */
  readonly counts?: ModelCounts;
  /** Only the newest `most` were counted. */
  readonly isCut: boolean;
}

export interface ModelsView {
  readonly maker: string;
  readonly from: Moment;
  readonly days: number;
  readonly most: number;
  readonly fewestHospitals: number;
  readonly models: readonly ModelFigures[];
  /** The place after which more models come; absent at the end. */
  readonly next?: string;
}

/** Models a page, each a query of its own; requests of a model that one query counts. */
const A_PAGE = 10;
const MOST = 1_000;
const DAYS = 90;

/** @throws Problem not-found for whoever is not of the maker, and where the tenant is none */
export async function showModels(
  ports: Needs,
  who: Identity,
  tenant: OrganisationId,
  { after }: ModelsQuery,
  now: EpochSeconds,
): Promise<Decision<ModelsView>> {
  const rows = await ports.store.load(powerRows(who.person, who.organisation, tenant));
  const held = powersHeld(tenant, rows);
  if (!held.ok) return held;
  const { organisation } = rows;
  if (organisation?.kind !== 'oem') throw new Problem('not-found');
  if (!held.value.includes('publisher')) return refused('not_a_reader');
  const { pk, prefix } = makersModelList(tenant);
  const page = await ports.store.registryRows<MakersModel>(pk, prefix, { limit: A_PAGE, after: after || undefined });
  const models = await modelsOf(ports, tenant, page.items);
  const from = now - DAYS * 86_400;
  return allowed({
    maker: organisation.name,
    from: momentIn('UTC', from),
    days: DAYS,
    most: MOST,
    fewestHospitals: FEWEST_HOSPITALS,
    models: await Promise.all(models.map((model) => figuresOf(ports, model, from, now))),
    ...(page.next !== undefined && { next: page.next }),
  });
}

async function modelsOf({ store }: Needs, tenant: OrganisationId, listed: readonly MakersModel[]) {
  if (listed.length === 0) return [];
  const refs: Readonly<Record<string, Ref<Model>>> = Object.fromEntries(
    listed.map(({ model }) => [model, modelRef(model)]),
  );
  const rows = await store.load(refs);
  return Object.values(rows).filter((model) => model !== undefined && model.oem === tenant) as readonly Model[];
}

async function figuresOf(
  { store }: Needs,
  { id, name, kind }: Model,
  from: EpochSeconds,
  now: EpochSeconds,
): Promise<ModelFigures> {
  const page = await store.list<ModelLine>('model', id, { limit: MOST, newestFirst: true, from });
  const counts = countLines(page.items, now);
  return { model: id, name, kind, ...(counts && { counts }), isCut: page.next !== undefined };
}
