// Months by name, in the languages feeds are written in. The names are ICU's, so no list of ours goes stale.

/** Where one name means two months (Czech and Croatian `listopad`), the language that stands first has it. */
const LANGUAGES = [
  'en',
  'ru',
  'de',
  'fr',
  'es',
  'pt',
  'it',
  'nl',
  'pl',
  'uk',
  'tr',
  'cs',
  'sv',
  'da',
  'nb',
  'fi',
  'hu',
].concat([
  'ro',
  'el',
  'bg',
  'sk',
  'sl',
  'sr',
  'be',
  'et',
  'lv',
  'lt',
  'ca',
  'id',
  'vi',
  'ar',
  'fa',
  'he',
  'hi',
  'eu',
  'gl',
]);

const ENGLISH = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

type MonthNames = { months: Map<string, number>; byBeginning: Map<string, string[]> };
let names: MonthNames | null = null;

/** 1 to 12, or null. Case, accents and a final full stop do not matter; three letters or more of a name will do. */
export function monthOf(word: string): number | null {
  const english = ENGLISH.indexOf(word.slice(0, 3).toLowerCase()) + 1;
  if (english > 0 && /^[a-z]+\.?$/i.test(word) && isEnglishMonth(word)) return english;
  const plain = plainName(word);
  if (plain.length < 3) return null;
  names ??= indexNames(namesOfAllLanguages());
  return names.months.get(plain) ?? likeName(plain, names);
}

/** By three letters, which every name has and no abbreviation is without: a hostile date may be made of unknown words. */
function indexNames(months: Map<string, number>): MonthNames {
  return { months, byBeginning: Map.groupBy(months.keys(), (name) => name.slice(0, 3)) };
}

function isEnglishMonth(word: string): boolean {
  const name = word.toLowerCase().replace('.', '');
  const months = 'january february march april may june july august september october november december';
  return months.split(' ').some((month) => month.startsWith(name));
}

function likeName(word: string, { months, byBeginning }: MonthNames): number | null {
  const like = byBeginning.get(word.slice(0, 3)) ?? [];
  const name = like.find((one) => one.startsWith(word) || (one.length >= 4 && word.startsWith(one)));
  return name === undefined ? null : months.get(name)!;
}

function namesOfAllLanguages(): Map<string, number> {
  const all = new Map<string, number>();
  for (const language of LANGUAGES) {
    for (const style of ['long', 'short'] as const) {
      // with a day the name stands in the genitive, which is how Slavic and Greek dates have it
      for (const options of [{ month: style }, { month: style, day: 'numeric' as const }])
        addNames(all, language, options);
    }
  }
  return all;
}

function addNames(all: Map<string, number>, language: string, options: Intl.DateTimeFormatOptions): void {
  const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { ...options, timeZone: 'UTC' });
  for (let month = 1; month <= 12; month++) {
    const part = format.formatToParts(Date.UTC(2003, month - 1, 15)).find(({ type }) => type === 'month');
    const name = plainName(part?.value ?? '');
    if (/^\p{L}{3,}$/u.test(name) && !all.has(name)) all.set(name, month);
  }
}

function plainName(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}.\u2019']/gu, '')
    .trim();
}
