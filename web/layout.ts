/**
 * The frame of every page: one document without script or foreign resource, readable at 320 px, by keyboard, in light
 * and dark. The one style sheet carries the nonce that the Content-Security-Policy names.
 */
import { type Html, html } from './html.ts';

export interface Frame {
  /** Of the Content-Security-Policy of this one answer. */
  readonly nonce: string;
  readonly title: string;
}

/** A whole document, doctype included. */
export function documentFor({ nonce, title }: Frame, main: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${title} - Wardkey</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; --ink: #0b0c0c; --paper: #fff; --soft: #f3f2f1; --line: #737a7f; --link: #00508f; --bad: #a32010; --focus: #ffdd00; }
@media (prefers-color-scheme: dark) { :root { --ink: #f3f2f1; --paper: #16181a; --soft: #25282b; --line: #8f979d; --link: #8fc4f5; --bad: #ff9a8a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.4 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 42rem; margin: 0 auto; padding: .75rem 1rem 2rem; }
h1 { font-size: 1.4rem; line-height: 1.2; margin: .25rem 0 .5rem; }
h2 { font-size: 1.1rem; margin: 1.25rem 0 .5rem; }
p { margin: .4rem 0; }
a { color: var(--link); }
dl { margin: .5rem 0; font-size: .9375rem; line-height: 1.3; }
dl div { padding: .3rem 0; border-top: 1px solid var(--line); }
dt { font-weight: 700; }
dd { margin: 0; unicode-bidi: isolate; }
fieldset, .field { border: 0; margin: 1rem 0; padding: 0; min-width: 0; }
legend, label.name { display: block; padding: 0; font-weight: 700; }
.option { display: flex; align-items: center; gap: .6rem; min-height: 2.75rem; }
.option input { flex: none; width: 1.5rem; height: 1.5rem; margin: 0; }
input[type=text], select, textarea { width: 100%; min-height: 2.75rem; padding: .4rem; font: inherit; color: inherit; background: var(--paper); border: 2px solid var(--line); border-radius: 0; }
input.code { max-width: 12rem; letter-spacing: .15em; }
button { width: 100%; max-width: 20rem; min-height: 3rem; font: inherit; font-weight: 700; color: var(--paper); background: var(--ink); border: 2px solid var(--ink); }
.hint, .small { font-size: .9375rem; }
.box { border: 3px solid var(--ink); padding: .5rem .75rem; margin: .5rem 0 1rem; }
.bad { border-color: var(--bad); }
.error { color: var(--bad); font-weight: 700; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 0; box-shadow: 0 0 0 6px #0b0c0c; }
@media print { button, form { display: none; } }
</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`.toString();
}
