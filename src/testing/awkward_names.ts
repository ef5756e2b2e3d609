// Names that people and publishers give to things, and that no list, button or sentence may stumble over.

export const AWKWARD_NAMES = [
  '_*[<&>]*_ `code` ||spoiler||',
  '\u202Eright to left\u202C',
  '',
  '   ',
  '😀'.repeat(60),
  'a\nb\tc',
  'x'.repeat(500),
  'فارسی با نیم‌فاصله',
  '👨‍👩‍👧‍👦 family',
  '\u200B\u200B',
  '{ $title } {"{{"}',
  '<script>alert(1)</script>',
  '<b>bold</b>',
  '\u2067isolated\u2069 and \u200Fmarked',
  '-',
  '/cancel',
];
