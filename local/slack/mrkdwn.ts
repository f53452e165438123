/** Slack's markup as people see it: links, bold, italic, struck, code; everything else is text, whatever it looks like. */
import { type Html, html } from '../../web/html.ts';
import type { Text } from './blocks.ts';

/** A text of a block or of a message. */
export function textOf({ type, text }: Text): Html {
  return type === 'mrkdwn' ? mrkdwn(text) : lines(text, (line) => html`${line}`);
}

/** What stands between `<` and `>` is Slack's; a `<` of a person is written `&lt;`. */
export function mrkdwn(text: string): Html {
  return lines(text, (line) => {
    // Every second part is what the pattern found.
    const parts = line.split(/<([^<>]*)>/).map((part, at) => (at % 2 === 1 ? reference(part) : html`${styled(part)}`));
    return html`${parts}`;
  });
}

function lines(text: string, render: (line: string) => Html): Html {
  return html`${text.split('\n').map((line, at) => html`${at > 0 && html`<br>`}${render(line)}`)}`;
}

/** A link with or without words, a person, or something else that has words to show instead. */
function reference(inner: string): Html {
  const [target = '', words] = inner.split('|');
  if (/^https?:\/\//.test(target)) return link(plainOf(target), plainOf(words ?? target));
  if (target.startsWith('@')) return html`@${words ?? target.slice(1)}`;
  return html`${plainOf(words ?? `<${inner}>`)}`;
}

/** In a window of its own, as from Slack. */
export function link(href: string, says: string): Html {
  return html`<a class="govuk-link" href="${href}" target="_blank" rel="noopener noreferrer">${says}</a>`;
}

const STYLED = /((?<![\w*])\*[^*]+\*(?![\w*])|(?<![\w_])_[^_]+_(?![\w_])|(?<![\w~])~[^~]+~(?![\w~])|`[^`]+`)/;
const STYLES: Readonly<Record<string, (inner: string) => Html>> = Object.freeze({
  '*': (inner: string) => html`<strong>${inner}</strong>`,
  _: (inner: string) => html`<em>${inner}</em>`,
  '~': (inner: string) => html`<s>${inner}</s>`,
  '`': (inner: string) => html`<code>${inner}</code>`,
});

function styled(text: string): readonly Html[] {
  return text.split(STYLED).map((part, at) => {
    const style = at % 2 === 1 ? STYLES[part[0] ?? ''] : undefined;
    return style ? style(plainOf(part.slice(1, -1))) : html`${plainOf(part)}`;
  });
}

function plainOf(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: 'amp' | 'lt' | 'gt') => ({ amp: '&', lt: '<', gt: '>' })[name]);
}
