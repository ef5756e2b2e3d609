// Pictures for the gallery: hills at some hour of the day, another for each address, served on loopback only.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32, deflateSync } from 'node:zlib';
import type { Part } from '../../src/message/part.ts';
import type { Media } from '../../src/store/item.ts';

type Colour = [red: number, green: number, blue: number];

/** Answers `/WIDTHxHEIGHT/SEED.png`. */
export async function startPictures(): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const [, width, height, seed] = /^\/(\d+)x(\d+)\/(\d+)\.png$/.exec(request.url ?? '') ?? [];
    if (seed === undefined) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'image/png' });
    response.end(drawHills(Number(width), Number(height), Number(seed)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The part with its pictures from the picture server; films and recordings stay where they were said to be. */
export function withPictures(part: Part, url: string): Part {
  const drawn = (media: Media): Media =>
    media.kind === 'image' ? { ...media, url: `${url}/${sizeOf(media)}/${crc32(media.url)}.png` } : media;
  if (part.kind === 'text') return part;
  return part.kind === 'album' ? { ...part, media: part.media.map(drawn) } : { ...part, media: drawn(part.media) };
}

/** A third of the size that was published, else one of the shapes that photographs have. */
function sizeOf({ width, height, url }: Media): string {
  if (width !== null && height !== null) return `${Math.ceil(width / 3)}x${Math.ceil(height / 3)}`;
  return ['480x360', '480x320', '360x480', '400x400'][crc32(url) % 4]!;
}

function drawHills(width: number, height: number, seed: number): Buffer {
  const hue = seed % 360;
  const sky: [Colour, Colour] = [hsl(hue, 0.55, 0.55), hsl(hue + 40, 0.8, 0.84)];
  const hills = [0, 1, 2].map((index) => hsl(hue + 180 + 15 * index, 0.3, 0.5 - 0.14 * index));
  const top = (index: number, x: number) =>
    height *
    (0.52 +
      0.15 * index +
      0.07 * Math.sin((x / width) * (5 + index) + seed * (index + 1)) +
      0.02 * Math.sin(x / 23 + seed));
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let x = 0; x < width; x += 1) {
    const tops = hills.map((_, index) => top(index, x));
    for (let y = 0; y < height; y += 1) {
      const hill = hills[tops.findLastIndex((edge) => y > edge)];
      rows.set(hill ?? mix(sky[0], sky[1], y / height), y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  return encodePng(width, height, rows);
}

function mix(from: Colour, to: Colour, share: number): Colour {
  return from.map((value, index) => value + (to[index]! - value) * share) as Colour;
}

/** CSS Color 4, "hslToRgb". */
function hsl(hue: number, saturation: number, lightness: number): Colour {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return 255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

/** PNG (RFC 2083), 8 bits a channel. @param rows each begins with its filter, 0 */
function encodePng(width: number, height: number, rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
