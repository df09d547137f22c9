import { RowAction } from '~/design/form/RowAction';

export interface ShownDocument {
  id: string;
  kind: string;
  name: string;
  href: string;
  /** A file of ours, or an address elsewhere. */
  file: boolean;
  summary: string;
}

export function DocumentList({
  documents,
  removes,
}: {
  documents: readonly ShownDocument[];
  removes: boolean;
}) {
  if (documents.length === 0) return null;
  return (
    <ul className="m-0 mt-3 list-none p-0">
      {documents.map((document) => (
        <li key={document.id} className="flex flex-wrap items-center gap-x-4 border-b border-trait py-2">
          <span>
            {document.kind} :{' '}
            <a href={document.href} {...(document.file ? { download: true } : { rel: 'noopener nofollow' })}>
              {document.name}
            </a>
            {document.summary && <span className="block text-sm">{document.summary}</span>}
          </span>
          {removes && (
            <RowAction
              fields={{ intention: 'retirer-document', document: document.id }}
              label="Retirer"
              name={`Retirer ${document.name}`}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
