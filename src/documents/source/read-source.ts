import type { DocumentSource } from '../documents';
import type { Findings } from '../findings';
import { readJson } from './json-source';
import type { PlacedValue } from './place';
import { Reading, UnreadableError } from './reading';
import { readYaml } from './yaml-source';

/** What a document says, and where; null when it cannot be read, for reasons that are among the findings. */
export function readSource({ text, mediaType }: DocumentSource, findings: Findings): PlacedValue | null {
  const reading = new Reading(findings);
  try {
    const source = mediaType === 'application/json' ? readJson(text, reading) : readYaml(text, reading);
    findings.locateIn(source.place);
    return source;
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  }
}
