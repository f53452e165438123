/** The simulator's own part of the look, beside that of the pages. */
import { html } from '../../web/html.ts';

export const SHELL_LOOK = html`
.govuk-width-container{max-width:none;margin-inline:clamp(.75rem,2vw,2rem)}
.sim-acts{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:.75rem 0}
.sim-acts .govuk-button{margin:0}
.sim-acts form{max-width:none;margin:0}
.sim-acts fieldset{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:0;padding:0;border:0}
.sim-acts legend{float:left;margin-right:.5rem}
.sim-panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1rem;margin:1rem 0}
.sim-panels h2{margin-top:0}
.sim-panels iframe{box-sizing:border-box;width:100%;height:44rem;border:3px solid var(--govuk-input-border-colour);border-radius:.75rem;background:var(--govuk-body-background-colour)}
.sim-panels iframe:focus-visible{outline:3px solid var(--govuk-focus-colour)}
.sim-head{min-height:7.75rem}
.sim-code{font-variant-numeric:tabular-nums;letter-spacing:.1em;font-weight:700}
.sim-told{margin:0 0 1rem;padding-left:1.5rem;columns:2 28rem;column-gap:2.5rem}
.sim-told li{margin:0 0 .25rem;break-inside:avoid}
#told{min-height:8rem}
.sim-hash{font-family:ui-monospace,monospace;font-size:.8125rem}
td.sim-hash{white-space:nowrap}
.sim-table{width:100%;border-collapse:collapse}
.sim-table :is(th,td){padding:.3rem 1rem .3rem 0;border-bottom:1px solid var(--govuk-border-colour);text-align:left}
`;

export const SCREEN_LOOK = html`
body{margin:0;background:var(--govuk-template-background-colour)}
main{padding:1rem}
.sim-hash{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
.sim-row{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:.5rem 0}
.sim-row form,.sim-row .govuk-button{margin:0}
.sim-token{font-family:ui-monospace,monospace;font-size:.8125rem}
`;
