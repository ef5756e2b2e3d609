// What a filter is made of, and why one is refused.
import type { RE2JS } from 're2js';

export const FILTER_FIELDS = ['title', 'content', 'author', 'category', 'link'] as const;
export type FilterField = (typeof FILTER_FIELDS)[number];

/** One condition of a filter; `source` is as it was typed. A wanted clause lets items pass, an unwanted one (`!`) keeps them away. */
export type Clause = {
  source: string;
  isWanted: boolean;
  /** null: any field */
  field: FilterField | null;
  test: { kind: 'words'; phrase: Phrase } | { kind: 'pattern'; pattern: RE2JS };
};

/** Words to be found, folded as texts are (see fold.ts). `isPlain`: typed without diacritics, and found with and without them. */
export type Phrase = { folded: string; isPlain: boolean };

export type Filter = { clauses: readonly Clause[] };

export type FilterRefusal =
  | 'empty'
  | 'empty-clause'
  | 'too-many-clauses'
  | 'clause-too-long'
  | 'unclosed-quote'
  | 'unclosed-pattern'
  | 'text-after-quote'
  | 'unknown-flags'
  | 'bad-pattern'
  | 'pattern-too-large';

/** `clause` is the part that was refused, as typed; '' where the whole filter was. */
export type FilterParse = { kind: 'ok'; filter: Filter } | { kind: 'refused'; reason: FilterRefusal; clause: string };

/** Code units of one clause. Also what keeps the search for a phrase linear in the text. */
export const MAX_CLAUSE_CHARS = 200;
