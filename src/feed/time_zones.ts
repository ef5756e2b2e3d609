// Time zones as dates name them.

/**
 * Hours ahead of UTC. Where a name has several meanings, the one that feeds use: IST is India's, BST Britain's, CST and
 * AST America's. RFC 822's single letters had their signs wrong and count as UTC (RFC 2822 §4.3).
 */
const HOURS: Record<string, number> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  est: -5,
  edt: -4,
  et: -5,
  cst: -6,
  cdt: -5,
  ct: -6,
  mst: -7,
  mdt: -6,
  mt: -7,
  pst: -8,
  pdt: -7,
  pt: -8,
  ast: -4,
  adt: -3,
  nst: -3.5,
  ndt: -2.5,
  akst: -9,
  akdt: -8,
  hst: -10,
  hdt: -9,
  sst: -11,
  bst: 1,
  west: 1,
  cet: 1,
  met: 1,
  mez: 1,
  wat: 1,
  cest: 2,
  mest: 2,
  mesz: 2,
  eet: 2,
  cat: 2,
  sast: 2,
  eest: 3,
  msk: 3,
  trt: 3,
  eat: 3,
  msd: 4,
  samt: 4,
  gst: 4,
  irst: 3.5,
  irdt: 4.5,
  azt: 4,
  aft: 4.5,
  pkt: 5,
  yekt: 5,
  uzt: 5,
  ist: 5.5,
  npt: 5.75,
  omst: 6,
  almt: 6,
  bdt: 6,
  mmt: 6.5,
  ict: 7,
  wib: 7,
  novt: 7,
  krat: 7,
  hkt: 8,
  sgt: 8,
  myt: 8,
  pht: 8,
  awst: 8,
  irkt: 8,
  wita: 8,
  jst: 9,
  kst: 9,
  wit: 9,
  yakt: 9,
  acst: 9.5,
  acdt: 10.5,
  aest: 10,
  vlat: 10,
  aedt: 11,
  magt: 11,
  nzst: 12,
  pett: 12,
  nzdt: 13,
  brt: -3,
  brst: -2,
  art: -3,
  uyt: -3,
  clt: -4,
  clst: -3,
  cot: -5,
  pet: -5,
  vet: -4,
};

/** Minutes ahead of UTC, or null if the word names no zone. */
export function zoneMinutes(word: string): number | null {
  const offset = /^(?:GMT|UTC?|Z)?([+\-\u2212])(\d{1,2})(?::?(\d{2}))?$/i.exec(word);
  if (offset) return offsetMinutes(offset[1]!, Number(offset[2]), Number(offset[3] ?? 0));
  const name = word
    .toLowerCase()
    .replace(/^etc\//, '')
    .replace(/\.$/, '');
  if (/^[a-y]$/.test(name)) return 0;
  return Object.hasOwn(HOURS, name) ? HOURS[name]! * 60 : null;
}

function offsetMinutes(sign: string, hours: number, minutes: number): number | null {
  if (hours > 24 || minutes > 59) return null;
  return (sign === '+' ? 1 : -1) * (hours * 60 + minutes);
}
