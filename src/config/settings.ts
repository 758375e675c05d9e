/** The settings of Moveout: environment variables, where an empty one counts as unset. */

export interface Setting {
  readonly name: string;
  /** As words when it is no value; `-` when there is none. */
  readonly default: string;
  readonly meaning: string;
}

/** Every variable that Moveout reads, in the order in which an administrator meets them. */
export const SETTINGS: readonly Setting[] = [
  {
    name: 'SLACK_BOT_TOKEN',
    default: '-',
    meaning: 'Bot token (`xoxb-...`). Without it and `SLACK_APP_TOKEN` the local Slack runs.',
  },
  { name: 'SLACK_APP_TOKEN', default: '-', meaning: 'App-level token (`xapp-...`) for Socket Mode.' },
  {
    name: 'SLACK_SIGNING_SECRET',
    default: '-',
    meaning:
      'In place of `SLACK_APP_TOKEN`, for HTTP: the signing secret of the app, see "Without Socket Mode".',
  },
  {
    name: 'PORT',
    default: '-',
    meaning: 'With `SLACK_SIGNING_SECRET`: the port on which requests of Slack arrive; 0 takes any free one.',
  },
  {
    name: 'HOST',
    default: '127.0.0.1',
    meaning: 'With `PORT`: the address to listen on. It speaks plain HTTP, so TLS must end in front of it.',
  },
  {
    name: 'SLACK_API_URL',
    default: "Slack's own",
    meaning: 'Another server that speaks the Web API; `http` on loopback only. Needs the tokens.',
  },
  {
    name: 'OCP_NAMES',
    default: '-',
    meaning:
      'Short names of your OCPs, such as `hz,sh`. Each has the variables below, with its name in capitals. Unset: the embedded OCP.',
  },
  {
    name: 'OCP_<NAME>_URL',
    default: '-',
    meaning:
      'Address of that OCP, such as `https://ocp.example.com:8080`. With the local Slack, on this machine only.',
  },
  {
    name: 'OCP_<NAME>_ACCESS_KEY_ID',
    default: '-',
    meaning: 'Id of the access key pair with which Moveout signs. Or set user name and password.',
  },
  { name: 'OCP_<NAME>_ACCESS_KEY_SECRET', default: '-', meaning: 'The secret half of the pair.' },
  {
    name: 'OCP_<NAME>_USERNAME',
    default: '-',
    meaning: 'User name, when there is no access key pair. It is sent with the password at every call.',
  },
  { name: 'OCP_<NAME>_PASSWORD', default: '-', meaning: 'Password of that user.' },
  {
    name: 'OCP_<NAME>_CA_FILE',
    default: "Node's own list",
    meaning: "PEM file with the certificate authority of that OCP, trusted beside Node's own list.",
  },
  {
    name: 'OCP_<NAME>_PROXY',
    default: '-',
    meaning: 'HTTP proxy to that OCP. `HTTP_PROXY` and the like are not read.',
  },
  {
    name: 'OCP_<NAME>_CREDENTIAL_EXPORT',
    default: '`console`',
    meaning:
      '`console`: the requester exports the credentials in the OCP console. Or the path of the call that exports them, see "Credentials".',
  },
  {
    name: 'MOVEOUT_INVENTORY',
    default: 'an example',
    meaning:
      'JSON file with the clusters, hosts and credentials of the embedded OCP, read while the data directory has none. With Slack tokens, `OCP_NAMES` or this must be set.',
  },
  {
    name: 'MOVEOUT_OCP_PACE_MS',
    default: '1000',
    meaning: 'Milliseconds per subtask of the embedded OCP, 0 to 600000.',
  },
  {
    name: 'MOVEOUT_DATA_DIR',
    default: '`./data`; a new temporary one with the local Slack',
    meaning: 'Directory for requests, archive, exports and sealed encryption keys.',
  },
  {
    name: 'MOVEOUT_VAULT_KEY',
    default: 'a file in the data directory',
    meaning: '32 bytes in base64 (`openssl rand -base64 32`) that seal the encryption keys.',
  },
  {
    name: 'MOVEOUT_CHANNEL',
    default: 'the channel of the command',
    meaning: 'Id of the channel that gets every card, such as `C0123456789`.',
  },
  {
    name: 'MOVEOUT_REQUESTERS',
    default: 'every full member of the channel',
    meaning: 'Ids of the users and user groups (`S...`) that may request, separated by commas or spaces.',
  },
  {
    name: 'MOVEOUT_APPROVERS',
    default: 'every full member of the channel',
    meaning: 'Ids of the users and user groups that may approve. They must be in the channel as well.',
  },
  {
    name: 'MOVEOUT_ADMINS',
    default: '-',
    meaning:
      'User ids of the administrators, who alone may ask for `/moveout doctor`, and who can end every request but one that OCP is working on. Unset: the doctor is for everybody.',
  },
  { name: 'MOVEOUT_APPROVALS', default: '1', meaning: 'How many people must approve, 1 to 20.' },
  {
    name: 'MOVEOUT_APPROVAL_TTL',
    default: '24h',
    meaning: 'How long a request waits for approval, 10s to 30d: a number with `s`, `m`, `h` or `d`.',
  },
  {
    name: 'MOVEOUT_START_TTL',
    default: '6h',
    meaning: 'How long after its planned start an approved request may still start; then it expires.',
  },
  {
    name: 'MOVEOUT_OFF_PEAK',
    default: '-',
    meaning:
      'Off-peak hours, such as `Mon-Fri 22:00-06:00; Sat,Sun 00:00-24:00`. Outside of them one more approval is needed.',
  },
  {
    name: 'MOVEOUT_FREEZE',
    default: '-',
    meaning: 'Dates in which nothing starts, such as `2026-11-11; 2026-12-24..2027-01-02`.',
  },
  {
    name: 'MOVEOUT_TIMEZONE',
    default: 'UTC',
    meaning: 'IANA time zone of off-peak hours, freeze dates and quiet nights.',
  },
  {
    name: 'MOVEOUT_LOCAL_PORT',
    default: '8787',
    meaning:
      "Port of the local Slack's page; 0 takes any free one. Unset, and 8787 is taken: any free one. Not used with Slack tokens.",
  },
  {
    name: 'LOG_LEVEL',
    default: 'info',
    meaning:
      '`debug`, `info`, `warn` or `error`. `debug` has every call to OCP and Slack, never what was sent.',
  },
  {
    name: 'MOVEOUT_METRICS_PORT',
    default: '-',
    meaning:
      'Port on 127.0.0.1 for `/healthz` and `/metrics`; 0 takes any free one. Unset: neither is served.',
  },
  {
    name: 'NODE_ENV',
    default: '-',
    meaning: '`production` refuses to start without Slack tokens.',
  },
];

