// What one entry of a feed is, once its document has been read and made uniform. Made by feed/parse.ts, kept in `items`.

export type Media = {
  kind: 'image' | 'video' | 'animation' | 'audio' | 'document';
  /** absolute, http or https */
  url: string;
  /** MIME type as published */
  type: string | null;
  /** size as published, in bytes */
  bytes: number | null;
  width: number | null;
  height: number | null;
  durationSeconds: number | null;
  title: string | null;
  /** a still picture of it, absolute */
  previewUrl: string | null;
};

/** Text fields are plain text without markup; `summary` and `content` are HTML with absolute links; dates are ISO 8601 in UTC. */
export type Item = {
  /** guid, id or about, as published; unique only as far as the publisher keeps it so */
  guid: string | null;
  link: string | null;
  title: string;
  author: string | null;
  summary: string | null;
  content: string | null;
  categories: string[];
  media: Media[];
  publishedAt: string | null;
  updatedAt: string | null;
};
