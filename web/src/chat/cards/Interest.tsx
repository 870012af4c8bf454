import { day, money, rate } from "../figures/format";
import type { JsonObject } from "../wire";
import { useSpoken } from "../words/Words";
import { Bars } from "./Bars";
import { Card } from "./Card";
import { Money } from "./Money";
import { cents, object, rows, text } from "./shape";
import { Table } from "./Table";

/** How a cycle's interest came about: the balance of each stretch of days, its rate, and what it cost. */
export function Interest({ account }: { account: JsonObject }): React.ReactNode {
  const { language, words } = useSpoken();
  const total = cents(account, "interest_cents");
  const buckets = rows(object(account, "interest"), "buckets");
  const from = text(account, "period_start");
  const to = text(account, "period_end");
  if (total === null || buckets.length === 0) return null;
  return (
    <Card
      title={words.cards.interestTitle}
      about={text(account, "label")}
      note={from && to ? words.cards.interestFor(day(from, language, "short"), day(to, language, "short")) : null}
    >
      <p className="headline">
        <span className="label">{words.cards.interest}</span>
        <Money cents={total} />
      </p>
      {buckets.map((bucket, index) => (
        <Bucket key={index} bucket={bucket} account={text(account, "label") ?? ""} />
      ))}
    </Card>
  );
}

function Bucket({ bucket, account }: { bucket: JsonObject; account: string }): React.JSX.Element {
  const { language, words } = useSpoken();
  const bps = cents(bucket, "apr_bps");
  const average = cents(bucket, "average_daily_balance_cents");
  const segments = rows(bucket, "segments");
  const name = text(bucket, "name");
  return (
    <>
      <p className="note">
        {[
          name,
          bps !== null && `${words.cards.apr} ${rate(bps, language)}`,
          average !== null && `${words.cards.averageBalance} ${money(average, language)}`,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {segments.length > 0 && (
        <>
          <Bars
            label={words.cards.chart(words.cards.balanceHead, account)}
            bars={segments.flatMap((segment, index) =>
              Array.from({ length: Math.min(62, cents(segment, "days") ?? 0) }, (_, at) => ({
                key: `${index}-${at}`,
                faint: index % 2 === 1,
                parts: [{ tone: "principal", value: cents(segment, "balance_cents") ?? 0 }],
              })),
            )}
          />
          <Table
            caption={`${words.cards.interestTitle}, ${name ?? account}`}
            heads={[words.cards.date, words.cards.daysHead, words.cards.balanceHead]}
            figures={[1, 2]}
            lines={segments.map((segment) => [
              words.cards.interestFor(
                day(text(segment, "from") ?? "", language, "short"),
                day(text(segment, "to") ?? "", language, "short"),
              ),
              String(cents(segment, "days") ?? ""),
              money(cents(segment, "balance_cents") ?? 0, language),
            ])}
          />
        </>
      )}
    </>
  );
}
