/** Why a call of the page cannot be read or names what is not there, as a sentence; answered with the HTTP status. */
export class CannotRead {
  readonly sentence: string;
  readonly status: number;

  constructor(sentence: string, status = 400) {
    this.sentence = sentence;
    this.status = status;
  }
}
