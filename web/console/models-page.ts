/** A maker's models: how access to each was asked for and answered. It names no person, no hospital and no device. */
import type { Count, ModelCounts } from '../../core/access/model-counts.ts';
import type { ModelFigures, ModelsView } from '../../core/verbs/show-models.ts';
import { table } from '../components/lists.ts';
import { insetText, warningText } from '../components/messages.ts';
import { pagination } from '../components/navigation.ts';
import { stateTag } from '../components/state-tag.ts';
import { stageWords } from '../device-words.ts';
import { type Html, html, type Value } from '../html.ts';
import { documentFor } from '../layout.ts';
import { type ConsoleFrame, timeOf } from './parts.ts';

export function modelsPage({ nonce, viewer, tenant }: ConsoleFrame, view: ModelsView): string {
  const { maker, from, days, models, fewestHospitals, next } = view;
  const title = `Models of ${maker}`;
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Requests for access of the last ${days} days, since ${timeOf(from)}.</p>
<p class="govuk-body wk-small">No person, hospital or device is named. Every figure is of ${fewestHospitals} hospitals or more: a model has none before that, and kinds that fewer hospitals had are counted together, in the last row.</p>
${models.length === 0 && insetText('No model is listed here. A model is listed when its profile is published.')}
${models.map((model) => figures(model, view))}
${next !== undefined && pagination({ next: { href: `/console/${tenant}/models?after=${next}`, label: 'More models' } })}`;
  return documentFor({ nonce, title, viewer, isWide: true }, main);
}

function figures({ name, kind, model, counts, isCut }: ModelFigures, { most, fewestHospitals }: ModelsView): Html {
  return html`<h2 class="govuk-heading-m">${name}</h2>
<p class="govuk-body wk-small">${sentence(kind)}, ${model}.</p>
${isCut && warningText(`There are more: only the newest ${most} requests were counted.`)}
${counts ? tables(name, counts) : insetText(`Fewer than ${fewestHospitals} hospitals asked for access, or none did. No figures are shown.`)}`;
}

function tables(name: string, counts: ModelCounts): Html {
  return html`<p class="govuk-body">${counts.requests} requests.</p>
${counted(name, 'Outcome', counts.byStatus, stateTag)}
${counted(name, 'Activity', counts.byActivity, sentence)}
${counted(name, 'Tier', counts.byTier, (tier) => tier)}
${counted(name, 'Servicer', counts.byServicer, (type) => SERVICERS[type])}
${counted(name, 'Return to service', counts.byService, (service) => SERVICES[service])}
${counted(name, 'Stage of the device', counts.byStage, (stage) => sentence(stageWords(stage)))}`;
}

const SERVICERS = Object.freeze({
  oem: 'OEM (manufacturer)',
  iso: 'ISO (independent)',
  in_house: 'In-house',
}) satisfies Readonly<Record<ModelCounts['byServicer'][number]['kinds'][number], string>>;

const SERVICES = Object.freeze({
  returned_to_service: '✓ Returned to service',
  not_returned_to_service: '✕ Not returned to service',
  open: 'No return owed, or not yet',
}) satisfies Readonly<Record<ModelCounts['byService'][number]['kinds'][number], string>>;

/** `Preventive maintenance`. */
function sentence(words: string): string {
  const spaced = words.replaceAll('_', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function counted<K extends string>(
  model: string,
  what: string,
  counts: readonly Count<K>[],
  words: (kind: K) => Value,
): Html {
  const rows = counts.map(({ kinds, requests }) => [
    { says: together(kinds.map(words)) },
    { says: requests === 0 ? 'none' : String(requests), isNumber: true },
  ]);
  return html`<div class="wk-scroll" tabindex="0" role="region" aria-label="${model}: ${what.toLowerCase()}">${table({
    caption: `${model}: ${what.toLowerCase()}`,
    firstCellIsHeader: true,
    head: [{ says: what }, { says: 'Requests', isNumber: true }],
    rows,
  })}</div>`;
}

/** One after the other, as one of them alone is not counted. */
function together(words: readonly Value[]): Value {
  const [first, ...others] = words;
  return others.length === 0 ? first : html`${first}${others.map((one) => html`, ${one}`)}, together`;
}
