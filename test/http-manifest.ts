import { parseDocument } from 'yaml';

/** A manifest with what README says must change in it without Socket Mode: every payload goes to `url`. */
export function withoutSocketMode(manifest: string, url: string): string {
  const document = parseDocument(manifest);
  document.setIn(['settings', 'socket_mode_enabled'], false);
  document.setIn(['settings', 'interactivity', 'request_url'], url);
  document.setIn(['settings', 'interactivity', 'message_menu_options_url'], url);
  document.setIn(['settings', 'event_subscriptions', 'request_url'], url);
  document.setIn(['features', 'slash_commands', 0, 'url'], url);
  return document.toString();
}

/** The address at which Moveout waits for requests of Slack, from the newest line of its log that says so. */
export function requestUrl(log: readonly string[]): string {
  const ports = [...log.join('').matchAll(/"waiting for requests of Slack".*?"port":(\d+)/g)];
  const port = ports.at(-1)?.[1];
  if (port === undefined) throw new Error('Moveout does not say where it waits for requests of Slack.');
  return `http://127.0.0.1:${port}/slack/events`;
}
