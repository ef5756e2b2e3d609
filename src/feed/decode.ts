// Bytes to text. A publisher's word on its charset is believed only as far as the bytes bear it out.
import { detect } from 'chardet';

const HEAD_BYTES = 1024;
/** chardet takes a millisecond a kilobyte and hardly learns anything after the first few. */
const SNIFF_BYTES = 16 * 1024;

/** A character is a byte in these, so that no text of theirs but the shortest is sound UTF-8 as well. */
const SINGLE_BYTE = /^(?:windows|iso-8859|koi8|macintosh|x-mac|ibm)/;
const ASCII = /^(?:us-)?ascii$/;

/**
 * Names, without their dashes, that TextDecoder does not know, or knows as a smaller set than publishers use: documents
 * labelled gb2312 hold characters of its superset gb18030.
 */
const CHARSET_ALIASES: Record<string, string> = {
  gb2312: 'gb18030',
  gb231280: 'gb18030',
  gbk: 'gb18030',
  cp936: 'gb18030',
  euccn: 'gb18030',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  euckr: 'euc-kr',
  iso2022kr: 'euc-kr',
  cp932: 'shift_jis',
  eucjp: 'euc-jp',
  big5hkscs: 'big5-hkscs',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
  latin9: 'iso-8859-15',
  maccyrillic: 'x-mac-cyrillic',
  tis620: 'tis-620',
  utf8mb4: 'utf-8',
};

/**
 * Decode a document: byte order mark, Content-Type, XML declaration, strict UTF-8, a guess from the bytes, windows-1252,
 * in that order. A label of UTF-8 or UTF-16 that the bytes contradict is passed over. Never throws.
 * @param contentType the HTTP Content-Type as sent, if any
 */
export function decodeDocument(bytes: Uint8Array, contentType: string | null): string {
  const marked = charsetOfByteOrderMark(bytes) ?? charsetOfWideDeclaration(bytes);
  if (marked !== null) return decodeLoosely(bytes, marked);
  for (const label of [charsetOfContentType(contentType), charsetOfDeclaration(bytes)]) {
    const text = label === null ? null : decodeAs(bytes, label);
    if (text !== null) return text;
  }
  return decodeStrictly(bytes) ?? decodeByGuess(bytes);
}

/**
 * Decode by a charset's label; null if the label is unknown or one that the bytes contradict. UTF-8 beyond ASCII hardly ever comes
 * about by chance: where a server says ISO 8859-1 of everything, or a site that moved to UTF-8 still declares its old charset, it is UTF-8.
 */
function decodeAs(bytes: Uint8Array, label: string): string | null {
  const charset = charsetNamed(label);
  if (charset === 'utf-8' || ASCII.test(label)) return decodeStrictly(bytes);
  // UTF-16 has a NUL in each character of its markup. .NET writes it into the declaration of text that goes out as UTF-8.
  if (charset === null || (charset.startsWith('utf-16') && !bytes.subarray(0, HEAD_BYTES).includes(0))) return null;
  return (SINGLE_BYTE.test(charset) ? decodeStrictly(bytes) : null) ?? decodeLoosely(bytes, charset);
}

/** null if it is not UTF-8 from beginning to end. */
function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The name TextDecoder has for a charset, whatever dashes publishers leave out, turn round or put in; null if it has none. */
function charsetNamed(label: string): string | null {
  const bare = label.replace(/[-_]/g, '');
  if (Object.hasOwn(CHARSET_ALIASES, bare)) return CHARSET_ALIASES[bare]!;
  const codePage = bare.replace(/^(?:windows|win|cp)?(?=125\d$)/, 'windows-');
  return knownCharset(label) ?? knownCharset(bare) ?? knownCharset(codePage);
}

/** The charset's own name, or null. */
function knownCharset(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

function decodeLoosely(bytes: Uint8Array, name: string): string {
  return new TextDecoder(name).decode(bytes);
}

/** Mostly sound UTF-8 with a stray byte stays UTF-8; anything else is what chardet takes it for. */
function decodeByGuess(bytes: Uint8Array): string {
  const loose = decodeLoosely(bytes, 'utf-8');
  if (isMostlySound(loose)) return loose;
  const guess = charsetNamed(detect(bytes.subarray(0, SNIFF_BYTES))?.toLowerCase() ?? '');
  return decodeLoosely(bytes, guess === null || guess === 'utf-8' ? 'windows-1252' : guess);
}

/** More characters beyond ASCII decoded well than badly: windows-125x or koi8 text read as UTF-8 is nearly all faults. */
function isMostlySound(text: string): boolean {
  let faults = 0;
  let sound = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) faults++;
    else if (code > 0x7f) sound++;
  }
  return sound > faults * 2;
}

function charsetOfByteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 without a mark shows in the first two characters, `<?` (XML 1.0, appendix F). */
function charsetOfWideDeclaration(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x3c && bytes[1] === 0 && bytes[3] === 0) return 'utf-16le';
  if (bytes[0] === 0 && bytes[1] === 0x3c && bytes[2] === 0) return 'utf-16be';
  return null;
}

function charsetOfContentType(contentType: string | null): string | null {
  return /charset\s*=\s*["']?\s*([\w.:+-]+)/i.exec(contentType?.slice(0, HEAD_BYTES) ?? '')?.[1]?.toLowerCase() ?? null;
}

function charsetOfDeclaration(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES));
  const declaration = /<\?xml\s[^>]*/.exec(head)?.[0];
  return /encoding\s*=\s*["']\s*([\w.:+-]+)/.exec(declaration ?? '')?.[1]?.toLowerCase() ?? null;
}
