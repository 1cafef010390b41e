/** Opens web pages for the user. */
export interface Browser {
  /** Resolves to why the address could not be opened, in words that go on after a name; undefined once it was. Never rejects. */
  open(url: string): Promise<string | undefined>;
}
