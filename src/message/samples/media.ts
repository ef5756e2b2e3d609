// Items that are mostly to be seen or heard.
import { aSample, enclosure, type Sample } from './sample.ts';

export const mediaItems: Sample[] = [
  aSample('podcast', 'radio.example', 'Low Tide Radio', {
    title: '81: The sound of ferries',
    author: 'Low Tide Radio',
    content: `<p>We ride three ferries and ask what makes them hum.</p><ul><li>00:00 Hello</li><li>04:30 <a href="https://radio.example/ferry">The first ferry</a></li></ul>`,
    media: [
      enclosure('image', 'https://radio.example/art.jpg', { width: 1400, height: 1400 }),
      enclosure('audio', 'https://cdn.radio.example/81.mp3', {
        type: 'audio/mpeg',
        bytes: 18_400_000,
        durationSeconds: 2710,
      }),
    ],
  }),
  aSample('large-podcast', 'radio.example', 'Low Tide Radio', {
    title: 'The three hour special',
    content: '<p>All of it.</p>',
    media: [
      enclosure('audio', 'https://cdn.radio.example/special.mp3', {
        type: 'audio/mpeg',
        bytes: 190_000_000,
        title: 'special.mp3',
      }),
    ],
  }),
  aSample('youtube', 'www.youtube.com', 'Bench and Vise', {
    link: 'https://www.youtube.com/watch?v=aBcDeFgHiJk',
    title: 'Restoring a 1920s vise',
    author: 'Bench and Vise',
    content:
      'Six weeks in six minutes.<br><br>0:00 Rust<br>2:10 Paint<br>5:00 Done<br><br>Plans: <a href="https://bench.example/plans">https://bench.example/plans</a>',
    media: [
      enclosure('video', 'https://www.youtube.com/v/aBcDeFgHiJk?version=3', {
        type: 'application/x-shockwave-flash',
        width: 640,
        height: 390,
      }),
      enclosure('image', 'https://i1.ytimg.com/vi/aBcDeFgHiJk/hqdefault.jpg', { width: 480, height: 360 }),
    ],
  }),
  aSample('embedded-video', 'films.example', 'Film Club', {
    title: 'Short film of the week',
    content: `<p>Nine minutes, no words.</p><p><iframe title="Harbour, a short film" src="https://player.vimeo.com/video/123456789?h=ab" width="640" height="360"></iframe></p><iframe src="https://ads.example/frame"></iframe>`,
  }),
  aSample('comic', 'comic.example', 'Stick and Line', {
    title: 'Estimates',
    content: `<img src="https://comic.example/comics/estimates.png" title="We agreed on two weeks, but not on which year they were in." alt="Estimates">`,
  }),
  aSample('photo-set', 'photos.example', 'Anna, photographs', {
    title: 'Harbour, before six',
    content: Array.from(
      { length: 14 },
      (_, index) =>
        `<p><a href="https://photos.example/full/${index}.jpg"><img data-src="https://photos.example/w1600/${index}.jpg" src="data:image/gif;base64,R0lGOD" alt=""></a></p>`,
    ).join(''),
  }),
  aSample('photo-and-film', 'trips.example', 'Trips', {
    title: 'Two days of snow',
    content: `<p>One picture, one film.</p><img src="https://trips.example/a.jpg" width="1200"><video poster="https://trips.example/still.jpg" controls><source src="https://trips.example/b.webm" type="video/webm"><source src="https://trips.example/b.mp4" type="video/mp4">Your browser cannot play this.</video>`,
  }),
  aSample('animation', 'gifs.example', 'Loops', {
    title: 'A cat, again',
    content: '<p><img src="https://gifs.example/cat.gif" width="480" height="270"></p>',
  }),
  aSample('document', 'minutes.example', 'Minutes', {
    title: 'Minutes of 3 March',
    summary: 'Present: all. The roof is still the roof.',
    media: [
      enclosure('document', 'https://minutes.example/2026-03-03.pdf', {
        type: 'application/pdf',
        bytes: 220_000,
        title: 'Minutes (PDF)',
      }),
    ],
  }),
  aSample('lazy-images', 'magazine.example', 'Magazine', {
    title: 'A house with no corners',
    content: `<p>Everything in it is round.</p><img class="lazyload" src="https://magazine.example/spacer.gif" data-lazy-src="https://magazine.example/house.jpg" width="900" height="600"><noscript><img src="https://magazine.example/house.jpg?w=900"></noscript><img src="https://magazine.example/icons/share.png" width="24" height="24">`,
  }),
];
