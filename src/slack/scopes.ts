/** The bot scopes that manifest.yml asks for, with what each is needed for. */
export const SCOPES: Readonly<Record<string, string>> = {
  'chat:write': 'post cards and threads',
  commands: 'take /moveout',
  'users:read': 'tell members from guests',
  'usergroups:read': 'read the user groups of MOVEOUT_APPROVERS and MOVEOUT_REQUESTERS',
  'channels:read': 'see who is in a public channel',
  'groups:read': 'see who is in a private channel',
  'channels:history': 'find a message whose answer was lost, in a public channel',
  'groups:history': 'find a message whose answer was lost, in a private channel',
  'im:write': 'open direct messages',
  'im:history': 'find a direct message whose answer was lost',
  'files:write': 'send the credential file',
  'app_mentions:read': 'answer when it is mentioned',
};
