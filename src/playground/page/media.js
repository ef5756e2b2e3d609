// Pictures, albums, players, files and link previews.
import { el, icon } from './dom.js';
import { durationOf } from './time.js';

const VISUAL = ['animation', 'photo', 'video'];

/** The message's medium as `{kind, file}`, or null. An animation also carries a document for old clients. */
export function mediumOf(message) {
  const kind = [...VISUAL, 'audio', 'voice', 'document'].find((name) => message[name] !== undefined);
  if (!kind) return null;
  // The Bot API lists a photo's sizes from small to large.
  return { kind, file: kind === 'photo' ? message.photo.at(-1) : message[kind] };
}

export const isVisual = (message) => VISUAL.includes(mediumOf(message)?.kind);

/**
 * The media of one bubble.
 * @param {object[]} messages one message, or an album's in their order
 */
export function renderMedia(messages) {
  const visual = messages.filter(isVisual);
  const others = messages.filter((message) => mediumOf(message) && !isVisual(message));
  const nodes = others.map((message) => renderFile(mediumOf(message)));
  if (visual.length > 0) nodes.unshift(visual.length === 1 ? renderSingle(visual[0]) : renderAlbum(visual));
  return nodes;
}

function renderSingle(message) {
  const { file } = mediumOf(message);
  const visual = renderVisual(message);
  // Known proportions keep the list from jumping when the picture arrives.
  if (file.width > 0 && file.height > 0) visual.style.aspectRatio = String(clampRatio(file));
  return el('div', { className: 'media' }, visual);
}

const clampRatio = ({ width, height }) => Math.min(Math.max(width / height || 1, 0.6), 2.2);

// How many pieces stand in each row of an album, by its size.
const ROWS = {
  2: [2],
  3: [1, 2],
  4: [1, 3],
  5: [2, 3],
  6: [3, 3],
  7: [2, 2, 3],
  8: [2, 3, 3],
  9: [3, 3, 3],
  10: [3, 3, 4],
};

function renderAlbum(messages) {
  const album = el('div', { className: 'media album' });
  const waiting = [...messages];
  for (const count of ROWS[messages.length] ?? [messages.length]) {
    const row = waiting.splice(0, count);
    album.append(el('div', { className: 'album-row', data: { count: String(count) } }, ...row.map(renderPiece)));
  }
  return album;
}

function renderPiece(message) {
  const visual = renderVisual(message);
  visual.style.flexGrow = String(clampRatio(mediumOf(message).file));
  return visual;
}

function renderVisual(message) {
  const { kind, file } = mediumOf(message);
  const frame = el(
    'div',
    { className: `visual visual-${kind}` },
    kind === 'photo' || file.mime_type === 'image/gif' ? renderPhoto(file, kind) : renderVideo(kind, file),
  );
  if (message.has_media_spoiler) coverWithSpoiler(frame);
  return frame;
}

function renderPhoto(file, kind) {
  const name = kind === 'photo' ? 'Photo' : 'GIF';
  if (!file.url) return renderMissing(name);
  const link = el('a', {
    href: file.url,
    target: '_blank',
    rel: 'noopener noreferrer',
    aria: { label: `Open ${name}` },
  });
  const image = el('img', {
    src: file.url,
    alt: '',
    loading: 'lazy',
    decoding: 'async',
    referrerPolicy: 'no-referrer',
  });
  image.addEventListener('error', () => link.replaceChildren(renderMissing(name)));
  link.append(image);
  return link;
}

function renderVideo(kind, file) {
  const isSilent = kind === 'animation';
  if (!file.url) return renderMissing(isSilent ? 'GIF' : 'Video', file);
  const video = el('video', {
    src: file.url,
    controls: !isSilent,
    loop: isSilent,
    muted: isSilent,
    autoplay: isSilent,
    playsInline: true,
    preload: 'metadata',
    aria: { label: isSilent ? 'GIF' : 'Video' },
  });
  video.addEventListener('error', () => video.replaceWith(renderMissing(isSilent ? 'GIF' : 'Video', file)));
  return video;
}

function renderMissing(name, file = {}) {
  const length = file.duration ? ` · ${durationOf(file.duration)}` : '';
  return el('span', { className: 'missing' }, icon('play'), el('span', {}, `${name}${length}`));
}

function coverWithSpoiler(frame) {
  const cover = el('button', { type: 'button', className: 'media-spoiler', aria: { label: 'Show picture' } });
  cover.addEventListener('click', () => cover.remove());
  frame.append(cover);
}

function renderFile({ kind, file }) {
  if (kind === 'document') return renderDocument(file);
  const title = [file.performer, file.title].filter(Boolean).join(' – ') || file.file_name || 'Audio';
  const player = el('audio', { src: file.url, controls: true, preload: 'none', aria: { label: title } });
  return el(
    'div',
    { className: 'audio' },
    el('span', { className: 'file-title', dir: 'auto' }, title),
    file.duration ? el('span', { className: 'file-detail' }, durationOf(file.duration)) : null,
    player,
  );
}

function renderDocument(file) {
  return el(
    'a',
    { className: 'document', href: file.url, target: '_blank', rel: 'noopener noreferrer' },
    el('span', { className: 'document-sign' }, icon('file')),
    el('span', { className: 'file-title', dir: 'auto' }, file.file_name ?? 'File'),
    el('span', { className: 'file-detail' }, sizeOf(file.file_size)),
  );
}

function sizeOf(bytes) {
  if (!bytes) return '';
  const units = ['B', 'KB', 'MB', 'GB'];
  const step = Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return `${(bytes / 1024 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step]}`;
}
