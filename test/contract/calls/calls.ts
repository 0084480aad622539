/** By function, its calls with several arguments, one a line; or whole SELECT statements. */
export type Calls = Readonly<Record<string, string>>;
