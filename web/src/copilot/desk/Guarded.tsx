import { Component, type ReactNode } from "react";
import { say } from "../words";

/** Keeps a fault in one part of the desk to that part: what is drawn beside it goes on. */
export class Guarded extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <div className="cp-empty" role="alert">
        <p>{say("broken")}</p>
        <button type="button" className="tw-button" onClick={() => this.setState({ broken: false })}>
          {say("again")}
        </button>
      </div>
    );
  }
}
