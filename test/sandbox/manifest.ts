/** A manifest with the given bot scopes and one command, `/try`; `more` are lines of `features`. */
export function manifestWith(scopes: readonly string[], more = '', events: readonly string[] = []): string {
  return `
display_information: { name: Trial }
features:
  bot_user: { display_name: Trial }
  slash_commands:
    - { command: /try, description: Tries something, usage_hint: "[thing]" }
${more}
oauth_config:
  scopes: { bot: [${scopes.join(', ')}] }
settings:
  interactivity: { is_enabled: true }
  socket_mode_enabled: true
  event_subscriptions: { bot_events: [${events.join(', ')}] }
`;
}

/** Every scope that some method here asks for. */
export const ALL_SCOPES = [
  'chat:write',
  'commands',
  'users:read',
  'usergroups:read',
  'channels:read',
  'channels:history',
  'channels:join',
  'groups:read',
  'groups:history',
  'im:read',
  'im:write',
  'im:history',
  'files:read',
  'files:write',
  'team:read',
];
