import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const page = (name: string): string => new URL(`${name}.html`, import.meta.url).pathname;

// The built pages are committed (api/pages) and served by the API under a strict content security policy: no inline
// script, no inline style, nothing from another host. File names carry a hash of their content, so they cache for ever.
export default defineConfig({
  base: "/pages/",
  plugins: [react()],
  build: {
    outDir: "../api/pages",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { chat: page("chat"), copilot: page("copilot"), ops: page("ops"), "sign-in": page("sign-in") },
    },
  },
  server: { proxy: { "/v1": "http://127.0.0.1:8080" } },
});
