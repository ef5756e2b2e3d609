// Who asks: name, version, a page about us, and for how many readers, in the form that publishers' statistics read.
import about from '../../package.json' with { type: 'json' };

/** @param subscribers chats that follow this feed; 0 while somebody is only trying it */
export function userAgent(subscribers: number): string {
  return `${about.name}/${about.version} (+${about.homepage}; ${subscribers} subscribers)`;
}
