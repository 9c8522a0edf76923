// What is likely to be opened next is fetched before it is asked for; the stream tells when it has changed meanwhile.
import { parsed } from "./place.js";

const FRESH = 8000;
const ahead = new Map();

async function fetched(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!answer.ok || new URL(answer.url).pathname !== address) throw new Error(String(answer.status));
  return parsed(await answer.text());
}

export function fetchAhead(address) {
  const known = ahead.get(address);
  if (known && Date.now() - known.at < FRESH) return;
  for (const [other, one] of ahead) if (Date.now() - one.at > FRESH) ahead.delete(other);
  const page = fetched(address);
  page.then((made) => {
    const kept = ahead.get(address);
    if (kept) kept.made = made;
  }).catch(() => ahead.delete(address));
  ahead.set(address, { at: Date.now(), page, made: null });
}

// It serves once: after that the case has been looked at, and may have changed.
export function takeAhead(address) {
  fetchAhead(address);
  const known = ahead.get(address);
  ahead.delete(address);
  return known;
}
