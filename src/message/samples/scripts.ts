// Other scripts and directions, and many emoji.
import { aSample, type Sample } from './sample.ts';

export const scripts: Sample[] = [
  aSample('arabic', 'akhbar.example', 'أخبار المدينة', {
    title: 'افتتاح مكتبة جديدة في وسط المدينة',
    content: `<div dir="rtl"><p>افتُتحت اليوم مكتبة <b>«الضوء»</b> قرب المحطة، وفيها 12,000 كتاب.</p><p>HTML هي لغة الموقع، والعنوان <a href="https://akhbar.example/map?utm_source=rss">هنا</a>.</p><ul><li>من 9:00 إلى 18:00</li><li>الدخول مجاني</li></ul></div>`,
  }),
  aSample('hebrew-mixed', 'iton.example', 'עיתון', {
    title: 'גרסה 2.0 של Firefox Focus',
    content: `<p dir="rtl">Firefox Focus גרסה <bdi>2.0</bdi> יצאה היום.</p><blockquote dir="rtl">מהיר, <em>קל</em>, פתוח.</blockquote>`,
  }),
  aSample('japanese', 'nikki.example', '散歩日記', {
    title: '川沿いの朝',
    content: `<p>今朝は<ruby>川<rp>(</rp><rt>かわ</rt><rp>)</rp></ruby>沿いを歩いた。\n空気が冷たくて、\nとても静かだった。</p><p>写真は<strong>三枚</strong>だけ。</p>`,
  }),
  aSample('chinese-long', 'wenzhang.example', '长文', {
    title: '桥下的书店',
    content: `<p>${'书店在桥下，门很小，灯很暗。老板从不说话，只是点头。我每个星期天都去，有时买书，有时只是坐着。'.repeat(45)}</p>`,
  }),
  aSample('hindi', 'khabar.example', 'ख़बर', {
    title: 'नदी पर नया पुल',
    content: '<p>पुल <b>अप्रैल</b> में खुलेगा। क्षेत्र के लोग ख़ुश हैं।</p>',
  }),
  aSample('thai', 'khao.example', 'ข่าว', {
    title: 'ตลาดน้ำเปิดแล้ว',
    content: `<p>${'ตลาดน้ำเปิดทุกวันเสาร์และอาทิตย์ตั้งแต่เช้าจนถึงเย็น'.repeat(30)}</p>`,
  }),
  aSample('emoji-heavy', 'party.example', '🎉 Party 🎉', {
    title: '👩‍👩‍👧‍👦 It is a 🎂!',
    content: `<p>${'👨‍🚀🏳️‍🌈👍🏽 '.repeat(60)}</p><p>See you <b>soon</b> <img class="wp-smiley" src="https://s.w.org/images/core/emoji/15/72x72/1f609.png" alt="😉"></p>`,
  }),
];
