// Shapes of items as they are met in feeds, written for this project: for tests, the bench and the gallery.
import { articles } from './articles.ts';
import { mediaItems } from './media.ts';
import type { Sample } from './sample.ts';
import { scripts } from './scripts.ts';
import { social } from './social.ts';
import { soup } from './soup.ts';
import { structures } from './structures.ts';

export type { Sample } from './sample.ts';

export const SAMPLES: Sample[] = [...articles, ...structures, ...mediaItems, ...social, ...scripts, ...soup];