/** What differs in more letters was not meant. */
const CLOSE = 4;

/**
 * A clause for each variable that looks like a setting and is none, with the closest setting: every unknown `MOVEOUT_...`,
 * and what is at most two letters away from a `SLACK_...` or `MOVEOUT_...` setting. What is far from all of them has no closest one.
 */
export function misspeltSettings(names: readonly string[]): { name: string; fault: string }[] {
  return names.flatMap((name) => {
    if (SETTINGS.some((setting) => setting.name === name)) return [];
    const closest = closestSetting(name.toUpperCase());
    const ours = /^MOVEOUT_/i.test(name) || closest.distance <= 2;
    return ours ? [{ name, fault: `is no setting of Moveout${remedy(closest)}` }] : [];
  });
}

function remedy({ name, distance }: { readonly name: string; readonly distance: number }): string {
  return distance <= CLOSE
    ? `, the closest is ${name}; rename or unset it`
    : '; README lists what there is. Unset it';
}

function closestSetting(name: string): { name: string; distance: number } {
  const ranked = SETTINGS.map((setting) => setting.name)
    .filter((candidate) => /^(?:MOVEOUT|SLACK)_/.test(candidate))
    .map((candidate) => ({ name: candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0] ?? { name: 'MOVEOUT_DATA_DIR', distance: Number.POSITIVE_INFINITY };
}

/** Letters to insert, remove or replace to make `b` of `a` (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...b].entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
