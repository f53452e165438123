/** A maker's models for the browser: full, with too few hospitals, without a model, and with the longest words. */
import type { ModelCounts } from '../../core/access/model-counts.ts';
import type { ModelsView } from '../../core/verbs/show-models.ts';
import { modelsPage } from '../../web/console/models-page.ts';
import { html } from '../../web/html.ts';
import type { Viewer } from '../../web/layout.ts';

const VIEWER: Viewer = {
  organisation: 'Larkspur Diagnostics',
  person: 'Tove Quist',
  home: '/',
  places: [{ href: '#models', says: 'Models' }],
  signOut: { action: '/sign-out', fields: html`<input type="hidden" name="form" value="x">` },
};
const frame = (nonce: string) => ({ nonce, viewer: VIEWER, tenant: 'oem-larkspur' });

const COUNTS: ModelCounts = {
  requests: 1000,
  byActivity: [
    { kinds: ['preventive_maintenance'], requests: 700 },
    { kinds: ['corrective_maintenance', 'incoming_inspection', 'software_update', 'log_pull'], requests: 300 },
  ],
  byTier: [
    { kinds: ['T0'], requests: 0 },
    { kinds: ['T1'], requests: 1000 },
  ],
  byStatus: [
    { kinds: ['closed'], requests: 900 },
    { kinds: ['pending', 'denied', 'expired', 'withdrawn', 'lapsed', 'revoked'], requests: 100 },
  ],
  byServicer: [{ kinds: ['oem', 'iso', 'in_house'], requests: 1000 }],
  byStage: [{ kinds: ['limited_support', 'end_of_support', 'unknown'], requests: 1000 }],
  byService: [{ kinds: ['returned_to_service', 'not_returned_to_service', 'open'], requests: 1000 }],
};

const EMPTY: ModelsView = {
  maker: 'Larkspur Diagnostics',
  from: { at: 1_787_688_000, words: '2026-08-25, 20:00 UTC' },
  days: 90,
  most: 1000,
  fewestHospitals: 3,
  models: [],
};
const MODEL = { model: 'gs1:01/09521000001084', name: 'H-200', kind: 'analyser' };
const FULL: ModelsView = {
  ...EMPTY,
  models: [
    { ...MODEL, counts: COUNTS, isCut: true },
    {
      model: 'gs1:01/09521000001077',
      name: 'Anaesthesia-Workstation-of-the-longest-name-that-is-taken',
      kind: 'anaesthesia machine',
      isCut: false,
    },
  ],
  next: 'TSNnczE',
};

/** Path -> page for a nonce. */
export const MODEL_GALLERY: Readonly<Record<string, (nonce: string) => string>> = {
  '/console-models': (nonce) => modelsPage(frame(nonce), FULL),
  '/console-models-few': (nonce) => modelsPage(frame(nonce), { ...EMPTY, models: [{ ...MODEL, isCut: false }] }),
  '/console-models-none': (nonce) => modelsPage(frame(nonce), EMPTY),
};
