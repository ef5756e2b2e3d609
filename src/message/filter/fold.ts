// Texts as they are compared: the same word in another case, width or composition becomes the same characters.

/** Invisible, and typed by some and not by others: soft hyphen, zero-width characters and joiners, direction marks, Arabic tatweel. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\u2066-\u2069\uFEFF\u0640]/g;

/**
 * Marks that many leave out when they type: Latin and Greek diacritics, Hebrew and Arabic vowel points, the Russian stress
 * mark and the dots of ё. Not those that make another letter, such as й, dakuten and the vowel signs of Indic scripts.
 */
const OPTIONAL_MARKS =
  /([\p{sc=Latin}\p{sc=Greek}\p{sc=Hebrew}\p{sc=Arabic}])\p{Mn}+|([\p{sc=Cyrillic}])[\u0300\u0301]+|(е)\u0308/gu;

/** Unicode compatibility form and full case folding: `ß` is `ss`, `İ` and `ı` are `i`, a final sigma is a sigma. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll('i\u0307', 'i')
    .replace(/[‘’‛]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‐‑]/g, '-')
    .replace(/\s+/gu, ' ')
    .normalize('NFC')
    .trim();
}

/** A folded text without the marks that people leave out. */
export function withoutOptionalMarks(folded: string): string {
  return folded.normalize('NFD').replace(OPTIONAL_MARKS, '$1$2$3').normalize('NFC');
}
