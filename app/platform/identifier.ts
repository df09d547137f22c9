import { v7 } from 'uuid';

/** An internal identifier, in the order of creation. Never shown to people: they see the public id. */
export const newId = (): string => v7();

/** The public id as it is stored: NFC, case and accents kept (`auxAJ`, `e-inspé`). */
export const publicId = (text: string): string => text.normalize('NFC');
