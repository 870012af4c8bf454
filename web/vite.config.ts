import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const at = (path: string): string => new URL(path, import.meta.url).pathname;

/** The script for host pages is a classic script of one file: nothing of it may show in the host page's global scope. */
const embedAlone: Plugin = {
  name: "embed-alone",
  renderChunk(code, chunk) {
    if (chunk.name !== "embed") return null;
    if (chunk.imports.length > 0 || chunk.exports.length > 0) throw new Error("embed.js must stand alone");
    return { code: `(() => {\n${code}\n})();\n`, map: null };
  },
};

// The built pages are committed (api/pages) and served by the API under a strict content security policy: no inline
// script, no inline style, nothing from another host. File names carry a hash of their content, so they cache for ever;
// embed.js alone keeps its name, since host pages have it in theirs.
export default defineConfig({
  base: "/pages/",
  plugins: [react(), embedAlone],
  build: {
    outDir: "../api/pages",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        chat: at("chat.html"),
        copilot: at("copilot.html"),
        ops: at("ops.html"),
        "sign-in": at("sign-in.html"),
        embed: at("src/embed/embed.ts"),
      },
      output: { entryFileNames: (chunk) => (chunk.name === "embed" ? "embed.js" : "assets/[name]-[hash].js") },
    },
  },
  server: { proxy: { "/v1": "http://127.0.0.1:8080" } },
});
