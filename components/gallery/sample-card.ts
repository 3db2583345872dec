import { readModelCard } from '../../lib/views/model-card.ts';
import json from '../../public/models/telltale-en/model.json';

/** The bundled model's own card: the gallery shows no invented figures. */
export const SAMPLE_CARD = readModelCard(json as Record<string, unknown>);
