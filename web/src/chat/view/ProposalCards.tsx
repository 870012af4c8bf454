import { memo } from "react";
import { useChat } from "./Context";
import { ProposalCard } from "./ProposalCard";

/** The cards of these proposals, each followed by the one that takes it back. */
export const ProposalCards = memo(function ProposalCards({ ids }: { ids: readonly string[] }): React.ReactNode {
  return ids.map((id) => <WithUndo key={id} id={id} />);
});

function WithUndo({ id }: { id: string }): React.ReactNode {
  const proposal = useChat((state) => state.proposals[id]);
  const undo = useChat((state) => Object.values(state.proposals).find((other) => other.undoes === id));
  if (!proposal) return null;
  return (
    <>
      <ProposalCard proposal={proposal} />
      {undo && <ProposalCard proposal={undo} />}
    </>
  );
}
