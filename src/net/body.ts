// What a server sent, as it was before it was compressed, within a cap.
import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';

type Decoded = { kind: 'decoded'; bytes: Uint8Array } | { kind: 'too-large' | 'encoding' | 'broken' };

/** What `accept-encoding` may promise, because `decodeBody` keeps it. */
export const ACCEPT_ENCODING = 'gzip, deflate, br, zstd';

type Decompress = (bytes: Uint8Array, options: { maxOutputLength: number; chunkSize: number }) => Promise<Uint8Array>;

// The callback forms work in chunks on the thread pool: a bomb neither blocks the loop nor passes `maxOutputLength`.
const gunzipBytes: Decompress = promisify(gunzip);
const inflateBytes: Decompress = promisify(inflate);
const inflateRawBytes: Decompress = promisify(inflateRaw);
const brotliBytes: Decompress = promisify(brotliDecompress);
const zstdBytes = promisify(zstdDecompress);
/** 8 MiB, the largest window a `zstd` content coding may ask for (RFC 9659 §3); the library's own limit is 128 MiB of memory. */
const ZSTD_WINDOW_LOG = 23;
const CHUNK_BYTES = 65_536;

/**
 * Undoes the Content-Encoding. A body that is plain although it claims a coding is taken as it is: some servers label what they do not compress.
 * @param contentEncoding the header's value; chained codings are refused, since each layer multiplies a bomb
 */
export async function decodeBody(
  bytes: Uint8Array,
  contentEncoding: string,
  maxDecodedBytes: number,
): Promise<Decoded> {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > 1) return { kind: 'encoding' };
  const plan = bytes.byteLength === 0 ? 'plain' : planDecoding(codings[0] ?? null, bytes);
  if (plan === 'encoding') return { kind: 'encoding' };
  if (plan === 'plain') return bytes.byteLength > maxDecodedBytes ? { kind: 'too-large' } : { kind: 'decoded', bytes };
  try {
    return { kind: 'decoded', bytes: await plan(bytes, { maxOutputLength: maxDecodedBytes, chunkSize: CHUNK_BYTES }) };
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      return { kind: 'too-large' };
    return looksPlain(bytes) && bytes.byteLength <= maxDecodedBytes ? { kind: 'decoded', bytes } : { kind: 'broken' };
  }
}

function planDecoding(coding: string | null, bytes: Uint8Array): Decompress | 'plain' | 'encoding' {
  switch (coding) {
    case null:
      return 'plain';
    case 'gzip':
    case 'x-gzip':
      return isGzip(bytes) ? gunzipBytes : hasZlibHeader(bytes) ? inflateBytes : 'plain';
    case 'deflate': // zlib by RFC 9110 §8.4.1.2, raw by long custom
      return isGzip(bytes) ? gunzipBytes : hasZlibHeader(bytes) ? inflateBytes : inflateRawBytes;
    case 'br':
      return isGzip(bytes) ? gunzipBytes : brotliBytes;
    case 'zstd':
      return (zipped, options) =>
        zstdBytes(zipped, { ...options, params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } });
    default: // `UTF-8`, `none` and the like stand there too
      return looksPlain(bytes) ? 'plain' : 'encoding';
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** RFC 1950 §2.2: deflate is method 8, and the two bytes are a multiple of 31. */
function hasZlibHeader(bytes: Uint8Array): boolean {
  const [cmf = 0, flags = 0] = bytes;
  return (cmf & 0x0f) === 8 && ((cmf << 8) | flags) % 31 === 0;
}

/** A document in clear: markup or JSON after white space and a byte order mark. */
function looksPlain(bytes: Uint8Array): boolean {
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*[<{[]/.test(
    Buffer.from(bytes.subarray(0, 256)).toString('latin1'),
  );
}
