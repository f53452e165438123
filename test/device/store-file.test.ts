/** The store on disk refuses whenever it cannot know what was used. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Durable, fileStore } from '../../device/index.ts';

const home = mkdtempSync(join(tmpdir(), 'wardkey-store-'));
afterAll(() => rmSync(home, { recursive: true }));

const RECORD = { starts: 1, spent: 60, bad: 2, exp: 1_790_003_600 };
const next = (durable: Durable): Durable => ({
  ...durable,
  revision: durable.revision + 1,
  tokens: new Map([...durable.tokens, [`jti-${durable.revision}`, RECORD]]),
});

/** A store with two commits behind it. */
function usedStore(name: string): string {
  const directory = join(home, name);
  const store = fileStore(directory, 1_700_000_000);
  store.commit(next(store.read()));
  store.commit(next(store.read()));
  return directory;
}

describe('the file store', () => {
  test('starts with the firmware build time as its floor', () => {
    const fresh = fileStore(join(home, 'fresh', 'deep'), 1_700_000_000).read();
    expect(fresh).toMatchObject({ revision: 0, floor: 1_700_000_000, boots: 0, tokens: new Map() });
  });
  test('is set up whole although an earlier set-up was cut short', () => {
    const directory = join(home, 'again');
    const beside = `${directory}.new-${process.pid}`;
    mkdirSync(beside);
    writeFileSync(join(beside, 'record-0'), 'torn');
    expect(fileStore(directory, 7).read()).toMatchObject({ revision: 0, floor: 7 });
  });
  test('gives back what was committed, to another opening of the same directory', () => {
    const read = fileStore(usedStore('back'), 0).read();
    expect(read).toMatchObject({
      revision: 2,
      tokens: new Map([
        ['jti-0', RECORD],
        ['jti-1', RECORD],
      ]),
    });
  });
  test('keeps one record and its marker, nothing else', () => {
    expect(readdirSync(usedStore('tidy')).sort()).toEqual(['record-2', 'wardkey-store']);
  });
  test('names the steps of a commit in order', () => {
    const steps: string[] = [];
    const directory = usedStore('steps');
    const store = fileStore(directory, 0, (step) => steps.push(step));
    store.commit(next(store.read()));
    expect(steps).toEqual(['write', 'fsync', 'rename', 'dirsync', 'readback', 'grant']);
  });
  test.each<[string, (directory: string) => void]>([
    ['its record is gone', (d) => rmSync(join(d, 'record-2'))],
    ['its record is empty', (d) => writeFileSync(join(d, 'record-2'), '')],
    [
      'its record is torn',
      (d) => writeFileSync(join(d, 'record-2'), readFileSync(join(d, 'record-2')).subarray(0, 150)),
    ],
    ['one digit was changed', (d) => rewrite(d, (text) => text.replace('"spent":60', '"spent":00'))],
    ['something follows the record', (d) => rewrite(d, (text) => `${text}x`)],
    [
      'the record is another revision under this name',
      (d) => writeFileSync(join(d, 'record-7'), readFileSync(join(d, 'record-2'))),
    ],
    ['the record is a directory', (d) => mkdirSync(join(d, 'record-9'))],
  ])('refuses when %s', (name, damage) => {
    const directory = usedStore(name.replaceAll(' ', '-'));
    damage(directory);
    expect(() => fileStore(directory, 0).read()).toThrow('E_STORE');
  });
  test('refuses a directory that is something else', () => {
    const directory = join(home, 'other');
    mkdirSync(directory);
    writeFileSync(join(directory, 'notes.txt'), '');
    expect(() => fileStore(directory, 0).read()).toThrow('E_STORE');
  });
  test('refuses the second of two commits over the same revision', () => {
    const directory = usedStore('race');
    const [one, other] = [fileStore(directory, 0), fileStore(directory, 0)];
    const seen = one.read();
    one.commit(next(seen));
    expect(() => other.commit(next(seen))).toThrow('E_STORE');
    one.commit(next(one.read()));
    expect(() => other.commit(next(seen))).toThrow('E_STORE');
  });
  test('stands at the old record when a commit fails before its name', () => {
    const directory = usedStore('stopped');
    const store = fileStore(directory, 0, (step) => {
      if (step === 'rename') throw new Error('power');
    });
    expect(() => store.commit(next(store.read()))).toThrow('E_STORE');
    expect(fileStore(directory, 0).read().revision).toBe(2);
  });
});

function rewrite(directory: string, change: (text: string) => string): void {
  const path = join(directory, 'record-2');
  writeFileSync(path, change(readFileSync(path, 'latin1')));
}
