import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { keptTheme } from "../shared/theme";
import "../shared/theme.css";
import { App } from "./App";

keptTheme();
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
