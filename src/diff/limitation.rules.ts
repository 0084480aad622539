import { defineRules } from './rule';

export const LIMITATION_RULES = defineRules({
  'comparison-incomplete': [
    'unknown',
    'The documents are too large or too entangled to be compared to the end',
    'Whether clients break cannot be told, so it counts as breaking',
  ],
  'changes-left-out': [
    'info',
    'There are more changes than are shown',
    'All of them are counted, and the worst are shown',
  ],
});
