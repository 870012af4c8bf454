import { useState } from "react";
import { useAsked } from "../asked";
import { Empty, Loading, Trouble } from "../parts/Notice";
import { hashOf } from "../routing";
import { WORDS } from "../words";
import { type Filters, filtersOf, requestOf } from "./filters";
import { type Page, Results } from "./Results";
import { SearchForm } from "./SearchForm";

const WORD = WORDS.conversations;

/** Search over conversations; what is searched for is in the address. */
export function Search({ filters: given }: { filters: URLSearchParams }): React.JSX.Element {
  const filters = filtersOf(given);
  return (
    <>
      <h1 tabIndex={-1}>{WORD.title}</h1>
      <p className="ops-soft">{WORD.lead}</p>
      <SearchForm
        key={given.toString()}
        filters={filters}
        search={(next) => {
          location.hash = hashOf("conversations", [], next);
        }}
      />
      <Pages key={requestOf(filters)} filters={filters} />
    </>
  );
}

/** The pages of one search, one after another. */
function Pages({ filters }: { filters: Filters }): React.JSX.Element {
  const [starts, setStarts] = useState<(string | null)[]>([null]);
  return (
    <>
      {starts.map((start, index) => (
        <OnePage
          key={start ?? "first"}
          path={requestOf(filters, start)}
          first={index === 0}
          last={index === starts.length - 1}
          more={(next) => setStarts([...starts, next])}
        />
      ))}
    </>
  );
}

interface OnePageProps {
  path: string;
  first: boolean;
  last: boolean;
  more: (next: string) => void;
}

function OnePage({ path, first, last, more }: OnePageProps): React.JSX.Element {
  const found = useAsked<Page>(path);
  const page = found.answer;
  const next = page?.next ?? null;
  return (
    <>
      {found.problem && <Trouble problem={found.problem} again={found.again} />}
      {!page && !found.problem && <Loading />}
      <p className="ops-soft" role="status">
        {page && first ? saysOf(page) : ""}
      </p>
      {page && page.conversations.length === 0 && first && !next && <Empty says={WORD.empty} />}
      {page && page.conversations.length > 0 && <Results page={page} />}
      {last && next && (
        <button type="button" className="tw-button" onClick={() => more(next)}>
          {WORD.showMore}
        </button>
      )}
    </>
  );
}

function saysOf(page: Page): string {
  const shown = page.conversations.length;
  const found = `${shown}${page.more ? " or more" : ""} ${shown === 1 ? "conversation" : "conversations"}`;
  return `${found}; ${page.searched} looked through.`;
}
