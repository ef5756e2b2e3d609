// Posts of networks and forums.
import { aSample, enclosure, type Sample } from './sample.ts';

export const social: Sample[] = [
  aSample('mastodon', 'social.example', 'Wren', {
    content: `<p>Morning walk, two herons and <a href="https://social.example/tags/birds" class="mention hashtag" rel="tag">#<span>birds</span></a> everywhere. Notes: <a href="https://birds.example/2026/03/herons-on-the-canal" rel="nofollow noopener"><span class="invisible">https://</span><span class="ellipsis">birds.example/2026/03/herons-o</span><span class="invisible">n-the-canal</span></a></p>`,
    media: [
      enclosure('image', 'https://files.social.example/1.jpg', { type: 'image/jpeg' }),
      enclosure('image', 'https://files.social.example/2.jpg', { type: 'image/jpeg' }),
    ],
  }),
  aSample('title-repeats-text', 'micro.example', 'Small Thoughts', {
    title: 'The nice thing about a slow train is that you can read the names of the stations and…',
    content:
      '<p>The nice thing about a slow train is that you can read the names of the stations and wonder who named them.</p>',
  }),
  aSample('reddit', 'www.reddit.example', 'newest submissions : breadit', {
    title: 'My first sourdough that is not a brick',
    author: '/u/crumbly',
    content: `<table> <tr><td> <a href="https://www.reddit.example/r/breadit/comments/1/"> <img src="https://preview.reddit.example/loaf.jpg?width=640&amp;s=ab12" alt="My first sourdough" title="My first sourdough" /> </a> </td><td> <div class="md"><p>Eighteen hours in the fridge. <span class="md-spoiler-text">It was a brick the first nine times.</span></p></div> &#32; submitted by &#32; <a href="https://www.reddit.example/user/crumbly"> /u/crumbly </a> <br/> <span><a href="https://preview.reddit.example/loaf.jpg">[link]</a></span> &#32; <span><a href="https://www.reddit.example/r/breadit/comments/1/">[comments]</a></span> </td></tr></table>`,
  }),
  aSample('hacker-news', 'news.ycombinator.example', 'Front page', {
    title: 'Show HN: A clock that is always right once',
    content: `<p>Article URL: <a href="https://clock.example/">https://clock.example/</a></p><p>Comments URL: <a href="https://news.ycombinator.example/item?id=1">https://news.ycombinator.example/item?id=1</a></p><p>Points: 41</p><p># Comments: 7</p>`,
  }),
  aSample('telegram-channel', 't.example', 'City Alerts', {
    content:
      '<b>Water off</b> 9&ndash;12 on Elm Street<br/><br/><tg-spoiler>again</tg-spoiler> <i class="emoji" style="background-image:url(\'//t.example/e.png\')"><b>🚰</b></i>',
  }),
  aSample('forum-spoiler', 'forum.example', 'Film talk', {
    title: 'Re: the ending',
    content: `<aside class="quote"><div class="title">lena:</div><blockquote><p>Did he stay?</p></blockquote></aside><p>I think <span class="spoiler">he never left</span>. <img src="https://forum.example/images/emoji/twitter/eyes.png?v=12" title=":eyes:" class="emoji" alt=":eyes:"></p>`,
  }),
];
