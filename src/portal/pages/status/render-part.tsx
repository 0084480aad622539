import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { StatusPart } from '../../status-view';
import { Details, News } from './details';
import { Figures } from './figures';
import { State } from './state';

/** A part of the page of the status as HTML: elements that take the place of those with their ids. All that is put into it is escaped. */
export function renderPart(content: StatusPart): string {
  return render(partOf(content));
}

function partOf(content: StatusPart): VNode {
  switch (content.part) {
    case 'state':
      return <State {...content.view} />;
    case 'figures':
      return <Figures {...content.view} />;
    case 'details':
      return (
        <>
          <News {...content.view} />
          <Details {...content.view} />
        </>
      );
  }
}
