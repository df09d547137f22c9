/** The parts of the Table Schema library that the tests use; it ships no types. */
declare module 'tableschema' {
  export class Schema {
    static load(descriptor: object): Promise<Schema>;
    readonly errors: Error[];
    readonly fieldNames: string[];
    /** @throws when a cell is not what its field says. */
    castRow(row: readonly string[]): unknown[];
  }
}
