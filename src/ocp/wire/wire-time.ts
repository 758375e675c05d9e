/** A moment as OCP writes it: ISO 8601 with milliseconds and an offset, `2026-01-02T03:04:05.678+00:00`. */
export function wireTime(moment: Date): string {
  return moment.toISOString().replace('Z', '+00:00');
}
