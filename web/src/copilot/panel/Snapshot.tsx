import { day, money } from "../format";
import type { Account, Snapshot as Found } from "../types";
import { named, say } from "../words";
import type { Loaded } from "./useLoaded";

/** How the accounts stand now: flags and clocks first, then each account. */
export function Snapshot({ loaded }: { loaded: Loaded<Found> }): React.JSX.Element {
  const { value, failed, reload } = loaded;
  return (
    <section className="cp-block" aria-labelledby="snap-title" data-testid="snapshot" data-ready={value ? "true" : "false"}>
      <div className="cp-line">
        <h3 id="snap-title">{say("snap.title")}</h3>
        <button type="button" className="cp-text-button" onClick={reload}>
          {say("snap.reload")}
        </button>
      </div>
      {failed && (
        <p role="alert" className="cp-failed">
          {say("snap.failed")} {failed}
        </p>
      )}
      {!value && !failed && <p className="cp-soft">{say("loading")}</p>}
      {value && (
        <>
          <Flags found={value} />
          <Clocks found={value} />
          {value.accounts.length === 0 && <p className="cp-soft">{say("snap.none")}</p>}
          {value.accounts.map((account) => (
            <AccountCard key={account.account} account={account} />
          ))}
          <p className="cp-hint">{say("snap.as_of", { day: day(value.as_of) })}</p>
        </>
      )}
    </section>
  );
}

function Flags({ found }: { found: Found }): React.JSX.Element {
  if (found.flags.length === 0) return <p className="cp-soft">{say("snap.flags.none")}</p>;
  return (
    <ul className="cp-flags" aria-label={say("snap.flags")}>
      {found.flags.map((flag) => (
        <li key={`${flag.code}-${flag.since ?? ""}-${flag.why}`} data-severity={flag.severity} data-testid="flag">
          <strong>{flag.label}</strong> {flag.why}
          {flag.since && <small> {say("snap.since", { day: day(flag.since) })}</small>}
        </li>
      ))}
    </ul>
  );
}

function Clocks({ found }: { found: Found }): React.JSX.Element | null {
  if (found.clocks.length === 0) return null;
  return (
    <>
      <h4>{say("snap.clocks")}</h4>
      <ul className="cp-clocks">
        {found.clocks.map((clock) => (
          <li key={`${clock.code}-${clock.due_on}`} data-testid="clock" data-near={clock.days_left <= 5 || undefined}>
            <span>{clock.label}</span>
            <strong>
              {day(clock.due_on)} ({left(clock.days_left)})
            </strong>
            <small>{named("source", clock.source)}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

function left(days: number): string {
  if (days === 0) return say("clock.today");
  return days > 0 ? say("clock.left", { n: days }) : say("clock.over", { n: -days });
}

function AccountCard({ account }: { account: Account }): React.JSX.Element {
  const rows: [string, string, boolean][] = [
    [say("snap.balance"), money(account.balance_cents), false],
    ...(account.credit_limit_cents === null
      ? []
      : ([
          [say("snap.limit"), money(account.credit_limit_cents), false],
          [say("snap.available"), money(account.available_cents), false],
        ] as [string, string, boolean][])),
    [
      say("snap.due"),
      account.due_date
        ? say("snap.due.value", { amount: money(account.amount_due_cents), day: day(account.due_date) })
        : money(account.amount_due_cents),
      false,
    ],
    ...(account.past_due_cents
      ? ([
          [
            say("snap.past"),
            say("snap.past.value", { amount: money(account.past_due_cents), n: account.days_past_due ?? 0 }),
            true,
          ],
        ] as [string, string, boolean][])
      : []),
    ...(account.autopay === null
      ? []
      : ([[say("snap.autopay"), say(account.autopay ? "snap.on" : "snap.off"), false]] as [string, string, boolean][])),
    ...(account.next_payment ? ([[say("snap.next"), next(account.next_payment), false]] as [string, string, boolean][]) : []),
  ];
  return (
    <div className="cp-account" data-testid="account">
      <h4>
        {named("product", account.product)} …{account.last4}
        <span className="cp-chip">{named("account", account.status)}</span>
      </h4>
      <dl>
        {rows.map(([label, value, bad]) => (
          <div key={label} data-bad={bad || undefined}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function next(payment: NonNullable<Account["next_payment"]>): string {
  return say("snap.due.value", { amount: money(payment.amount_cents), day: day(payment.date) });
}
