/** What stands in the local Slack, as a test looks at it: cards, the lines below them, and the words on them. */
import type { Addresses } from '../stack-files.ts';

interface Text {
  readonly text: string;
}

export interface SlackShown {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly text: string;
  readonly edited?: string;
  readonly blocks: readonly {
    readonly type: string;
    readonly block_id?: string;
    readonly text?: Text;
    readonly fields?: readonly Text[];
    readonly elements?: readonly (Text & {
      readonly action_id?: string;
      readonly value?: string;
      readonly url?: string;
    })[];
  }[];
}

/** All messages of a conversation, oldest first. */
export async function shownIn(
  { addresses }: { readonly addresses: Pick<Addresses, 'slack'> },
  channel: string,
): Promise<readonly SlackShown[]> {
  const state = await (await fetch(`${addresses.slack}/state.json`)).json();
  const { channels } = state as { channels: { id: string; messages: SlackShown[] }[] };
  return channels.find(({ id }) => id === channel)?.messages ?? [];
}

/** The first block of a card says how it stands. */
export function headOf({ blocks }: SlackShown): string {
  return blocks[0]?.text?.text ?? '';
}

export function buttonsOf({ blocks }: SlackShown): readonly string[] {
  return blocks
    .flatMap(({ type, elements = [] }) => (type === 'actions' ? elements : []))
    .map((one) => one.action_id ?? '');
}

/** Every word that people read of it. */
export function wordsOf({ text, blocks }: SlackShown): string {
  const parts = blocks.flatMap((block) => [block.text, ...(block.fields ?? []), ...(block.elements ?? [])]);
  return [text, ...parts.map((part) => (typeof part?.text === 'string' ? part.text : ''))].join('\n');
}
