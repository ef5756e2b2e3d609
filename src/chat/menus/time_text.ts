// A moment as people of a language and time zone write it.

/** @param iso ISO 8601 */
export function timeText(iso: string, language: string, timeZone: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    Date.parse(iso),
  );
}
