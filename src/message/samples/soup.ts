// HTML as it should not be and often is.
import { aSample, type Sample } from './sample.ts';

export const soup: Sample[] = [
  aSample('misnested', 'old.example', 'Old Site', {
    title: 'Welcome & hello',
    content: `<FONT size=2><B><I>Very</B> old</I> page<P>with <A HREF=page.html>unquoted <B>links</A></B><LI>stray item<TD>stray cell</FONT><script>alert("x")</script><center><blink>New!</blink></center><form action="/x"><input name=q><button>Search</button></form>`,
  }),
  aSample('double-escaped', 'wire.example', 'Wire', {
    title: 'Twice is too often',
    summary:
      '&lt;p&gt;Prices rose by 3&amp;nbsp;% &amp;amp; fell again.&lt;/p&gt;&lt;p&gt;&lt;a href=&quot;https://wire.example/p&quot;&gt;More&lt;/a&gt;&lt;/p&gt;',
  }),
  aSample('word-paste', 'office.example', 'Office', {
    title: 'Minutes',
    content: `<p class="MsoNormal" style="mso-margin-top-alt:auto"><b><span style="font-size:12.0pt;font-family:&quot;Arial&quot;">1.<o:p></o:p></span></b><span style='text-decoration: underline; font-weight:700'> Roof</span><o:p>&nbsp;</o:p></p><!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--><p class="MsoNormal">Leaks.</p>`,
  }),
  aSample('newsletter-layout', 'mail.example', 'Weekly Mail', {
    title: 'Issue 77',
    content: `<table width="100%"><tr><td align="center"><table width="600"><tr><td><img src="https://mail.example/logo.png" width="200" height="40"></td></tr><tr><td><h1>Three links</h1><p>One: <a href="https://a.example/?mc_cid=1&mc_eid=2">a</a></p><p>Two: <a href="https://b.example/#top">b</a></p></td></tr><tr><td style="display:none">preheader</td></tr></table></td></tr></table><img src="https://mail.example/open/pixel.gif">`,
  }),
  aSample('plain-text', 'notes.example', 'Notes', {
    title: 'As typed',
    summary: 'First line\nsecond line, a < b and c > d\n\nNew paragraph & the end',
  }),
  aSample('invisible-characters', 'odd.example', 'Odd', {
    title: 'What you cannot see',
    content:
      '<p>\uFEFFZero\u200Bwidth and soft\u00ADhyphen, \u202Eoverride\u202C, \u2067isolate, a lone \uD83D half, a bell\u0007.</p>',
  }),
];
