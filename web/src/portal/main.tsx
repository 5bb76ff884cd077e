import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles";
import "@shared/base.css";
import "@shared/data-table.css";
import "./css/shell.css";
import "./css/prose.css";
import "./css/code.css";
import "./css/documentation.css";
import "./css/pages.css";

import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { speakTo } from "@shared/api/client";
import { App } from "./app";

speakTo("portal/api");

// The server puts a fresh nonce into every page; styles that libraries add
// while running carry it, so the policy needs no 'unsafe-inline'.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
setNonce(nonce);

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App nonce={nonce} />
  </StrictMode>,
);
