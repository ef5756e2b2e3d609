// The page that shows all screenshots of the gallery beside each other.

export type Row = { name: string; modes: string[] };

/** Screenshots stand in `light/` and `dark/` as `NAME.MODE.png`. */
export function describeSheet(rows: Row[]): string {
  const sections = rows.map(({ name, modes }) => {
    const figures = modes.map(
      (mode) => `<figure><figcaption>${mode}</figcaption>
<img class="light" src="light/${name}.${mode}.png" alt="" loading="lazy"><img class="dark" src="dark/${name}.${mode}.png" alt="" loading="lazy"></figure>`,
    );
    return `<section id="${name}"><h2>${name}</h2><div>${figures.join('\n')}</div></section>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>feedherald gallery</title>
<style>
body { font: 14px system-ui, sans-serif; margin: 16px; }
section > div { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start; }
figure { margin: 0; }
img { width: 380px; display: block; }
.dark { display: none; }
@media (prefers-color-scheme: dark) { .dark { display: block; } .light { display: none; } }
</style></head>
<body><h1>Items as messages</h1>
${sections.join('\n')}
</body></html>
`;
}
