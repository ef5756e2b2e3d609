// What the sample feed writes about, in turn: each shows something that a message can look like.

export type SampleBody = { title: string; html: string; category: string };

export const SAMPLE_BODIES: SampleBody[] = [
  {
    title: 'The lighthouse gets a new keeper',
    category: 'Coast',
    html: `<p>After <strong>eleven years</strong> without one, the lighthouse at <em>Cape Lindow</em> has a keeper again.
      She moved in on Monday with two cats and <s>forty</s> forty-one boxes of books.</p>
      <blockquote><p>The light turns by itself. Somebody still has to say good night to it.</p></blockquote>
      <p>Visits: <a href="https://example.org/lighthouse">book a climb</a>.</p>`,
  },
  {
    title: 'Five things to do with stale bread',
    category: 'Kitchen',
    html: `<p>Do not throw it away:</p>
      <ol><li>Toast it, <b>slowly</b>.</li><li>Crumbs for the gratin.</li><li>Soup: <ul><li>onion</li><li>tomato</li></ul></li>
      <li>Bread pudding with plums.</li><li>Ducks? <u>Please no.</u></li></ol>`,
  },
  {
    title: 'Release 2.4 sorts a list twice as fast',
    category: 'Software',
    html: `<h3>What is new</h3><p>Sorting looks at runs that are already in order. Call it as before:</p>
      <pre><code class="language-js">const sorted = names.toSorted((a, b) => a.localeCompare(b));
console.log(sorted.at(0));</code></pre>
      <p>The old <code>sortNames()</code> stays until 3.0.</p>`,
  },
  {
    title: 'Results of the regatta',
    category: 'Sport',
    html: `<p>Light wind, late start, and a winner nobody had on the list.</p>
      <table><tr><th>Boat</th><th>Time</th></tr><tr><td>Heron</td><td>1:42:07</td></tr><tr><td>Marguerite</td><td>1:44:51</td></tr>
      <tr><td>Second Wind</td><td>1:45:02</td></tr></table>`,
  },
  {
    title: 'A word for the smell of rain',
    category: 'Words',
    html: `<p><dfn>Petrichor</dfn> was coined in 1964. Other languages manage without:</p>
      <ul><li>“l’odeur de la pluie” in French</li><li>雨の匂い in Japanese</li><li dir="rtl">رائحة المطر in Arabic</li></ul>
      <p>And yes, there is an emoji for it: 🌧️👃</p>`,
  },
  {
    title: 'Night train to the mountains',
    category: 'Travel',
    html: `<p>The sleeper leaves at 21:58 and climbs through the dark. You wake above the clouds.</p>
      <p>Tickets &amp; timetable at <a href="https://example.org/trains?from=sea&amp;to=mountains">the railway's page</a>.</p>
      <p><small>Coffee is served from six. Bring your own cup, it is <i><b>much</b></i> better.</small></p>`,
  },
  {
    title: 'Why the bridge hums',
    category: 'Science',
    html: `<p>At a wind of 9 m/s the railing of the new footbridge sings an A. Engineers call it <em>vortex shedding</em>:
      air peels off the bars left and right in turn, and each bar answers at its own pitch.</p>
      <p>They measured for three nights. The cure is a rubber strip of <b>4 mm</b>; the neighbours voted against it.</p>
      <blockquote><p>It is the only bridge that practises.</p><p>We have begun to tune to it.</p></blockquote>`,
  },
];
