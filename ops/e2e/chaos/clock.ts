// Preloaded into a role (node --import clock.ts?offset=3600000): its wall clock is that many milliseconds ahead.

const offset = Number(new URL(import.meta.url).searchParams.get('offset'));
const Real = Date;

/** Only where somebody asks for now: a moment that is given stays that moment. */
class ShiftedDate extends Real {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [Real.now() + offset] : given) as [number]));
  }
  static override now(): number {
    return Real.now() + offset;
  }
}
globalThis.Date = ShiftedDate as DateConstructor;
