import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../shared/theme.css";
import "./chat.css";
import "./messages.css";
import "./panels.css";
import { App } from "./App";
import { wear } from "./view/theme";

wear();
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
