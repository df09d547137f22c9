import { callPath } from '~/platform/addresses';
import type { ReactNode } from 'react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { CallRooms } from './CallRooms';

/** A room of a call: where one is, what answers first, the ways to the other rooms, then what was done or is to mend. */
export function CallRoom({
  call,
  here,
  title = here,
  lead,
  holds = false,
  judges = false,
  done = null,
  sentences = {},
  answer,
  linkOf,
  wide = false,
  children,
}: {
  call: { id: string; title: string };
  here: string;
  title?: string;
  lead: ReactNode;
  holds?: boolean;
  judges?: boolean;
  /** What was just done, and the sentence for each thing that may be. */
  done?: string | null;
  sentences?: Readonly<Record<string, string>>;
  answer: FormAnswer | undefined;
  linkOf?: (field: string) => string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={`page py-10 ${wide ? '' : 'max-w-5xl'}`}>
      <Breadcrumb
        path={[
          { label: 'Appels', to: '/appels' },
          { label: call.title, to: callPath(call.id) },
        ]}
        here={here}
      />
      <h1 className="mb-2">{title}</h1>
      <p className="text-xl">{lead}</p>
      <CallRooms id={call.id} holds={holds} reads judges={judges} />
      {done !== null && Object.hasOwn(sentences, done) && !answer && <Done title={sentences[done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} {...(linkOf ? { linkOf } : {})} />
      {children}
    </div>
  );
}
