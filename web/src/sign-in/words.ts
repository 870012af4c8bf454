/** The words of the sign-in page (English: it is for staff and developers; a production sign-in is the issuer's own). */
export const WORDS = {
  title: "Sign in to Tidewell",
  lead: "Choose who you are on this development system.",
  explained: "What is this page?",
  explanation:
    "This is the development issuer. Everybody here is made up and signs in without a password, so that each role and " +
    "situation can be tried. In production this page sends you to your organisation's own sign-in (OpenID Connect), and " +
    "this list does not exist.",
  stepUp:
    "Riskier steps ask for a one-time code. For these people it is shown by the command: assist code --as their-handle.",
  search: "Find a person",
  searchHint: "Name, role, product or situation, for example “cash line 30 days”. Arrow down goes to the list.",
  none: "Nobody matches. Try fewer words, for example only a product or a situation.",
  opens: "opens",
  signingIn: "Signing in …",
  loading: "Loading …",
  more: "Show all",
  less: "Show fewer",
  retry: "Try again",
  signedInAs: "You are signed in as",
  goOn: "Go on to",
  signOut: "Sign out",
  signedOut: "You are signed out.",
  oidcLead: "You sign in with your organisation's account.",
  oidcGo: "Sign in",
  oidcGoing: "Taking you to your organisation's sign-in …",
  oidcBack: "Finishing the sign-in …",
  oidcTold: "Done. Close this window and go on where you were.",
  noFactor:
    "Your organisation's sign-in confirmed no second factor. Try again and use one; if it stays so, tell your administrator.",
  failed: "Not signed in",
  stepUpTitle: "One more step",
  stepUpLead: "This step needs a second factor. Enter the code that your authenticator shows.",
  stepUpOidc: "This step needs a second factor. You give it at your organisation's sign-in.",
  code: "One-time code",
  go: "Go on",
  notTaken: "Not taken",
} as const;

/** Roles in the order of the page, with the page that each opens. */
export const ROLES: readonly { role: string; one: string; many: string; page: string }[] = [
  { role: "supervisor", one: "Supervisor", many: "Supervisors", page: "Operations" },
  { role: "support_agent", one: "Support agent", many: "Support agents", page: "Copilot" },
  { role: "analyst", one: "Analyst", many: "Analysts", page: "Operations" },
  { role: "auditor", one: "Auditor", many: "Auditors", page: "Operations" },
  { role: "third_party", one: "Authorised third party", many: "Authorised third parties", page: "Chat" },
  { role: "borrower", one: "Borrower", many: "Borrowers", page: "Chat" },
];

const LABELS: Readonly<Record<string, string>> = {
  instalment_loan: "Instalment loan",
  cash_line: "Cash Line",
  application_counteroffer: "Application: counteroffer",
  application_declined: "Application declined",
  application_incomplete: "Application incomplete",
  attorney_represented: "Has an attorney",
  authorised: "Authorised by a borrower",
  autopay_discount: "Autopay discount",
  autopay_off: "Autopay off",
  autopay_on: "Autopay on",
  bankruptcy: "Bankruptcy",
  both_products: "Both products",
  cease_contact: "Asked for no contact",
  charged_off: "Charged off",
  credit_balance: "Credit balance",
  current: "Current",
  deceased: "Deceased",
  dpd_1_29: "1 to 29 days past due",
  dpd_30: "30 days past due",
  dpd_60: "60 days past due",
  dpd_90: "90 days past due",
  extra_payments: "Extra payments",
  family: "Family member",
  fee_waived: "Fee waived",
  frozen_line: "Line frozen",
  hardship_plan: "Hardship plan",
  identity_theft: "Identity theft",
  increase_approved: "Limit increase approved",
  increase_declined: "Limit increase declined",
  increase_in_review: "Limit increase in review",
  open_dispute: "Open dispute",
  paid_off: "Paid off",
  pending_draw: "Pending draw",
  pending_payment: "Pending payment",
  promo_rate: "Promotional rate",
  recent_late_fee: "Recent late fee",
  recent_returned_payment_fee: "Returned payment fee",
  residual_interest: "Residual interest",
  returned_payment: "Returned payment",
  scheduled_payment: "Scheduled payment",
  scra: "Servicemember (SCRA)",
  spanish_preference: "Prefers Spanish",
  two_lines: "Two lines",
  two_loans: "Two loans",
};

/** A product or situation in words; a tag that has none yet is shown as itself, readable. */
export function labelOf(tag: string): string {
  const words = tag.replace(/_/g, " ");
  return LABELS[tag] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

export function roleLabel(role: string, many = false): string {
  const entry = ROLES.find((one) => one.role === role);
  if (!entry) return labelOf(role);
  return many ? entry.many : entry.one;
}

/** The name of the page that a role opens. */
export function pageOf(role: string): string {
  return ROLES.find((one) => one.role === role)?.page ?? "Chat";
}
