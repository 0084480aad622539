/** A version of an API of the demo: its document is in `documents/`. */
export interface DemoVersion {
  readonly number: string;
  readonly document: string;
  /** Deprecates it in favour of another version. */
  readonly successor?: string;
}

export interface DemoApi {
  readonly owner: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly visibility: 'public' | 'private';
  readonly tags: readonly string[];
  readonly homepageUrl?: string;
  readonly versions: readonly DemoVersion[];
  /** Deprecates it in favour of another API, and says until when it is there. */
  readonly deprecation?: { readonly successor: string; readonly sunsetInDays: number };
}

/** What there is to look at: a successor comes before what it takes the place of. */
export const DEMO_APIS: readonly DemoApi[] = [
  {
    owner: 'ada@example.com',
    slug: 'bookshop',
    name: 'Bookshop',
    description: 'Books, what is in stock, and orders.\n\nVersion 2 has prices in every currency.',
    visibility: 'public',
    tags: ['books', 'orders', 'shop'],
    homepageUrl: 'https://bookshop.example.com/',
    versions: [
      { number: '1.0.0', document: 'bookshop-1.0.0.yaml' },
      { number: '1.1.0', document: 'bookshop-1.1.0.yaml' },
      { number: '2.0.0', document: 'bookshop-2.0.0.yaml' },
    ],
  },
  {
    owner: 'grace@example.com',
    slug: 'weather',
    name: 'Weather',
    description: 'Observations, forecasts and warnings, by coordinates.',
    visibility: 'public',
    tags: ['forecast', 'weather'],
    versions: [
      { number: '1.0.0', document: 'weather-1.0.0.json', successor: '1.1.0' },
      { number: '1.1.0', document: 'weather-1.1.0.json' },
    ],
  },
  {
    owner: 'grace@example.com',
    slug: 'weather-classic',
    name: 'Weather Classic',
    description: 'The weather as it was told until the new service came: by the names of places.',
    visibility: 'public',
    tags: ['weather'],
    versions: [{ number: '1.0.0', document: 'weather-classic-1.0.0.json' }],
    deprecation: { successor: 'weather', sunsetInDays: 180 },
  },
  {
    owner: 'grace@example.com',
    slug: 'tides',
    name: 'Tide tables',
    description: 'High and low water for harbours. Still young: before 1.0.0 anything may change.',
    visibility: 'public',
    tags: ['forecast', 'sea'],
    versions: [{ number: '0.3.0', document: 'tides-0.3.0.yaml' }],
  },
  {
    owner: 'ada@example.com',
    slug: 'parcels',
    name: 'Parcels',
    description: 'Where parcels are. Private: nobody but its owner sees it.',
    visibility: 'private',
    tags: ['orders'],
    versions: [{ number: '1.0.0', document: 'parcels-1.0.0.yaml' }],
  },
];
