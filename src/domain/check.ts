/** What one rule says about a cluster. */
export interface Check {
  readonly rule:
    | 'state'
    | 'standby first'
    | 'metadb'
    | 'open request'
    | 'off-peak'
    | 'obproxy'
    | 'hosts'
    | 'offline hosts'
    | 'chosen hosts';
  readonly verdict: 'passed' | 'warned' | 'blocking' | 'neutral';
  /** One plain sentence for people. Names from outside are not escaped in it. */
  readonly text: string;
}
