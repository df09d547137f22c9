import { v7 } from 'uuid';

/** An internal identifier, in the order of creation. Never shown to people: they see the public id. */
export const newId = (): string => v7();

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Whether a text that somebody sent can be an internal identifier: anything else never reaches the database. */
export const isId = (text: string): boolean => UUID.test(text);

/** The public id as it is stored: NFC, case and accents kept (`auxAJ`, `e-inspé`). */
export const publicId = (text: string): string => text.normalize('NFC');
