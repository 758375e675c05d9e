/**
 * What a text of Slack's mrkdwn means, as plain data. The parser builds it, the page turns it into DOM nodes: no text
 * ever passes through HTML.
 */

/** Something inside a line. `label` is the text that the sender gave, already unescaped. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: 'user' | 'channel' | 'group'; readonly id: string; readonly label?: string }
  | { readonly kind: 'everyone'; readonly label: string }
  | DateInline;

/** A moment that each viewer sees in the own time zone. `unix` is in seconds. */
export interface DateInline {
  readonly kind: 'date';
  readonly unix: number;
  readonly format: string;
  readonly fallback: string;
  readonly link?: string;
}

/** Something that takes lines of its own. */
export type Piece =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'quote'; readonly pieces: readonly Piece[] }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Inline[])[];
    }
  | { readonly kind: 'pre'; readonly text: string };
