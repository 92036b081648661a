import { describe, expect, test } from 'vitest';
import { encodeToken, MalformedPosition } from './revision.ts';
import { createTokens } from './token.ts';

const tokens = createTokens(['a secret of some length']);
const at = (revision: number) => ({ epoch: 0, revision });

describe('a signed consistency token', () => {
  test('is read as it was written', () => {
    expect(tokens.read(tokens.sign({ 'stock-7': at(3) }))).toEqual({ 'stock-7': at(3) });
  });

  test('fits a header with 50 streams in it', () => {
    const ids = Array.from({ length: 50 }, (_, i) => `product-01a20c92-1fc1-7342-9945-9a48bfddb${100 + i}`);
    const token = tokens.sign(Object.fromEntries(ids.map((id) => [id, at(999_999)])));
    expect(token).toMatch(/^[\w.-]{1,8192}$/);
    expect(Object.keys(tokens.read(token))).toHaveLength(50);
  });

  test('joined with another by a comma is the higher of each position', () => {
    const [a, b] = [tokens.sign({ 'stock-7': at(3), 'stock-8': at(1) }), tokens.sign({ 'stock-7': at(4) })];
    for (const joined of [`${a}, ${b}`, `${b},${a}`])
      expect(tokens.read(joined)).toEqual({ 'stock-7': at(4), 'stock-8': at(1) });
    expect(tokens.read(Array(13).fill(a).join())).toEqual(tokens.read(a));
    expect(() => tokens.read(Array(14).fill(a).join())).toThrow(new MalformedPosition('at most 13 tokens'));
  });

  test('of the secret before is still accepted, and of another one is not', () => {
    const rotated = createTokens(['the secret of tomorrow', 'a secret of some length']);
    const old = tokens.sign({ 'stock-7': at(3) });
    expect(rotated.read(old)).toEqual({ 'stock-7': at(3) });
    expect(() => tokens.read(rotated.sign({}))).toThrow(MalformedPosition);
  });

  test('of any secret that was kept is signed anew', () => {
    const kept = createTokens(['the secret of yesterday']).sign({ 'stock-7': at(3) });
    expect(tokens.renew(kept)).toBe(tokens.sign({ 'stock-7': at(3) }));
  });

  const token = tokens.sign({ 'stock-7': at(3) });
  test.each([
    ['no signature', encodeToken({ 'stock-7': at(3) })],
    ['an empty signature', `${encodeToken({ 'stock-7': at(3) })}.`],
    ['the signature of another', `${encodeToken({ 'stock-7': at(4) })}.${token.split('.')[1]}`],
    ['something behind it', `${token}.x`],
    ['nothing at all', ''],
    ['a comma at the end', `${token},`],
    ['megabytes', 'A'.repeat(5_000_000)],
  ])('cannot have %s', (_, text) => {
    expect(() => tokens.read(text)).toThrow(MalformedPosition);
  });
});
