/** Since when something is so, ISO 8601 UTC: as it was noted; or from `now` on, where it is new, or where the clock was set back behind that. */
export function sinceWhen(noted: string | undefined, now: Date): string {
  return noted !== undefined && Date.parse(noted) <= now.getTime() ? noted : now.toISOString();
}
